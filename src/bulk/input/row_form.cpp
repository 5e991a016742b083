#include "bulk/input/row_form.hpp"

#include "bulk/input/text/field_names.hpp"

#include <algorithm>

namespace useapi::bulk {
namespace {

bool has_alternative(const accounts::service_traits& of) noexcept
{
    return std::any_of(of.fields.begin(), of.fields.end(), [](const accounts::account_field& each) {
        return each.presence == accounts::field_presence::alternative;
    });
}

} // namespace

bool has_password(const accounts::service_traits& of) noexcept
{
    return std::any_of(of.fields.begin(), of.fields.end(),
                       [](const accounts::account_field& each) { return each.name == password_field; });
}

std::vector<std::string_view> fields_of(const accounts::service_traits* of)
{
    if (of == nullptr)
        return {runway_fields.begin(), runway_fields.end()};
    std::vector<std::string_view> fields;
    if (of->key == accounts::account_key::id)
        fields.push_back(account_field_name);
    if (has_password(*of))
        fields.push_back(email_field);
    for (const accounts::account_field& each : of->fields)
        if (!each.name.empty())
            fields.push_back(each.name);
    if (of->most_jobs != 0)
        fields.push_back(max_jobs_field);
    fields.push_back(profile_field);
    return fields;
}

bool is_required(const accounts::service_traits* of, std::string_view field) noexcept
{
    if (of == nullptr)
        return field == email_field || field == password_field;
    // One of two names, or of two sets of fields, is enough. Each row decides which.
    if (field == email_field)
        return of->key != accounts::account_key::id;
    if (field == account_field_name)
        return !has_password(*of);
    return !has_alternative(*of) &&
           std::any_of(of->fields.begin(), of->fields.end(), [field](const accounts::account_field& each) {
               return each.name == field && each.presence == accounts::field_presence::required;
           });
}

bool has_alternative_login(const accounts::service_traits& of, const account_row& row) noexcept
{
    return std::any_of(of.fields.begin(), of.fields.end(), [&row](const accounts::account_field& each) {
        return each.presence == accounts::field_presence::alternative && !row.field(each.name).empty();
    });
}

accounts::account_form form_of(const accounts::service_traits& of, const account_row& row)
{
    const bool is_alternative = has_alternative_login(of, row);
    // If the login uses other fields, the email is only a name for the row.
    accounts::account_form form(of.key == accounts::account_key::id ? std::string() : row.email(),
                                std::string(is_alternative ? std::string_view() : row.field(email_field)),
                                row.max_jobs());
    const auto needed =
        is_alternative ? accounts::field_presence::alternative : accounts::field_presence::required;
    for (const accounts::account_field& each : of.fields) {
        const std::string_view value =
            each.name == password_field ? row.password().reveal() : row.field(each.name);
        const bool is_sent = each.presence == needed ||
                             (each.presence == accounts::field_presence::optional && !value.empty());
        if (each.name.empty() || !is_sent)
            continue;
        if (each.is_public())
            form.add_public(each.name, value);
        else
            form.add(each.name, secret(value));
    }
    return form;
}

} // namespace useapi::bulk
