#ifndef USEAPI_SRC_BULK_PRUNE_SUBSCRIPTIONS_HPP
#define USEAPI_SRC_BULK_PRUNE_SUBSCRIPTIONS_HPP

#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk {

/** The subscription of a profile: accounts belong to an origin and an API token, not to the name of a
    profile.
 */
class subscription
{
public:
    subscription(std::string whose, std::string url, secret with)
        : profile(std::move(whose)), base_url(std::move(url)), token(std::move(with))
    {
    }

    std::string profile; ///< empty: the default one
    std::string base_url;
    secret token;
};

/** A line that names two profiles with the same subscription; nothing if all differ. Base URLs are compared
    in the form in which they are used: `https://HOST` and `https://host:443/` are equal. */
std::optional<std::string> find_same_subscription(const std::vector<subscription>& all);

} // namespace useapi::bulk

#endif
