#include "cli/import/plan/render_plan.hpp"

#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace useapi::cli {
namespace {

namespace json = boost::json;

constexpr const char* opening = "{\"accounts\":[";

char sign_of(bulk::plan_action action)
{
    switch (action) {
    case bulk::plan_action::create:
        return '+';
    case bulk::plan_action::change:
        return '~';
    case bulk::plan_action::in_error:
        return '!';
    case bulk::plan_action::server_only:
        return '-';
    case bulk::plan_action::unchanged:
        break;
    }
    return ' ';
}

color color_of(bulk::plan_action action)
{
    switch (action) {
    case bulk::plan_action::create:
        return color::green;
    case bulk::plan_action::change:
        return color::yellow;
    case bulk::plan_action::in_error:
    case bulk::plan_action::server_only:
        return color::red;
    case bulk::plan_action::unchanged:
        break;
    }
    return color::none;
}

json::value value_of(const std::optional<int>& number)
{
    return number ? json::value(*number) : json::value(nullptr);
}

json::value value_of(const std::optional<std::string>& text)
{
    return text ? json::value(json::string(valid_utf8(*text))) : json::value(nullptr);
}

} // namespace

std::string plan_line(const bulk::plan_entry& entry)
{
    if (entry.action == bulk::plan_action::unchanged)
        return {};
    std::string line = fmt::format("{} {}", sign_of(entry.action), entry.email);
    if (!entry.profile.empty())
        line += fmt::format(" (profile {})", entry.profile);
    if (const std::string more = entry.text(); !more.empty())
        line += ": " + more;
    return printable(line);
}

std::string plan_element(const bulk::plan_entry& entry)
{
    json::object object;
    object["action"] = bulk::to_string(entry.action);
    object["email"] = valid_utf8(entry.email);
    object["profile"] = valid_utf8(entry.profile);
    object["line"] = entry.line;
    json::object changes;
    if (entry.max_jobs_differ)
        changes["maxJobs"] = {{"from", value_of(entry.max_jobs_there)},
                              {"to", value_of(entry.max_jobs_wanted)}};
    if (entry.workspace_differs)
        changes["useWorkspace"] = {{"from", value_of(entry.workspace_there)},
                                   {"to", value_of(entry.workspace_wanted)}};
    object["changes"] = std::move(changes);
    object["error"] = entry.server_error.empty() ? json::value(nullptr)
                                                 : json::value(json::string(valid_utf8(entry.server_error)));
    return json::serialize(object);
}

plan_printer::plan_printer(console& out) : out_(out) {}

void plan_printer::add(const bulk::plan_entry& entry)
{
    counts_.count(entry.action);
    if (entry.action == bulk::plan_action::unchanged)
        return;
    if (out_.is_json())
        out_.print((is_first_ ? opening : ",") + plan_element(entry));
    else
        out_.print(colored(plan_line(entry), out_.colors_output() ? color_of(entry.action) : color::none) +
                   '\n');
    is_first_ = false;
}

void plan_printer::end()
{
    if (out_.is_json()) {
        const json::object counts = {{"create", counts_.create},
                                     {"change", counts_.change},
                                     {"unchanged", counts_.unchanged},
                                     {"in_error", counts_.in_error},
                                     {"server_only", counts_.server_only}};
        out_.print(std::string(is_first_ ? opening : "") + "],\"counts\":" + json::serialize(counts) + "}\n");
        return;
    }
    out_.print(fmt::format(
        "Plan: {} to create, {} to change, {} unchanged, {} in an error state, {} on the service "
        "only.\n",
        counts_.create, counts_.change, counts_.unchanged, counts_.in_error, counts_.server_only));
    if (counts_.unchanged + counts_.in_error != 0)
        out_.note("Passwords are not compared: the service masks them.");
}

} // namespace useapi::cli
