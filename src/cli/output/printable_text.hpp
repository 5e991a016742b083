#ifndef USEAPI_SRC_CLI_OUTPUT_PRINTABLE_TEXT_HPP
#define USEAPI_SRC_CLI_OUTPUT_PRINTABLE_TEXT_HPP

#include <string>
#include <string_view>

namespace useapi::cli {

/** The text with every byte that is not UTF-8 replaced by U+FFFD, so that it may be part of JSON. */
[[nodiscard]] std::string valid_utf8(std::string_view text);

/** The text in a form that is safe on a terminal: valid UTF-8, with all characters escaped that could move
    the cursor, change the terminal's state or reorder the text. Every text from the service goes through this
    function. */
[[nodiscard]] std::string printable(std::string_view text);

} // namespace useapi::cli

#endif
