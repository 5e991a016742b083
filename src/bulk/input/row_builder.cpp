#include "bulk/input/row_builder.hpp"

#include "bulk/input/row_form.hpp"

#include <useapi/runwayml/validate.hpp>

#include <algorithm>
#include <utility>

namespace useapi::bulk {
namespace {

constexpr int default_max_jobs = 5;

/** The problem with the profile. It does not show the name, since that may be a misplaced password. */
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
    return "the profile is not one of " + known + (rules.profiles.size() > listed ? ", ..." : "");
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

/** The problems of a bad row. Each value is checked together with valid ones, because a check reports only
    the first problem. */
found_problems problems_of(const raw_row& raw, const row_rules& rules)
{
    const auto good = [] {
        return runwayml::account_settings("a@example.com", secret("x")).max_jobs(default_max_jobs);
    };
    found_problems found;
    found.add(runwayml::validate_email(raw.email));
    found.add(runwayml::validate(
        runwayml::account_settings("a@example.com", raw.password).max_jobs(default_max_jobs)));
    // Does not show the texts: if columns are mixed up, one may be a password.
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

/** The row of another service, or what is wrong with it. */
class sibling_row
{
public:
    sibling_row(raw_row raw, const row_rules& rules)
        : rules_(rules), of_(*rules.service), raw_(std::move(raw))
    {
    }

    row_item build()
    {
        if (rules_.needs == row_needs::name_alone)
            forget_secrets();
        account_row row(runwayml::account_settings(name(), std::move(raw_.password)));
        if (raw_.max_jobs.value)
            row.max_jobs(*raw_.max_jobs.value);
        else if (of_.needs_jobs)
            row.max_jobs(default_max_jobs);
        if (!raw_.email.empty())
            row.add(std::string(email_field), secret(raw_.email));
        for (auto& [field, value] : raw_.others)
            if (!value.empty())
                row.add(std::string(field), std::move(value));
        row_problem problem = problems_of(row).take();
        if (problem.message.empty()) {
            input_row made(raw_.line, std::move(row));
            made.profile = std::move(raw_.profile);
            return made;
        }
        problem.line = raw_.line;
        if (!runwayml::validate_email(raw_.email))
            problem.email = std::move(raw_.email);
        return problem;
    }

private:
    void forget_secrets()
    {
        raw_.password = secret();
        std::erase_if(raw_.others, [this](const auto& each) { return !rules_.names_account(each.first); });
    }

    std::string_view other(std::string_view field) const
    {
        for (const auto& [name, value] : raw_.others)
            if (name == field)
                return value.reveal();
        return {};
    }

    std::string name() const
    {
        switch (of_.key) {
        case accounts::account_key::region_and_email:
            return std::string(other(region_field)) + ':' + raw_.email;
        case accounts::account_key::id:
            if (const std::string_view named = other(account_field_name); !named.empty())
                return std::string(named);
            break;
        case accounts::account_key::email:
            break;
        }
        return raw_.email;
    }

    found_problems problems_of(const account_row& row) const
    {
        found_problems found;
        // The id names the row in results and in a ledger.
        if (of_.key == accounts::account_key::id)
            if (const auto problem = accounts::check_key(of_, row.email()))
                found.add(account_field_name, problem->detail());
        for (const accounts::form_problem& each : accounts::form_problems(of_, form_of(of_, row)))
            if (rules_.needs == row_needs::all || rules_.names_account(each.field))
                found.add(each.field, each.message);
        if (raw_.max_jobs.is_malformed)
            found.add(max_jobs_field,
                      "maxJobs is not a whole number, must be 1 to " + std::to_string(of_.most_jobs));
        if (!row.password().empty() && has_alternative_login(of_, row))
            found.add(password_field, "the row has a password and a token: it takes one of the two");
        found.add(profile_field, profile_problem(raw_.profile, rules_));
        return found;
    }

    const row_rules& rules_;
    const accounts::service_traits& of_;
    raw_row raw_;
};

} // namespace

bool row_rules::names_account(std::string_view field) const noexcept
{
    if (service != nullptr && service->key == accounts::account_key::id)
        return field == account_field_name;
    return field == email_field || field == region_field;
}

bool row_rules::requires_column(std::string_view field) const noexcept
{
    return is_required(service, field) && (needs == row_needs::all || names_account(field));
}

void put_text(raw_row& raw, std::string_view field, std::string text)
{
    if (field == email_field)
        raw.email = std::move(text);
    else if (field == password_field)
        raw.password = secret(std::move(text));
    else if (field == max_jobs_field)
        raw.max_jobs = read_max_jobs(text);
    else if (field == use_workspace_field)
        raw.use_workspace = read_workspace(text);
    else if (field == profile_field)
        raw.profile = std::move(text);
    else
        raw.others.emplace_back(field, secret(std::move(text)));
}

row_item build_row(raw_row raw, const row_rules& rules)
{
    if (rules.service != nullptr)
        return sibling_row(std::move(raw), rules).build();
    if (rules.needs == row_needs::name_alone)
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
