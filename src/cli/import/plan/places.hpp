#ifndef USEAPI_SRC_CLI_IMPORT_PLAN_PLACES_HPP
#define USEAPI_SRC_CLI_IMPORT_PLAN_PLACES_HPP

#include "accounts/service/service_traits.hpp"

#include <useapi/accounts/subscription.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::cli {

/** The accounts and the places of one service in a subscription.

    Only the name `Runway API` is documented. For another service this is the first entry that begins with the
    service's name, in upper or lower case.
    @param of  the service; null for Runway */
[[nodiscard]] std::optional<account_counts> counts_of(const subscription& held,
                                                      const accounts::service_traits* of);
[[nodiscard]] std::optional<std::uint64_t> free_places_of(const subscription& held,
                                                          const accounts::service_traits* of);

/** The warning about the places that new accounts need, before anything is sent.

    @param needed  accounts that the rows create
    @param of      the service; null for Runway
    @return `5 rows need new places, 2 are free; 1 is held by an account in error`, or that the subscription
            has expired. Nothing if there are enough places, or if the service does not tell them
*/
[[nodiscard]] std::optional<std::string> describe_shortage(std::uint64_t needed, const subscription& held,
                                                           const accounts::service_traits* of = nullptr);

} // namespace useapi::cli

#endif
