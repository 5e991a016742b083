#ifndef USEAPI_SRC_CLI_COMMAND_LINE_HELP_LAYOUT_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_HELP_LAYOUT_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace useapi::cli {

/** Lays out a text for a screen. It fills paragraphs. A line that is indented, or has columns with two or
    more blanks between them, is broken, and its continuation begins below the last column. A line that ends
    with a colon stays alone. */
[[nodiscard]] std::string laid_out(std::string_view text, std::size_t width);

/** The width of help: that of the terminal on standard output, but at least 60 and at most 100 columns; 80
    without a terminal. */
[[nodiscard]] std::size_t help_width() noexcept;

} // namespace useapi::cli

#endif
