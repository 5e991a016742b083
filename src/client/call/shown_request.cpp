#include "client/call/shown_request.hpp"

#include "client/server_error.hpp"
#include "http/connect/authority.hpp"
#include "http/exchange/message_syntax.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace useapi::detail {
namespace {

constexpr std::string_view end_of_line = "\r\n";

/** Fields whose values are never secret. */
constexpr std::array<std::string_view, 9> open_fields = {"Accept",      "Content-Type",  "Idempotency-Key",
                                                         "If-Match",    "If-None-Match", "Prefer",
                                                         "traceparent", "User-Agent",    "X-Request-Id"};

/** The value of a parameter may be secret if its name contains one of these words. */
constexpr std::array<std::string_view, 12> words_of_secrets = {
    "auth", "code", "cookie", "credential", "jwt", "key", "otp", "pass", "secret", "session", "sig", "token"};

/** Returns the text before the separator, and removes both from `rest`. */
std::string_view take_until(std::string_view& rest, std::string_view separator)
{
    const std::size_t end = rest.find(separator);
    const std::string_view taken = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + separator.size());
    return taken;
}

bool is_open(std::string_view field)
{
    return std::any_of(open_fields.begin(), open_fields.end(),
                       [&](std::string_view open) { return http::equals_without_case(open, field); });
}

bool speaks_of_a_secret(std::string_view name)
{
    const std::string lower = http::lower_case(name);
    return std::any_of(words_of_secrets.begin(), words_of_secrets.end(),
                       [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

/** Whether the name is encoded, so that it may hide such a word. */
bool is_disguised(std::string_view name)
{
    return name.find('%') != std::string_view::npos;
}

std::string without_secret_parameters(std::string_view target)
{
    std::string_view rest = target;
    std::string shown(take_until(rest, "?"));
    char before = '?';
    while (!rest.empty()) {
        const std::string_view parameter = take_until(rest, "&");
        const std::size_t equals = parameter.find('=');
        const std::string_view name = parameter.substr(0, equals);
        shown += std::exchange(before, '&');
        if (equals != std::string_view::npos && (speaks_of_a_secret(name) || is_disguised(name)))
            shown.append(name).append("=***");
        else
            shown.append(parameter);
    }
    return shown;
}

std::string variable_of(std::string_view field)
{
    std::string name = "FIELD_";
    for (const char c : http::lower_case(field)) {
        if (c >= 'a' && c <= 'z')
            name += static_cast<char>(c - 'a' + 'A');
        else
            name += c >= '0' && c <= '9' ? c : '_';
    }
    return name;
}

request_outline::field shown_field(std::string_view name, std::string_view value)
{
    constexpr std::string_view bearer = "Bearer ";
    if (name == "Authorization" && value.starts_with(bearer))
        return {std::string(name), std::string(bearer), "USEAPI_TOKEN"};
    if (is_open(name))
        return {std::string(name), std::string(value), {}};
    return {std::string(name), {}, variable_of(name)};
}

std::size_t count_of_marks(std::string_view text)
{
    const std::string mark = variable_mark({}).substr(0, 2);
    std::size_t count = 0;
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1))
        ++count;
    return count;
}

} // namespace

request_outline outline_of(std::string_view wire, std::optional<shown_content> content,
                           std::span<const std::string_view> secrets)
{
    request_outline outline;
    std::string_view line = take_until(wire, end_of_line);
    outline.method = take_until(line, " ");
    std::string target = without_secret_parameters(take_until(line, " "));
    std::string authority;
    for (line = take_until(wire, end_of_line); !line.empty(); line = take_until(wire, end_of_line)) {
        const std::string_view name = take_until(line, ": ");
        if (name == "Host")
            authority = line;
        else if (name != "Content-Length")
            outline.fields.push_back(shown_field(name, line));
    }
    if (content && count_of_marks(content->text) == content->secrets)
        outline.content = std::move(content->text);
    else if (!wire.empty())
        outline.content = variable_mark("CONTENT");

    blot_out_secrets(target, secrets);
    blot_out_secrets(outline.content, secrets);
    for (request_outline::field& each : outline.fields)
        blot_out_secrets(each.value, secrets);
    outline.url = "https://" + authority + target;
    return outline;
}

} // namespace useapi::detail
