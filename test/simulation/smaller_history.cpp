#include "simulation/smaller_history.hpp"

#include "simulation/shrink.hpp"

#include <optional>
#include <string>
#include <utility>

namespace useapi::simulation {

smaller_history make_smaller(const told_history& failed, const teller& run, const shrink_limits& limits)
{
    const auto run_fewer = [&](const choices& fewer) -> std::optional<choices> {
        told_history told = run(random_source(fewer), false);
        if (!is_same_failure(told, failed))
            return std::nullopt;
        return std::move(told.made);
    };
    const auto end = std::chrono::steady_clock::now() + limits.time;
    const auto may_go_on = [&](std::size_t runs) {
        return runs < limits.runs && std::chrono::steady_clock::now() < end;
    };
    const shrunk_choices found = shrink(failed.made, run_fewer, may_go_on);
    return {run(random_source(found.smallest), true), found.runs, found.is_complete};
}

} // namespace useapi::simulation
