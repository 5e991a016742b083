#include "http/message_syntax.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace useapi::http {
namespace {

constexpr std::string_view token_punctuation = "!#$%&'*+-.^_`|~";

// Each has one owner: the client, its connection, or the framing of the message.
constexpr std::array<std::string_view, 13> reserved_fields = {
    "Host",         "Authorization",     "User-Agent", "Accept",  "Content-Length",
    "Content-Type", "Transfer-Encoding", "TE",         "Trailer", "Connection",
    "Keep-Alive",   "Upgrade",           "Expect"};

bool is_alphanumeric(char c) noexcept
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

error refuse(std::string detail)
{
    return error(errc::invalid_argument).detail(std::move(detail));
}

} // namespace

bool is_token(std::string_view text) noexcept
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_alphanumeric(c) || token_punctuation.find(c) != std::string_view::npos;
    });
}

bool is_field_value(std::string_view text) noexcept
{
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    if (!text.empty() && (is_blank(text.front()) || is_blank(text.back())))
        return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

bool is_origin_form(std::string_view target) noexcept
{
    return target.starts_with('/') &&
           std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7f && c != '#'; });
}

bool equals_without_case(std::string_view left, std::string_view right) noexcept
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

std::optional<error> check(const request& request)
{
    if (!is_token(request.method()))
        return refuse("the request method is not a token");
    if (request.method() == "CONNECT")
        return refuse("the request method CONNECT is not for an origin server");
    if (!is_origin_form(request.path()))
        return refuse("the request path must start with '/' and be percent-encoded");
    if (!is_field_value(request.media_type()))
        return refuse("the media type holds a character that a field cannot carry");
    for (const field& field : request.fields()) {
        if (!is_token(field.name()))
            return refuse("a field name is not a token");
        if (!is_field_value(field.value()))
            return refuse("the value of field " + field.name() +
                          " holds a character that a field cannot carry");
        for (std::string_view reserved : reserved_fields)
            if (equals_without_case(field.name(), reserved))
                return refuse("field " + field.name() + " is the client's own to set");
    }
    return std::nullopt;
}

} // namespace useapi::http
