#include "cli/accounts/account_file.hpp"

#include "cli/output/clean_text.hpp"

#include <useapi/runwayml/shown_workspace.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace useapi::cli {
namespace {

/** In quotes where it needs them. What a spreadsheet would run as a formula stays as it is: an import is to
   read it again.
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

/** As an import takes it: `true` or the id of a team. */
std::optional<std::string> workspace_of(const runwayml::account& account)
{
    const auto& shown = account.use_workspace();
    if (shown && !shown->empty() && *shown != "false")
        return shown;
    return account.workspace() ? account.workspace()->id() : std::nullopt;
}

} // namespace

std::string account_file_header()
{
    return "email,password,maxJobs,useWorkspace,profile\r\n";
}

namespace {

/** An account as a file holds it. */
struct file_row
{
    std::string email;
    std::optional<int> max_jobs;
    std::optional<std::string> workspace;
};

/** By email. */
std::vector<file_row> rows_of(const std::vector<runwayml::account>& accounts,
                              std::vector<std::string>& without_workspace)
{
    std::vector<file_row> rows;
    rows.reserve(accounts.size());
    for (const runwayml::account& each : accounts) {
        const auto workspace = workspace_of(each);
        if (!workspace && runwayml::shown_workspace(each).text())
            without_workspace.push_back(each.email());
        rows.push_back({each.email(), each.max_jobs(), workspace});
    }
    std::sort(rows.begin(), rows.end(),
              [](const file_row& left, const file_row& right) { return left.email < right.email; });
    return rows;
}

} // namespace

std::string account_file_lines(std::string_view profile, const std::vector<runwayml::account>& accounts,
                               std::vector<std::string>& without_workspace)
{
    std::string lines;
    for (const file_row& each : rows_of(accounts, without_workspace))
        lines += fmt::format("{},,{},{},{}\r\n", field_of_file(each.email),
                             each.max_jobs ? fmt::to_string(*each.max_jobs) : std::string(),
                             field_of_file(each.workspace.value_or("")), field_of_file(profile));
    return lines;
}

std::string account_file_objects(std::string_view profile, const std::vector<runwayml::account>& accounts,
                                 std::vector<std::string>& without_workspace)
{
    std::string lines;
    for (const file_row& each : rows_of(accounts, without_workspace)) {
        boost::json::object object = {{"email", well_formed(each.email)}, {"password", ""}};
        if (each.max_jobs)
            object["maxJobs"] = *each.max_jobs;
        if (each.workspace)
            object["useWorkspace"] = well_formed(*each.workspace);
        if (!profile.empty())
            object["profile"] = well_formed(profile);
        lines += boost::json::serialize(object) + '\n';
    }
    return lines;
}

} // namespace useapi::cli
