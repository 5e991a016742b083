#include "bulk/row_builder.hpp"

#include "runwayml/validate.hpp"

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

std::optional<row_problem> find_problem(const raw_row& raw, const runwayml::account_settings& settings)
{
    // The text is not shown: where columns are mixed up it may be a password.
    if (raw.max_jobs_is_malformed)
        return make_problem(raw.line, max_jobs_field, "maxJobs is not a whole number, must be 1 to 10");
    if (const auto found = runwayml::validate(settings))
        return make_problem(raw.line, found->field(), found->message());
    if (!raw.profile.empty())
        return make_problem(raw.line, profile_field, "profiles are not supported yet, leave the field empty");
    return std::nullopt;
}

} // namespace

row_item build_row(raw_row raw)
{
    runwayml::account_settings settings(raw.email, raw.password);
    if (raw.max_jobs)
        settings.max_jobs(*raw.max_jobs);
    if (raw.use_workspace)
        settings.use_workspace(*raw.use_workspace);
    if (auto problem = find_problem(raw, settings)) {
        if (!runwayml::validate_email(raw.email))
            problem->email = std::move(raw.email);
        return std::move(*problem);
    }
    return input_row(raw.line, std::move(settings));
}

} // namespace useapi::bulk
