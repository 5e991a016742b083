#include "client/call/answer_error.hpp"

#include "client/server_error.hpp"
#include "retry/effect_of_status.hpp"
#include "retry/rate_limit_fields.hpp"
#include "retry/retry_after.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace useapi::detail {
namespace {

using wall_time = std::chrono::system_clock::time_point;

constexpr std::size_t longest_coding = 40;
constexpr int too_many_requests = 429;
constexpr int server_failure = 500;

/** The field of the network in front of the service comes first: it names every request, also one that never
    reached the service. */
constexpr std::array<std::string_view, 5> identifying_fields = {"cf-ray", "x-request-id", "request-id",
                                                                "x-correlation-id", "x-amz-cf-id"};

/** @param in_content the time in the content; may be empty */
std::optional<std::chrono::milliseconds> retry_after_of(const http::response_reader& response,
                                                        std::string_view in_content, wall_time wall_now)
{
    const auto date = response.find("Date");
    if (const auto field = response.find("Retry-After"))
        if (const auto wait = retry::parse_retry_after(*field, date, wall_now))
            return wait;
    if (response.status() != too_many_requests)
        return std::nullopt;
    return retry::parse_retry_time(in_content, date, wall_now);
}

} // namespace

std::optional<std::string> content_coding(const http::response_reader& response)
{
    const auto field = response.find("Content-Encoding");
    if (!field || response.body().empty() || field->empty() || *field == "identity")
        return std::nullopt;
    std::string coding(field->substr(0, longest_coding));
    std::replace_if(coding.begin(), coding.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return coding;
}

error unreadable(const http::response_reader& response, const std::string& coding, wall_time wall_now)
{
    const int status = response.status();
    const error_code by_status = read_server_error(status, {}, {}).code;
    const bool is_success = status < 300;
    // A 500 is a refused login or a failure of the server. Only its text tells which.
    const bool is_known = !is_success && status != server_failure && by_status == condition::transient;
    return error(is_known ? by_status : error_code(errc::unexpected_content),
                 is_success ? effect::unknown : retry::effect_of_status(status))
        .status(status)
        .retry_after(retry_after_of(response, {}, wall_now))
        .detail("the content is compressed (" + coding + "), which was not asked for");
}

error refusal(const http::response_reader& response, std::span<const std::string_view> secrets,
              wall_time wall_now)
{
    server_error said = read_server_error(response.status(), response.body(), secrets);
    const error_code code = said.code;
    const effect what =
        code == condition::refused ? effect::rejected : retry::effect_of_status(response.status());
    error refused(code, what);
    refused.status(response.status())
        .retry_after(retry_after_of(response, said.retry_after, wall_now))
        .server_error(std::move(said.error))
        .server_details(std::move(said.details));
    if (said.is_foreign)
        refused.detail(std::string(foreign_answer));
    if (const error_code why = response.cut_short_by())
        refused.detail("the content of the answer is not complete: " + why.message());
    return refused;
}

std::optional<rate_limit> rate_limit_of(const http::response_reader& response, wall_time wall_now)
{
    const auto find = [&response](std::string_view name) { return response.find(name).value_or(""); };
    if (const auto quota =
            retry::read_rate_limit(retry::rate_limit_items{find("RateLimit"), find("RateLimit-Policy")}))
        return quota;
    retry::rate_limit_numbers numbers{find("RateLimit-Limit"), find("RateLimit-Remaining"),
                                      find("RateLimit-Reset"), find("Date")};
    if (numbers.are_missing())
        numbers = {find("X-RateLimit-Limit"), find("X-RateLimit-Remaining"), find("X-RateLimit-Reset"),
                   find("Date")};
    return retry::read_rate_limit(numbers, wall_now);
}

std::string request_id_of(const http::response_reader& response, std::span<const std::string_view> secrets)
{
    for (const std::string_view name : identifying_fields)
        if (const auto field = response.find(name); field && !field->empty())
            return readable_field(*field, secrets);
    return {};
}

} // namespace useapi::detail
