#ifndef USEAPI_SRC_EMULATOR_SERVICE_PERCENT_CODING_HPP
#define USEAPI_SRC_EMULATOR_SERVICE_PERCENT_CODING_HPP

#include <string>
#include <string_view>

namespace useapi::emulator {

/** The text with its `%XX` decoded (RFC 3986 section 2.1). What is no such triple stays as it is.
    @param kept  characters that stay encoded
*/
[[nodiscard]] std::string percent_decoded(std::string_view text, std::string_view kept = {});

} // namespace useapi::emulator

#endif
