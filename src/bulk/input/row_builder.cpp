#include "bulk/input/row_builder.hpp"

#include "runwayml/validate.hpp"

#include <algorithm>
#include <utility>

namespace useapi::bulk {
namespace {

constexpr int default_max_jobs = 5;

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

/** Collects the problems of a row. The first field names the row. */
class found_problems
{
public:
    void add(std::string_view field, std::string_view message)
    {
        if (message.empty())
            return;
        if (problem_.message.empty())
            problem_.field = field;
        else
            problem_.message += "; ";
        problem_.message += message;
    }

    void add(const std::optional<runwayml::validation_problem>& found)
    {
        if (found)
            add(found->field(), found->message());
    }

    [[nodiscard]] row_problem take() { return std::move(problem_); }

private:
    row_problem problem_;
};

/** Of a row that is not good. Each value is checked beside others that are good, since a check tells of the
   first problem alone. */
found_problems problems_of(const raw_row& raw, const row_rules& rules)
{
    const auto good = [] {
        return runwayml::account_settings("a@example.com", secret("x")).max_jobs(default_max_jobs);
    };
    found_problems found;
    found.add(runwayml::validate_email(raw.email));
    found.add(runwayml::validate(
        runwayml::account_settings("a@example.com", raw.password).max_jobs(default_max_jobs)));
    // The texts are not shown: where columns are mixed up one may be a password.
    if (raw.max_jobs.is_malformed)
        found.add(max_jobs_field, "maxJobs is not a whole number, must be 1 to 10");
    else if (raw.max_jobs.value)
        found.add(runwayml::validate(good().max_jobs(*raw.max_jobs.value)));
    if (raw.use_workspace.is_malformed)
        found.add(use_workspace_field, "useWorkspace is neither true nor false nor a team's id");
    else if (raw.use_workspace.value)
        found.add(runwayml::validate(
            good().use_workspace(runwayml::use_workspace::from_text(*raw.use_workspace.value))));
    found.add(profile_field, profile_problem(raw.profile, rules));
    return found;
}

} // namespace

row_rules::row_rules(const import_options& options, row_needs what)
    : delimiter(options.delimiter()), names(options.columns()), ignores_columns(options.ignore_columns()),
      needs_profile(options.needs_profile()), needs(what)
{
    for (const profile& each : options.profiles())
        if (!each.name().empty())
            profiles.push_back(each.name());
}

row_item build_row(raw_row raw, const row_rules& rules)
{
    if (rules.needs == row_needs::email_alone)
        raw.password = secret("none is needed");
    runwayml::account_settings settings(raw.email, raw.password);
    settings.max_jobs(raw.max_jobs.value.value_or(default_max_jobs));
    if (raw.use_workspace.value)
        settings.use_workspace(runwayml::use_workspace::from_text(*raw.use_workspace.value));
    const bool is_good = !raw.max_jobs.is_malformed && !raw.use_workspace.is_malformed &&
                         !runwayml::validate(settings) && profile_problem(raw.profile, rules).empty();
    if (!is_good) {
        row_problem problem = problems_of(raw, rules).take();
        problem.line = raw.line;
        if (!runwayml::validate_email(raw.email))
            problem.email = std::move(raw.email);
        return problem;
    }
    input_row row(raw.line, std::move(settings));
    row.profile = std::move(raw.profile);
    return row;
}

} // namespace useapi::bulk
