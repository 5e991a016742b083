#ifndef USEAPI_SRC_CLI_OUTPUT_PRINTABLE_TEXT_HPP
#define USEAPI_SRC_CLI_OUTPUT_PRINTABLE_TEXT_HPP

#include <string>
#include <string_view>

namespace useapi::cli {

/** The text with what is not UTF-8 replaced by U+FFFD, so that JSON that holds it stays JSON. */
[[nodiscard]] std::string valid_utf8(std::string_view text);

/** The text as it may be shown: well-formed, and with everything escaped that could move a terminal's cursor,
    change its state or reorder what people read. Text from the service goes through here. */
[[nodiscard]] std::string printable(std::string_view text);

} // namespace useapi::cli

#endif
