#ifndef USEAPI_SRC_CLI_ACCOUNTS_SERVICE_ACCOUNTS_HPP
#define USEAPI_SRC_CLI_ACCOUNTS_SERVICE_ACCOUNTS_HPP

#include "accounts/service/service_traits.hpp"

#include <useapi/client/client.hpp>
#include <useapi/result.hpp>
#include <useapi/runwayml/account.hpp>

#include <boost/asio/any_completion_handler.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

// The accounts of any service. A null pointer means Runway.

using account_list = std::vector<runwayml::account>;

void start_list_accounts(const client& asked, const accounts::service_traits* of,
                         boost::asio::any_completion_handler<void(result<account_list>)> handler);

/// @param key the name of the account in a call
void start_delete_account(const client& asked, const accounts::service_traits* of, std::string key,
                          boost::asio::any_completion_handler<void(result<void>)> handler);

} // namespace useapi::cli

#endif
