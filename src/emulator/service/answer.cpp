#include "emulator/service/answer.hpp"

#include "emulator/service/fake_jwt.hpp"
#include "emulator/service/teams.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <utility>

namespace useapi::emulator {
namespace {

constexpr const char* json_type = "application/json; charset=utf-8";

std::string json_text(std::string_view text)
{
    return boost::json::serialize(boost::json::string(text.data(), text.size()));
}

// Written by hand, because Boost.JSON would write 1.734858598864E9, but the service writes 1734858598.864.
std::string epoch_seconds(std::chrono::system_clock::time_point when)
{
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count();
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%lld.%03lld", static_cast<long long>(ms / 1000),
                  static_cast<long long>(ms % 1000));
    return text.data();
}

std::string jwt_json(const account& shown)
{
    const auto issued = shown.logged_in_at();
    const auto expires = issued + std::chrono::hours(24 * 30);
    const auto id = fake_account_id(shown.email());
    return R"({"token":)" + json_text(fake_jwt(shown.email(), id, issued, expires)) + R"(,"exp":)" +
           epoch_seconds(expires) + R"(,"iat":)" + epoch_seconds(issued) + R"(,"id":)" + std::to_string(id) +
           "}";
}

std::string text_or_null(std::string_view text)
{
    return text.empty() ? "null" : json_text(text);
}

std::string workspace_json(const account& shown, workspace_form form)
{
    const auto& requested = *shown.use_workspace();
    if (form == workspace_form::requested)
        return R"("useWorkspace":)" + (requested == "true" ? requested : json_text(requested));
    const auto found = chosen_team(shown.email(), requested);
    if (form == workspace_form::object)
        return R"("workspace":{"id":)" + json_text(found.id) + R"(,"name":)" + json_text(found.name) +
               R"(,"plan":)" + text_or_null(found.plan) + "}";
    const bool is_number = found.id.find_first_not_of("0123456789") == std::string::npos;
    return R"("useWorkspace":)" +
           (form == workspace_form::number && is_number ? found.id : json_text(found.id));
}

std::string team_json(const team& shown)
{
    const auto ends = shown.plan.empty() ? std::string() : iso_time(plan_expiration());
    return R"({"id":)" + shown.id + R"(,"name":)" + json_text(shown.name) + R"(,"currentPlan":)" +
           text_or_null(shown.plan) + R"(,"planExpiration":)" + text_or_null(ends) + "}";
}

struct status_text
{
    unsigned status;
    const char* reason;
    const char* error;
};

constexpr std::array status_texts{
    status_text{200, "OK", ""},
    status_text{201, "Created", ""},
    status_text{204, "No Content", ""},
    status_text{301, "Moved Permanently", "Moved Permanently"},
    status_text{302, "Found", "Found"},
    status_text{307, "Temporary Redirect", "Temporary Redirect"},
    status_text{308, "Permanent Redirect", "Permanent Redirect"},
    status_text{400, "Bad Request", "Bad Request"},
    status_text{401, "Unauthorized", "Unauthorized"},
    status_text{402, "Payment Required", "Your subscription has expired or is out of credits."},
    status_text{403, "Forbidden", "Forbidden"},
    status_text{404, "Not Found", "Not Found"},
    status_text{405, "Method Not Allowed", "Method Not Allowed"},
    status_text{408, "Request Timeout", "Request Timeout"},
    status_text{409, "Conflict", "Conflict"},
    status_text{410, "Gone", "Gone"},
    status_text{412, "Precondition Failed", "The account is out of credits."},
    status_text{413, "Content Too Large", "Content Too Large"},
    status_text{422, "Unprocessable Content", "Unprocessable Content"},
    status_text{429, "Too Many Requests", "Too many requests, please wait and try again."},
    status_text{431, "Request Header Fields Too Large", "Request Header Fields Too Large"},
    status_text{500, "Internal Server Error", "Login failed: the upstream service did not accept the login."},
    status_text{501, "Not Implemented", "Not Implemented"},
    status_text{502, "Bad Gateway", "Bad Gateway"},
    status_text{503, "Service Unavailable", "Service is temporarily unavailable."},
    status_text{504, "Gateway Timeout", "Gateway Timeout"},
    status_text{520, "Web Server Returned an Unknown Error", "Web server returned an unknown error"},
    status_text{521, "Web Server Is Down", "Web server is down"},
    status_text{522, "Connection Timed Out", "Connection timed out"},
    status_text{523, "Origin Is Unreachable", "Origin is unreachable"},
    status_text{524, "A Timeout Occurred", "A timeout occurred"},
    status_text{596, "Account Error", "session refused"},
};

status_text text_of(unsigned status)
{
    for (const auto& each : status_texts) {
        if (each.status == status)
            return each;
    }
    return status_text{status, "Unknown", "Unknown error"};
}

std::string error_json(unsigned status, std::string_view error,
                       const std::optional<std::chrono::system_clock::time_point>& retry_after = std::nullopt)
{
    auto text = R"({"error":)" + json_text(error) + R"(,"code":)" + std::to_string(status);
    if (retry_after)
        text += R"(,"retryAfter":)" + json_text(iso_time(*retry_after));
    return text + "}";
}

std::string cdn_page(unsigned status, std::string_view error)
{
    const auto title = std::to_string(status) + ": " + std::string(error);
    return "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head><title>api.useapi.net | " + title +
           "</title></head>\n<body><h1>" + title + "</h1></body>\n</html>\n";
}

answer fault_body(unsigned status, const std::optional<std::string>& given, std::string_view email,
                  const std::optional<std::chrono::system_clock::time_point>& until)
{
    const bool from_cdn = status >= 520 && status <= 524;
    if (given && given->starts_with('<'))
        return answer(status, "text/html; charset=UTF-8", *given);
    if (given && (given->starts_with('{') || given->starts_with('[')))
        return answer(status, json_type, *given);
    const std::string error = given ? *given : std::string(text_of(status).error);
    if (from_cdn)
        return answer(status, "text/html; charset=UTF-8", cdn_page(status, error));
    if (status == 596)
        return account_error_answer(email, error);
    return answer(status, json_type, error_json(status, error, status == 429 ? until : std::nullopt));
}

} // namespace

answer::answer(unsigned status) : status_(status) {}

answer::answer(unsigned status, std::string content_type, std::string body)
    : status_(status), content_type_(std::move(content_type)), body_(std::move(body))
{
}

answer& answer::header(std::string name, std::string value)
{
    headers_.emplace_back(std::move(name), std::move(value));
    return *this;
}

answer error_answer(unsigned status, std::string_view error)
{
    return answer(status, json_type, error_json(status, error));
}

answer account_error_answer(std::string_view email, std::string_view reason)
{
    return error_answer(596, "Account " + std::string(email) + " in error state: " + std::string(reason));
}

answer nothing_configured_answer(empty_list form)
{
    if (form == empty_list::nothing)
        return answer(404);
    if (form == empty_list::object)
        return answer(200, json_type, "{}");
    return answer(404, "text/plain; charset=utf-8",
                  "Configuration not found. To create configuration use POST /accounts/email.");
}

std::string account_json(const account& shown, workspace_form form)
{
    std::string text = R"({"email":)" + json_text(shown.email()) + R"(,"password":"********","maxJobs":)" +
                       std::to_string(shown.max_jobs());
    if (shown.use_workspace())
        text += ',' + workspace_json(shown, form);
    // An account that was put into the store without a login has no session.
    if (shown.logged_in_at() != std::chrono::system_clock::time_point())
        text += R"(,"jwt":)" + jwt_json(shown);
    if (const auto& error = shown.error())
        text += R"(,"error":)" + json_text(*error);
    return text + "}";
}

answer account_answer(unsigned status, const account& shown, workspace_form form)
{
    return answer(status, json_type, account_json(shown, form));
}

answer accounts_answer(const std::map<std::string, account>& shown, workspace_form form)
{
    std::string text = "{";
    for (const auto& [email, each] : shown) {
        if (text.size() > 1)
            text += ',';
        text += json_text(email) + ':' + account_json(each, form);
    }
    return answer(200, json_type, text + "}");
}

answer features_answer(const account& of)
{
    const auto used = std::to_string(fake_account_id(of.email()) % 2250);
    std::string teams;
    for (const auto& each : teams_of(of.email()))
        teams += (teams.empty() ? "" : ",") + team_json(each);
    return answer(200, json_type,
                  R"({"permitted":{"storageGB":100,"numPlanCredits":2250,"exploreMode":true},)"
                  R"("used":{"storageGB":1.5,"numPlanCredits":)" +
                      used + R"(},"teams":[)" + teams + "]}");
}

answer jobs_answer(const std::vector<std::string>& tasks)
{
    std::string text = "[";
    for (const auto& task : tasks) {
        if (text.size() > 1)
            text += ',';
        text += R"({"taskId":)" + json_text(task) + "}";
    }
    return answer(200, json_type, text + "]");
}

answer subscription_answer(const std::vector<service_accounts>& all, std::size_t limit)
{
    constexpr std::size_t places_of_one = 3;
    constexpr std::size_t endless = 3000;
    const auto places = limit == 0 ? endless : limit;
    std::string counts;
    for (const auto& [title, held] : all) {
        const auto dead = static_cast<std::size_t>(std::count_if(
            held.begin(), held.end(), [](const auto& each) { return each.second.error().has_value(); }));
        counts.append(counts.empty() ? "\"" : ",\"").append(title);
        counts += R"(":{"total":)" + std::to_string(held.size()) + R"(,"active":)" +
                  std::to_string(held.size() - dead) + R"(,"error":)" + std::to_string(dead) + '}';
    }
    return answer(200, json_type,
                  R"({"subscriptionIsActive":true,"subscriptions":)" +
                      std::to_string(std::max<std::size_t>(1, places / places_of_one)) +
                      R"(,"maxAccountsPerAPI":)" + std::to_string(places) + R"(,"accounts":{)" + counts +
                      R"(},"sub":"300101"})");
}

answer fault_answer(const fault& status_fault, std::string_view email,
                    std::chrono::system_clock::time_point now)
{
    const auto wait = status_fault.retry_after();
    auto made = fault_body(status_fault.status(), status_fault.body(), email,
                           wait ? std::optional(now + wait->wait()) : std::nullopt);
    if (wait)
        made.header("Retry-After",
                    wait->as_date() ? http_date(now + wait->wait()) : std::to_string(wait->wait().count()));
    // A client that follows redirects is noticed by its request to this path.
    if (made.status() >= 300 && made.status() < 400)
        made.header("Location", "/v1/runwayml/redirected");
    return made;
}

std::string iso_time(std::chrono::system_clock::time_point when)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S.000Z", &parts);
    return text.data();
}

std::string http_date(std::chrono::system_clock::time_point when)
{
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                  months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900, parts.tm_hour,
                  parts.tm_min, parts.tm_sec);
    return text.data();
}

std::pair<std::string, std::size_t> render(const answer& shown, std::string_view announced,
                                           std::chrono::system_clock::time_point now)
{
    std::string text =
        "HTTP/1.1 " + std::to_string(shown.status()) + ' ' + text_of(shown.status()).reason + "\r\n";
    const auto& headers = shown.headers();
    if (std::none_of(headers.begin(), headers.end(), [](const auto& each) { return each.first == "Date"; }))
        text += "Date: " + http_date(now) + "\r\n";
    if (!announced.empty())
        text.append("Connection: ").append(announced).append("\r\n");
    for (const auto& [name, value] : headers)
        text.append(name).append(": ").append(value).append("\r\n");
    // A 204 or 304 has no Content-Length (RFC 9110 section 8.6).
    if (shown.status() != 204 && shown.status() != 304) {
        if (!shown.content_type().empty())
            text.append("Content-Type: ").append(shown.content_type()).append("\r\n");
        text.append("Content-Length: ").append(std::to_string(shown.body().size())).append("\r\n");
    }
    text += "\r\n";
    const auto header_size = text.size();
    if (shown.status() != 204 && shown.status() != 304)
        text += shown.body();
    return std::pair(std::move(text), header_size);
}

} // namespace useapi::emulator
