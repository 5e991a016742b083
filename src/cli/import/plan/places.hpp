#ifndef USEAPI_SRC_CLI_IMPORT_PLAN_PLACES_HPP
#define USEAPI_SRC_CLI_IMPORT_PLAN_PLACES_HPP

#include "accounts/service/service_traits.hpp"

#include <useapi/accounts/subscription.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::cli {

/** The accounts and the places of one service, as a subscription tells of them.

    The names of the services there are not documented but for `Runway API`: that of another service is the
    one that begins with its name, in any case of the letters.
    @param of  the service; null for Runway */
[[nodiscard]] std::optional<account_counts> counts_of(const subscription& held,
                                                      const accounts::service_traits* of);
[[nodiscard]] std::optional<std::uint64_t> free_places_of(const subscription& held,
                                                          const accounts::service_traits* of);

/** The warning about the places that new accounts need, before anything is sent.

    @param needed  accounts that the rows create
    @param of      the service; null for Runway
    @return `5 rows need new places, 2 are free; 1 is held by an account in error`, or that the subscription
   has expired; nothing if the rows have their places, and where the service does not tell
*/
[[nodiscard]] std::optional<std::string> describe_shortage(std::uint64_t needed, const subscription& held,
                                                           const accounts::service_traits* of = nullptr);

} // namespace useapi::cli

#endif
