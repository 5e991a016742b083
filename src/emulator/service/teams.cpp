#include "emulator/service/teams.hpp"

#include "emulator/service/fake_jwt.hpp"

#include <utility>

namespace useapi::emulator {
namespace {

team make_team(std::string id, std::string plan)
{
    std::string name = "Team " + id;
    return {std::move(id), std::move(name), std::move(plan)};
}

} // namespace

std::array<team, 2> teams_of(std::string_view email)
{
    const auto first = fake_account_id(email);
    return {make_team(std::to_string(first), ""), make_team(std::to_string(first + 1), "unlimited")};
}

team chosen_team(std::string_view email, std::string_view requested)
{
    const auto own = teams_of(email);
    if (requested == "true")
        return own[1];
    for (const auto& each : own) {
        if (each.id == requested)
            return each;
    }
    return make_team(std::string(requested), "unlimited");
}

std::chrono::system_clock::time_point plan_expiration()
{
    using namespace std::chrono;
    return sys_days(year(2030) / January / 1);
}

} // namespace useapi::emulator
