#include "bulk/input/row_builder.hpp"

#include "runwayml/validate.hpp"

#include <algorithm>
#include <utility>

namespace useapi::bulk {
namespace {

row_problem make_problem(std::uint64_t line, std::string_view field, std::string message)
{
    row_problem problem;
    problem.line = line;
    problem.field = field;
    problem.message = std::move(message);
    return problem;
}

/** What is wrong with the profile; the name itself is not shown, since it may be a password in the wrong
 * place. */
std::string profile_problem(const std::string& profile, const row_rules& rules)
{
    if (profile.empty())
        return rules.needs_profile ? "the row names no profile, and there is no API token for such rows" : "";
    if (std::find(rules.profiles.begin(), rules.profiles.end(), profile) != rules.profiles.end())
        return {};
    if (rules.profiles.empty())
        return "the row names a profile, and none are given";
    constexpr std::size_t listed = 10;
    std::string known;
    for (std::size_t i = 0; i < std::min(rules.profiles.size(), listed); ++i)
        known += (i == 0 ? "" : ", ") + rules.profiles[i];
    return "the profile is none of " + known + (rules.profiles.size() > listed ? ", ..." : "");
}

std::optional<row_problem> find_problem(const raw_row& raw, const runwayml::account_settings& settings,
                                        const row_rules& rules)
{
    // The text is not shown: where columns are mixed up it may be a password.
    if (raw.max_jobs_is_malformed)
        return make_problem(raw.line, max_jobs_field, "maxJobs is not a whole number, must be 1 to 10");
    if (const auto found = runwayml::validate(settings))
        return make_problem(raw.line, found->field(), found->message());
    if (std::string wrong = profile_problem(raw.profile, rules); !wrong.empty())
        return make_problem(raw.line, profile_field, std::move(wrong));
    return std::nullopt;
}

} // namespace

row_rules::row_rules(const import_options& options)
    : delimiter(options.delimiter()), needs_profile(options.needs_profile())
{
    for (const profile& each : options.profiles())
        if (!each.name().empty())
            profiles.push_back(each.name());
}

row_item build_row(raw_row raw, const row_rules& rules)
{
    runwayml::account_settings settings(raw.email, raw.password);
    if (raw.max_jobs)
        settings.max_jobs(*raw.max_jobs);
    if (raw.use_workspace)
        settings.use_workspace(*raw.use_workspace);
    if (auto problem = find_problem(raw, settings, rules)) {
        if (!runwayml::validate_email(raw.email))
            problem->email = std::move(raw.email);
        return std::move(*problem);
    }
    input_row row(raw.line, std::move(settings));
    row.profile = std::move(raw.profile);
    return row;
}

} // namespace useapi::bulk
