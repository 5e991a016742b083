#include "cli/output/render_json.hpp"

#include "bulk/plural.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/output/time_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace useapi::cli {
namespace {

namespace json = boost::json;

json::value text(const std::optional<std::string>& value)
{
    return value ? json::value(json::string(valid_utf8(*value))) : json::value(nullptr);
}

json::value time(const std::optional<runwayml::jwt::time_point>& when)
{
    return when ? json::value(json::string(iso_time(*when, true))) : json::value(nullptr);
}

json::object object_of(const account_view& account)
{
    json::object object;
    object["email"] = valid_utf8(account.email);
    object["maxJobs"] = account.max_jobs ? json::value(*account.max_jobs) : json::value(nullptr);
    object["useWorkspace"] = text(account.use_workspace);
    object["token_issued_at"] = time(account.token_issued_at);
    object["token_expires_at"] = time(account.token_expires_at);
    object["state"] = account.state;
    object["error"] = text(account.error);
    return object;
}

std::string line_with(std::string_view name, json::value value)
{
    json::object object;
    object[name] = std::move(value);
    return json::serialize(object) + '\n';
}

json::object error_without_call(std::string_view code, std::string_view message)
{
    json::object object;
    object["code"] = code;
    object["message"] = valid_utf8(message);
    object["effect"] = to_string(effect::none);
    object["status"] = 0;
    object["attempts"] = 0;
    object["elapsed_ms"] = 0;
    return object;
}

json::array problems_of(const std::vector<bulk::row_problem>& problems)
{
    json::array rows;
    for (const bulk::row_problem& problem : problems) {
        json::object row;
        row["line"] = problem.line;
        row["column"] = problem.column;
        row["field"] = valid_utf8(problem.field);
        row["email"] = valid_utf8(problem.email);
        row["message"] = valid_utf8(problem.message);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

std::string account_json(const account_view& account)
{
    return line_with("account", object_of(account));
}

std::string accounts_json(const std::vector<account_view>& accounts)
{
    json::array list;
    list.reserve(accounts.size());
    for (const account_view& account : accounts)
        list.push_back(object_of(account));
    return line_with("accounts", std::move(list));
}

std::string deleted_json(std::string_view email)
{
    return line_with("deleted", json::string(valid_utf8(email)));
}

std::string error_json(const error& failure)
{
    json::object object;
    object["code"] = name_of(failure.code());
    object["message"] = valid_utf8(failure.message());
    object["effect"] = to_string(failure.effect());
    object["status"] = failure.status();
    object["attempts"] = failure.attempts();
    object["elapsed_ms"] = failure.elapsed().count();
    if (failure.retry_after())
        object["retry_after_ms"] = failure.retry_after()->count();
    if (!failure.request_id().empty())
        object["request_id"] = valid_utf8(failure.request_id());
    return line_with("error", std::move(object));
}

std::string error_json(std::string_view code, std::string_view message)
{
    return line_with("error", error_without_call(code, message));
}

std::string invalid_input_json(const bulk::check_report& found)
{
    json::object object =
        error_without_call("invalid_input", bulk::plural(found.problem_count, "bad row", "bad rows"));
    object["problem_count"] = found.problem_count;
    object["problems"] = problems_of(found.problems);
    return line_with("error", std::move(object));
}

std::string validation_json(const bulk::check_report& found, bool is_good)
{
    json::object object;
    object["valid"] = is_good;
    object["rows"] = found.rows;
    object["duplicates"] = found.duplicates;
    object["problem_count"] = found.problem_count;
    object["problems"] = problems_of(found.problems);
    object["warning_count"] = found.warning_count;
    object["warnings"] = problems_of(found.warnings);
    return json::serialize(object) + '\n';
}

} // namespace useapi::cli
