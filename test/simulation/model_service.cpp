#include "simulation/model_service.hpp"

#include <array>
#include <chrono>
#include <exception>

namespace useapi::simulation {
namespace {

constexpr std::array<std::string_view, count_of_call_kinds> names{"made", "refused",     "never left",
                                                                  "busy", "lost before", "lost after"};

} // namespace

std::string_view name_of(call_kind kind)
{
    return names.at(static_cast<std::size_t>(kind));
}

std::optional<error> failure_of(call_kind kind)
{
    switch (kind) {
    case call_kind::made:
        break;
    case call_kind::refused:
        return error(errc::request_refused, effect::rejected).status(400);
    case call_kind::never_left:
        return error(errc::connect_failed, effect::none);
    case call_kind::busy:
        return error(errc::service_unavailable, effect::rejected).status(503);
    case call_kind::lost_before:
    case call_kind::lost_after:
        return error(errc::connection_lost, effect::unknown);
    }
    return std::nullopt;
}

model_account::model_account(std::size_t number)
    : number_(number), email_("a" + std::to_string(number) + "@x.io")
{
}

std::string model_account::password() const
{
    return std::string(beginning_of_passwords) + std::to_string(number_) + '-' + std::to_string(version_);
}

call_kind model_account::possible(call_kind kind)
{
    return kind == call_kind::refused && now().was_made ? call_kind::made : kind;
}

void model_account::act(call_kind kind, bulk::wall_time when)
{
    if (kind == call_kind::refused)
        now().was_refused = true;
    if (kind != call_kind::made && kind != call_kind::lost_after)
        return;
    registered_ = version_;
    now().was_made = true;
    // The service tells it in seconds.
    login_at_ = std::chrono::floor<std::chrono::seconds>(when);
}

std::vector<model_account> make_accounts(std::size_t count)
{
    std::vector<model_account> made;
    for (std::size_t i = 0; i < count; ++i)
        made.emplace_back(i);
    return made;
}

model_account& account_of(std::vector<model_account>& accounts, const std::string& email)
{
    for (model_account& each : accounts)
        if (each.email() == email)
            return each;
    std::terminate(); // the product made up an account
}

} // namespace useapi::simulation
