#ifndef USEAPI_ACCOUNTS_OPERATIONS_HPP
#define USEAPI_ACCOUNTS_OPERATIONS_HPP

#include <useapi/accounts/account.hpp>
#include <useapi/client/client.hpp>
#include <useapi/config.hpp>
#include <useapi/result.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>

#include <string>
#include <utility>
#include <vector>

namespace useapi::accounts {

struct service_traits;

/// Parts that the operations of all services share; not for direct use.
namespace detail {

template <class T>
using handler = boost::asio::any_completion_handler<void(result<T>&&)>;

USEAPI_API void start_get_account(const client& client, const service_traits& of, std::string key,
                                  handler<account> handler);
USEAPI_API void start_list_accounts(const client& client, const service_traits& of,
                                    handler<std::vector<account>> handler);
USEAPI_API void start_delete_account(const client& client, const service_traits& of, std::string key,
                                     handler<void> handler);

template <class CompletionToken>
auto async_get_account(const client& client, const service_traits& of, std::string key,
                       CompletionToken&& token)
{
    return boost::asio::async_initiate<CompletionToken, void(result<account>)>(
        [](auto handler, const useapi::client& on, const service_traits* service, std::string named) {
            start_get_account(on, *service, std::move(named), std::move(handler));
        },
        token, client, &of, std::move(key));
}

template <class CompletionToken>
auto async_list_accounts(const client& client, const service_traits& of, CompletionToken&& token)
{
    return boost::asio::async_initiate<CompletionToken, void(result<std::vector<account>>)>(
        [](auto handler, const useapi::client& on, const service_traits* service) {
            start_list_accounts(on, *service, std::move(handler));
        },
        token, client, &of);
}

template <class CompletionToken>
auto async_delete_account(const client& client, const service_traits& of, std::string key,
                          CompletionToken&& token)
{
    return boost::asio::async_initiate<CompletionToken, void(result<void>)>(
        [](auto handler, const useapi::client& on, const service_traits* service, std::string named) {
            start_delete_account(on, *service, std::move(named), std::move(handler));
        },
        token, client, &of, std::move(key));
}

} // namespace detail
} // namespace useapi::accounts

#endif
