#include "cli/api/answer_text.hpp"

#include "cli/output/printable_text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>

namespace useapi::cli {
namespace {

namespace json = boost::json;

constexpr std::string_view in_place_of_token = "***";
constexpr std::string_view base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

bool is_json(const std::string& text)
{
    boost::system::error_code problem;
    static_cast<void>(json::parse(text, problem));
    return !problem;
}

std::string small(std::string_view name)
{
    std::string made(name);
    std::transform(made.begin(), made.end(), made.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return made;
}

/// The end of the JWT that begins at `begin`: three parts with dots between them. 0 if there is no JWT.
std::size_t end_of_jwt(std::string_view text, std::size_t begin)
{
    std::size_t at = begin;
    for (int part = 0; part < 3; ++part) {
        const std::size_t end = std::min(text.find_first_not_of(base64url, at), text.size());
        const bool is_last = part == 2;
        if (end == at || (!is_last && (end == text.size() || text[end] != '.')))
            return 0;
        at = is_last ? end : end + 1;
    }
    return at;
}

} // namespace

std::string without_tokens(std::string text, const secret& api_token)
{
    const std::string_view token = api_token.reveal();
    for (std::size_t at = text.find(token); !token.empty() && at != std::string::npos;
         at = text.find(token, at + in_place_of_token.size()))
        text.replace(at, token.size(), in_place_of_token);
    // Every JWT begins with `{"` in base64.
    for (std::size_t at = text.find("eyJ"); at != std::string::npos; at = text.find("eyJ", at + 1))
        if (const std::size_t end = end_of_jwt(text, at); end != 0)
            text.replace(at, end - at, in_place_of_token);
    return text;
}

std::string content_json(const http::response& answer)
{
    const std::string& body = answer.body();
    if (body.empty())
        return "null";
    if (!is_json(body))
        return json::serialize(json::string(valid_utf8(body)));
    if (body.find_first_of("\r\n") == std::string::npos)
        return body;
    // JSON has line ends only between its values, so they can be removed: one line holds the same value.
    std::string line;
    std::copy_if(body.begin(), body.end(), std::back_inserter(line),
                 [](char c) { return c != '\r' && c != '\n'; });
    return line;
}

std::string header_text(const http::response& answer)
{
    std::string text = fmt::format("HTTP/1.1 {}\n", answer.status());
    for (const http::field& each : answer.fields())
        text += printable(fmt::format("{}: {}", each.name(), each.value())) + '\n';
    return text + '\n';
}

std::string answer_json(const http::response& answer)
{
    std::map<std::string, std::string> joined;
    for (const http::field& each : answer.fields()) {
        std::string& value = joined[small(each.name())];
        value += (value.empty() ? "" : ", ") + std::string(each.value());
    }
    json::object headers;
    for (const auto& [name, value] : joined)
        headers[valid_utf8(name)] = valid_utf8(value);
    return fmt::format(R"({{"status":{},"headers":{},"body":{}}})", answer.status(), json::serialize(headers),
                       content_json(answer));
}

} // namespace useapi::cli
