#include "cli/accounts/service_accounts.hpp"

#include "bulk/services.hpp"

#include <useapi/accounts/operations.hpp>
#include <useapi/runwayml/operations.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace useapi::cli {
namespace {

result<account_list> shown(result<std::vector<accounts::account>> found)
{
    if (!found)
        return found.error();
    account_list list;
    std::transform(found->begin(), found->end(), std::back_inserter(list), bulk::shown_account);
    return list;
}

} // namespace

void start_list_accounts(const client& asked, const accounts::service_traits* of,
                         boost::asio::any_completion_handler<void(result<account_list>)> handler)
{
    if (of == nullptr) {
        runwayml::async_list_accounts(asked, std::move(handler));
        return;
    }
    const auto slot = boost::asio::get_associated_cancellation_slot(handler);
    auto take = [handler = std::move(handler)](result<std::vector<accounts::account>> found) mutable {
        std::move(handler)(shown(std::move(found)));
    };
    accounts::detail::start_list_accounts(asked, *of,
                                          boost::asio::bind_cancellation_slot(slot, std::move(take)));
}

void start_delete_account(const client& asked, const accounts::service_traits* of, std::string key,
                          boost::asio::any_completion_handler<void(result<void>)> handler)
{
    if (of == nullptr)
        runwayml::async_delete_account(asked, std::move(key), std::move(handler));
    else
        accounts::detail::async_delete_account(asked, *of, std::move(key), std::move(handler));
}

} // namespace useapi::cli
