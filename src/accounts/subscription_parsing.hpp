#ifndef USEAPI_SRC_ACCOUNTS_SUBSCRIPTION_PARSING_HPP
#define USEAPI_SRC_ACCOUNTS_SUBSCRIPTION_PARSING_HPP

#include <useapi/accounts/subscription.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace useapi::accounts {

/** Reads an answer with 2xx to `GET /v2/account`. Unknown members are ignored.

    @param out  the subscription, on success.
    @return nothing on success; `errc::unexpected_content` if there is no member of a subscription. */
std::optional<error> read_subscription_answer(std::span<const std::string_view> secrets, int status,
                                              std::string_view body, subscription& out);

/** The path of the subscription for a client whose base URL has this path. */
std::string subscription_path(std::string_view base_path);

} // namespace useapi::accounts

#endif
