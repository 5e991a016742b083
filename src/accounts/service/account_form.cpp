#include "accounts/service/account_form.hpp"

#include "accounts/field_rules.hpp"
#include "accounts/json/json_text.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>

namespace useapi::accounts {
namespace {

// The text around a value of the form.
constexpr std::size_t framing_of_field = 32;
// Tokens and cookies are longer than any password.
constexpr std::size_t longest_field = 16 * 1024;
constexpr std::size_t longest_key = 512;

error refused_argument(std::string detail)
{
    return error(errc::invalid_argument).detail(std::move(detail));
}

bool has_password(const account_form& form) noexcept
{
    return std::any_of(form.fields().begin(), form.fields().end(),
                       [](const account_form::field& each) { return each.name == "password"; });
}

/** The problem with the value of a field that has only some values. */
std::optional<std::string> value_problem(const service_traits& of, const account_form::field& sent)
{
    for (const account_field& each : of.fields)
        if (each.name == sent.name && each.is_public() &&
            std::find(each.values.begin(), each.values.end(), sent.value.reveal()) == each.values.end())
            return std::string(each.name) + " must be " + std::string(each.values[0]) + " or " +
                   std::string(each.values[1]);
    return std::nullopt;
}

std::size_t size_of_json(const account_form& form) noexcept
{
    std::size_t values = form.email().size();
    for (const account_form::field& each : form.fields())
        values += each.name.size() + each.value.size();
    return longest_json_escape * values + framing_of_field * (form.fields().size() + 3);
}

} // namespace

std::vector<form_problem> form_problems(const service_traits& of, const account_form& form)
{
    std::vector<form_problem> problems;
    const bool has_email = !form.email().empty() || of.key != account_key::id || has_password(form);
    if (auto problem = has_email ? email_problem(form.email()) : std::nullopt)
        problems.push_back({"email", std::move(*problem)});
    for (const account_form::field& each : form.fields()) {
        const std::size_t longest = each.name == "password" ? longest_password : longest_field;
        if (const auto problem = text_problem(each.value.reveal(), longest))
            problems.push_back({each.name, std::string(each.name) + ' ' + *problem});
        else if (auto unknown = value_problem(of, each))
            problems.push_back({each.name, std::move(*unknown)});
    }
    if (of.most_jobs != 0 && (of.needs_jobs || form.max_jobs()))
        if (auto problem = jobs_problem(form.max_jobs(), of.most_jobs))
            problems.push_back({"maxJobs", std::move(*problem)});
    return problems;
}

std::optional<error> check_form(const service_traits& of, const account_form& form)
{
    auto problems = form_problems(of, form);
    return problems.empty() ? std::nullopt
                            : std::optional(refused_argument(std::move(problems.front().message)));
}

std::optional<error> check_key(const service_traits& of, std::string_view key)
{
    if (of.key == account_key::region_and_email && email_of_key(of, key).empty())
        return refused_argument("the account is not named as in US:user@example.com");
    if (of.key == account_key::id) {
        const auto problem = text_problem(key, longest_key);
        return problem ? std::optional(refused_argument("the account's name " + *problem)) : std::nullopt;
    }
    const auto problem = email_problem(email_of_key(of, key));
    return problem ? std::optional(refused_argument(*problem)) : std::nullopt;
}

void append_form(std::string& out, const account_form& form)
{
    reserve_more(out, size_of_json(form));
    char before = '{';
    const auto begin_member = [&out, &before](std::string_view name) {
        out += before;
        before = ',';
        append_json_string(out, name);
        out += ':';
    };
    if (!form.email().empty()) {
        begin_member("email");
        append_json_string(out, form.email());
    }
    for (const account_form::field& each : form.fields()) {
        begin_member(each.name);
        append_json_string(out, each.value.reveal());
    }
    if (form.max_jobs()) {
        begin_member("maxJobs");
        append_json_number(out, *form.max_jobs());
    }
    out += '}';
}

std::string login_subject(const service_traits& of, const account_form& form)
{
    std::string subject(of.name);
    subject += ' ';
    if (!form.key().empty() || !form.email().empty())
        return subject + (form.key().empty() ? form.email() : form.key());
    std::size_t digest = 0;
    for (const account_form::field& each : form.fields())
        digest = digest * 31 + std::hash<std::string_view>()(each.value.reveal());
    return subject + std::to_string(digest);
}

std::string_view email_of_key(const service_traits& of, std::string_view key) noexcept
{
    switch (of.key) {
    case account_key::email:
        return key;
    case account_key::region_and_email: {
        const std::size_t colon = key.find(':');
        return colon == 0 || colon == std::string_view::npos ? std::string_view() : key.substr(colon + 1);
    }
    case account_key::id:
        break;
    }
    return {};
}

} // namespace useapi::accounts
