#include "cli/accounts/account_file.hpp"

#include "accounts/service/account_form.hpp"
#include "bulk/input/row_form.hpp"
#include "bulk/input/text/field_names.hpp"
#include "cli/output/printable_text.hpp"

#include <useapi/runwayml/shown_workspace.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

namespace useapi::cli {
namespace {

/** Quotes the text if necessary. A text that a spreadsheet would run as a formula is not changed, because an
    import must read the same text again.
    @see RFC 4180 section 2 */
std::string field_of_file(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string field = "\"";
    for (const char c : text)
        field.append(c == '"' ? 2 : 1, c);
    return field + '"';
}

/** The workspace in the form that an import accepts: `true` or the id of a team. */
std::optional<std::string> workspace_of(const runwayml::account& account)
{
    const auto& shown = account.use_workspace();
    if (shown && !shown->empty() && *shown != "false")
        return shown;
    return account.workspace() ? account.workspace()->id() : std::nullopt;
}

std::string value_of(std::string_view field, const runwayml::account& account, std::string_view profile,
                     const accounts::service_traits* of)
{
    if (field == bulk::account_field_name)
        return account.email();
    if (field == bulk::email_field)
        return of == nullptr ? account.email() : std::string(accounts::email_of_key(*of, account.email()));
    if (field == bulk::region_field)
        return account.email().substr(0, account.email().find(':'));
    if (field == bulk::max_jobs_field && account.max_jobs())
        return fmt::to_string(*account.max_jobs());
    if (field == bulk::use_workspace_field)
        return workspace_of(account).value_or("");
    if (field == bulk::profile_field)
        return std::string(profile);
    return {};
}

/** By name. */
std::vector<runwayml::account> sorted(std::vector<runwayml::account> accounts,
                                      std::vector<std::string>& without_workspace)
{
    for (const runwayml::account& each : accounts)
        if (!workspace_of(each) && runwayml::shown_workspace(each).text())
            without_workspace.push_back(each.email());
    std::sort(accounts.begin(), accounts.end(),
              [](const runwayml::account& left, const runwayml::account& right) {
                  return left.email() < right.email();
              });
    return accounts;
}

} // namespace

std::string account_file_header(const accounts::service_traits* of)
{
    return fmt::format("{}\r\n", fmt::join(bulk::fields_of(of), ","));
}

std::string account_file_lines(std::string_view profile, const std::vector<runwayml::account>& accounts,
                               std::vector<std::string>& without_workspace,
                               const accounts::service_traits* of)
{
    const std::vector<std::string_view> fields = bulk::fields_of(of);
    std::string lines;
    for (const runwayml::account& each : sorted(accounts, without_workspace)) {
        std::vector<std::string> values;
        values.reserve(fields.size());
        for (const std::string_view field : fields)
            values.push_back(field_of_file(value_of(field, each, profile, of)));
        lines += fmt::format("{}\r\n", fmt::join(values, ","));
    }
    return lines;
}

std::string account_file_objects(std::string_view profile, const std::vector<runwayml::account>& accounts,
                                 std::vector<std::string>& without_workspace,
                                 const accounts::service_traits* of)
{
    std::string lines;
    for (const runwayml::account& each : sorted(accounts, without_workspace)) {
        boost::json::object object;
        for (const std::string_view field : bulk::fields_of(of)) {
            const std::string value = value_of(field, each, profile, of);
            if (field == bulk::max_jobs_field && each.max_jobs())
                object[field] = *each.max_jobs();
            else if (!value.empty() || bulk::is_required(of, field))
                object[field] = valid_utf8(value);
        }
        lines += boost::json::serialize(object) + '\n';
    }
    return lines;
}

} // namespace useapi::cli
