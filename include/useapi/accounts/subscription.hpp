#ifndef USEAPI_ACCOUNTS_SUBSCRIPTION_HPP
#define USEAPI_ACCOUNTS_SUBSCRIPTION_HPP

#include <useapi/client/client.hpp>
#include <useapi/config.hpp>
#include <useapi/result.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi {

/** How many accounts of one service a subscription holds. */
class account_counts
{
public:
    account_counts() = default;

    /** All accounts, those in error included, since each takes a place. */
    std::uint64_t total() const noexcept { return total_; }

    /** The working accounts; unset if the service does not tell. */
    std::optional<std::uint64_t> active() const noexcept { return active_; }

    /** The accounts in error; unset if the service does not tell. */
    std::optional<std::uint64_t> in_error() const noexcept { return in_error_; }

    /** Sets it. @return `*this` */
    account_counts& total(std::uint64_t value) & noexcept
    {
        total_ = value;
        return *this;
    }

    /** The same for a temporary. */
    account_counts total(std::uint64_t value) && noexcept { return total(value); }

    /** Sets it. @return `*this` */
    account_counts& active(std::uint64_t value) & noexcept
    {
        active_ = value;
        return *this;
    }

    /** The same for a temporary. */
    account_counts active(std::uint64_t value) && noexcept { return active(value); }

    /** Sets it. @return `*this` */
    account_counts& in_error(std::uint64_t value) & noexcept
    {
        in_error_ = value;
        return *this;
    }

    /** The same for a temporary. */
    account_counts in_error(std::uint64_t value) && noexcept { return in_error(value); }

private:
    std::uint64_t total_ = 0;
    std::optional<std::uint64_t> active_;
    std::optional<std::uint64_t> in_error_;
};

/** The accounts and limits of an API token's subscription. A value is unset if the service does not tell it.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class subscription
{
public:
    subscription() = default;

    /** Whether it is paid for. */
    std::optional<bool> is_active() const noexcept { return is_active_; }

    /** How many subscriptions were bought. */
    std::optional<std::uint64_t> count() const noexcept { return count_; }

    /** How many accounts of each service it may hold. */
    std::optional<std::uint64_t> places() const noexcept { return places_; }

    /** The day on which the subscription is renewed. */
    std::optional<std::chrono::year_month_day> renews_on() const noexcept { return renews_on_; }

    /** The accounts that it holds, with the service's name for each service, such as `Runway API`. */
    const std::vector<std::pair<std::string, account_counts>>& accounts() const noexcept { return accounts_; }

    /** The number of accounts of one service; unset if the answer does not name the service.

        @param service  as in `accounts`. */
    USEAPI_API std::optional<account_counts> accounts_of(std::string_view service) const;

    /** How many more accounts of a service the subscription may hold. Unset if the answer does not tell the
        limit. A service that the answer does not name counts as one without accounts.

        @param service  as in `accounts`. */
    USEAPI_API std::optional<std::uint64_t> free_places(std::string_view service = "Runway API") const;

    /** Sets it. @return `*this` */
    subscription& is_active(bool value) & noexcept
    {
        is_active_ = value;
        return *this;
    }

    /** The same for a temporary. */
    subscription is_active(bool value) && noexcept { return std::move(is_active(value)); }

    /** Sets it. @return `*this` */
    subscription& count(std::uint64_t value) & noexcept
    {
        count_ = value;
        return *this;
    }

    /** The same for a temporary. */
    subscription count(std::uint64_t value) && noexcept { return std::move(count(value)); }

    /** Sets it. @return `*this` */
    subscription& places(std::uint64_t value) & noexcept
    {
        places_ = value;
        return *this;
    }

    /** The same for a temporary. */
    subscription places(std::uint64_t value) && noexcept { return std::move(places(value)); }

    /** Sets it. @return `*this` */
    subscription& renews_on(std::chrono::year_month_day value) & noexcept
    {
        renews_on_ = value;
        return *this;
    }

    /** The same for a temporary. */
    subscription renews_on(std::chrono::year_month_day value) && noexcept
    {
        return std::move(renews_on(value));
    }

    /** Adds the accounts of a service, or replaces them. @return `*this` */
    USEAPI_API subscription& accounts_of(std::string service, account_counts held) &;

    /** The same for a temporary. */
    subscription accounts_of(std::string service, account_counts held) &&
    {
        return std::move(accounts_of(std::move(service), held));
    }

private:
    std::optional<bool> is_active_;
    std::optional<std::uint64_t> count_;
    std::optional<std::uint64_t> places_;
    std::optional<std::chrono::year_month_day> renews_on_;
    std::vector<std::pair<std::string, account_counts>> accounts_;
};

namespace detail {

USEAPI_API void
start_get_subscription(const client& client,
                       boost::asio::any_completion_handler<void(result<subscription>&&)> handler);

} // namespace detail

/** Asks for the subscription of the client's API token.

    The request goes to another API than the client's own. If `base_url` ends in `/v1/<service>`, these two
    segments are replaced by `/v2/account`. To any other `base_url`, `/v2/account` is appended.

    @return The subscription. One that has expired is a success, too: see `is_active()`.
    @par Errors         `errc::token_refused` - the API token is refused;
                        `errc::unexpected_content` - the answer is not a subscription;
                        any other `errc` - as documented there.
    @par Effect         does not matter, since asking changes nothing.
    @par Cancellation   terminal, partial and total: the call ends with `errc::cancelled`.
    @par Executor       the coroutine goes on where it was awaited.
    @par Thread safety  may be called from any thread.
    @see GET /v2/account
*/
USEAPI_API boost::asio::awaitable<result<subscription>> get_subscription(client client);

/** `get_subscription` for any completion token of the signature `void(result<subscription>)`. */
template <
    boost::asio::completion_token_for<void(result<subscription>)> CompletionToken = boost::asio::deferred_t>
auto async_get_subscription(const client& client, CompletionToken&& token = CompletionToken())
{
    return boost::asio::async_initiate<CompletionToken, void(result<subscription>)>(
        [](auto handler, const useapi::client& on) {
            detail::start_get_subscription(on, std::move(handler));
        },
        token, client);
}

} // namespace useapi

#endif
