#ifndef USEAPI_SRC_BULK_PRUNE_SUBSCRIPTIONS_HPP
#define USEAPI_SRC_BULK_PRUNE_SUBSCRIPTIONS_HPP

#include "bulk/ledger/ledger_setup.hpp"

#include <optional>
#include <string>
#include <vector>

namespace useapi::bulk {

/** A line that names two profiles with the same subscription; nothing if all differ. Accounts belong to an
    origin and an API token, not to the name of a profile. Base URLs are compared in the form in which they
    are used: `https://HOST` and `https://host:443/` are equal. */
std::optional<std::string> find_same_subscription(const std::vector<ledger_profile>& all);

} // namespace useapi::bulk

#endif
