#ifndef USEAPI_SRC_EMULATOR_FAULTS_REQUEST_METHOD_HPP
#define USEAPI_SRC_EMULATOR_FAULTS_REQUEST_METHOD_HPP

#include <string_view>

namespace useapi::emulator {

/** The methods that the accounts API knows; everything else is `other`. */
enum class request_method
{
    get,
    post,
    del,
    other
};

/** The method of a request line, which is case-sensitive (RFC 9110 section 9.1). */
[[nodiscard]] request_method parse_method(std::string_view text) noexcept;

} // namespace useapi::emulator

#endif
