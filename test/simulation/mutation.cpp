#include "simulation/mutation.hpp"

#include <algorithm>

namespace useapi::simulation {
namespace {

std::string_view chosen;

} // namespace

bool put_in(std::string_view name, std::span<const mutation> among) noexcept
{
    const auto found =
        std::find_if(among.begin(), among.end(), [&](const mutation& each) { return each.name == name; });
    if (found == among.end())
        return false;
    chosen = found->name;
    return true;
}

bool is_put_in(std::string_view name) noexcept
{
    return chosen == name;
}

} // namespace useapi::simulation
