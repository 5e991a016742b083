#include <useapi/runwayml/validate.hpp>

#include "accounts/field_rules.hpp"

namespace useapi::runwayml {
namespace {

constexpr std::size_t longest_workspace = 256;
constexpr int most_jobs = 10;

} // namespace

error validation_problem::to_error() const
{
    return error(errc::invalid_argument).detail(message_);
}

std::optional<validation_problem> validate_email(std::string_view email)
{
    if (auto problem = accounts::email_problem(email))
        return validation_problem("email", std::move(*problem));
    return std::nullopt;
}

std::optional<validation_problem> validate(const account_settings& settings)
{
    if (auto problem = validate_email(settings.email()))
        return problem;
    if (const auto problem = accounts::text_problem(settings.password().reveal(), accounts::longest_password))
        return validation_problem("password", "password " + *problem);
    if (auto problem = accounts::jobs_problem(settings.max_jobs(), most_jobs))
        return validation_problem("maxJobs", std::move(*problem));
    if (settings.use_workspace())
        if (const auto problem = accounts::text_problem(*settings.use_workspace(), longest_workspace))
            return validation_problem("useWorkspace", "useWorkspace " + *problem);
    return std::nullopt;
}

} // namespace useapi::runwayml
