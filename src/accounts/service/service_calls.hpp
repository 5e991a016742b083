#ifndef USEAPI_SRC_ACCOUNTS_SERVICE_CALLS_HPP
#define USEAPI_SRC_ACCOUNTS_SERVICE_CALLS_HPP

#include "accounts/service/account_form.hpp"
#include "accounts/service/service_traits.hpp"

#include <useapi/accounts/operations.hpp>
#include <useapi/config.hpp>

#include <string>
#include <vector>

namespace useapi::accounts {

// The operations of every service. The folder of a service gives them their public names. `of` is a constant,
// so it outlives the calls.

/** Exported for `useapi::bulk`. */
USEAPI_API void start_upsert_account(const client& client, const service_traits& of, account_form form,
                                     detail::handler<account> handler);

boost::asio::awaitable<result<account>> upsert_account(const client& client, const service_traits& of,
                                                       account_form form);
boost::asio::awaitable<result<account>> get_account(const client& client, const service_traits& of,
                                                    std::string key);
boost::asio::awaitable<result<std::vector<account>>> list_accounts(const client& client,
                                                                   const service_traits& of);
boost::asio::awaitable<result<void>> delete_account(const client& client, const service_traits& of,
                                                    std::string key);

} // namespace useapi::accounts

#endif
