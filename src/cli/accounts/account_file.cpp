#include "cli/accounts/account_file.hpp"

#include <useapi/runwayml/shown_workspace.hpp>

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

std::string account_file_lines(std::string_view profile, const std::vector<runwayml::account>& accounts,
                               std::vector<std::string>& without_workspace)
{
    std::vector<const runwayml::account*> sorted;
    sorted.reserve(accounts.size());
    for (const runwayml::account& each : accounts)
        sorted.push_back(&each);
    std::sort(sorted.begin(), sorted.end(),
              [](const runwayml::account* left, const runwayml::account* right) {
                  return left->email() < right->email();
              });
    std::string lines;
    for (const runwayml::account* const each : sorted) {
        const auto workspace = workspace_of(*each);
        if (!workspace && runwayml::shown_workspace(*each).text())
            without_workspace.push_back(each->email());
        lines += fmt::format("{},,{},{},{}\r\n", field_of_file(each->email()),
                             each->max_jobs() ? fmt::to_string(*each->max_jobs()) : std::string(),
                             field_of_file(workspace.value_or("")), field_of_file(profile));
    }
    return lines;
}

} // namespace useapi::cli
