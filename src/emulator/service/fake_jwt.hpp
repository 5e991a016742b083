#ifndef USEAPI_SRC_EMULATOR_SERVICE_FAKE_JWT_HPP
#define USEAPI_SRC_EMULATOR_SERVICE_FAKE_JWT_HPP

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace useapi::emulator {

/// A number for an address, always the same one.
[[nodiscard]] std::uint64_t fake_account_id(std::string_view email);

/** A text of three base64url parts, like a JWT, always the same for the same arguments. It has no signature:
    the last part only has the length of one.
*/
[[nodiscard]] std::string fake_jwt(std::string_view email, std::uint64_t id,
                                   std::chrono::system_clock::time_point issued,
                                   std::chrono::system_clock::time_point expires);

} // namespace useapi::emulator

#endif
