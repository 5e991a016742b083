#pragma once

#include <useapi/accounts/subscription.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::cli {

/// The service's name for Runway in `subscription::accounts`.
inline constexpr std::string_view runway_service = "Runway API";

/** What to say of the places that new accounts need, before anything is sent.

    @param needed  accounts that the rows create
    @return `5 rows need new places, 2 are free; 1 is held by an account in error`, or that the subscription
   has expired; nothing where the rows have their places, and where the service does not tell
*/
[[nodiscard]] std::optional<std::string> describe_shortage(std::uint64_t needed, const subscription& held);

} // namespace useapi::cli
