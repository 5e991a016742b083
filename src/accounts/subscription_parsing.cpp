#include "accounts/subscription_parsing.hpp"

#include "accounts/account_path.hpp"
#include "accounts/json/json_members.hpp"
#include "accounts/success_with_error.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <utility>

namespace useapi::accounts {
namespace {

namespace json = boost::json;

/** The service writes the day of renewal as YYMMDD. */
std::optional<std::chrono::year_month_day> renewal_day(const json::object& object)
{
    using namespace std::chrono;
    const auto number = count_member(object, "sub");
    if (!number || *number > 991231)
        return std::nullopt;
    const auto digits = static_cast<unsigned>(*number);
    const year_month_day date(year(2000 + static_cast<int>(digits / 10000)), month(digits / 100 % 100),
                              day(digits % 100));
    return date.ok() ? std::optional(date) : std::nullopt;
}

account_counts read_counts(const json::object& object)
{
    account_counts read;
    const auto active = count_member(object, "active");
    const auto in_error = count_member(object, "error");
    if (active)
        read.active(*active);
    if (in_error)
        read.in_error(*in_error);
    read.total(count_member(object, "total").value_or(active.value_or(0) + in_error.value_or(0)));
    return read;
}

/** Whether the object has a member of a subscription. */
bool read_subscription(const json::object& object, subscription& out)
{
    const json::value* const active = object.if_contains("subscriptionIsActive");
    if (active && active->is_bool())
        out.is_active(active->get_bool());
    if (const auto count = count_member(object, "subscriptions"))
        out.count(*count);
    if (const auto places = count_member(object, "maxAccountsPerAPI"))
        out.places(*places);
    if (const auto day = renewal_day(object))
        out.renews_on(*day);
    const json::value* const services = object.if_contains("accounts");
    if (services && services->is_object())
        for (const auto& [name, held] : services->get_object())
            if (held.is_object())
                out.accounts_of(std::string(name), read_counts(held.get_object()));
    return out.is_active() || out.count() || out.places() || (services && services->is_object());
}

} // namespace

std::optional<error> read_subscription_answer(std::span<const std::string_view> secrets, int status,
                                              std::string_view body, subscription& out)
{
    error_code ec;
    const json::value parsed = json::parse(json::string_view(body.data(), body.size()), ec);
    const json::object* const object = ec ? nullptr : parsed.if_object();
    subscription read;
    if (object && read_subscription(*object, read)) {
        out = std::move(read);
        return std::nullopt;
    }
    if (object && object->if_contains("error"))
        return read_success_with_error(status, body, secrets, false);
    return unexpected_content(status, "the answer is not a subscription");
}

std::string subscription_path(std::string_view base_path)
{
    return std::string(path_before_service(base_path)) + "/v2/account";
}

} // namespace useapi::accounts
