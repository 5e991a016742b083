#ifndef USEAPI_SRC_CLI_COMMAND_LINE_HELP_LAYOUT_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_HELP_LAYOUT_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace useapi::cli {

/** Lays out a text for a screen: paragraphs are filled, and a line that is indented, or has columns with two
   or more blanks between them, is broken with what follows below its last column. A line that ends with a
   colon stands for itself. */
[[nodiscard]] std::string laid_out(std::string_view text, std::size_t width);

/** How wide help is shown: as wide as the terminal on standard output, within 60 and 100 columns; 80 if it
   is no terminal. */
[[nodiscard]] std::size_t help_width() noexcept;

} // namespace useapi::cli

#endif
