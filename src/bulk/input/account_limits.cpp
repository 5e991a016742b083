#include "bulk/input/account_limits.hpp"

#include <functional>

namespace useapi::bulk {

account_limits::account_limits(const import_options& options)
{
    for (const profile& each : options.profiles())
        if (each.account_limit() != 0)
            counters_[each.name()].limit = each.account_limit();
}

std::optional<row_problem> account_limits::add(const input_row& row)
{
    const auto found = counters_.find(row.profile);
    if (found == counters_.end() || ++found->second.count <= found->second.limit)
        return std::nullopt;
    row_problem problem;
    problem.line = row.line;
    problem.field = "profile";
    problem.email = row.settings.email();
    problem.message = "one account too many: " +
                      (row.profile.empty() ? std::string("the subscription") : "profile " + row.profile) +
                      " may hold " + std::to_string(found->second.limit);
    return problem;
}

} // namespace useapi::bulk
