#include "client/server_error.hpp"

#include "vocabulary/utf8.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <optional>

namespace useapi {
namespace {

namespace json = boost::json;

constexpr std::size_t text_limit = 512;
constexpr std::size_t field_limit = 128;
constexpr std::size_t time_limit = 64;
constexpr std::size_t parsed_limit = 64 * 1024;
constexpr std::size_t shortest_secret_blotted_inside_words = 6;
constexpr std::string_view blot = "[secret]";

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/** The first place of `part` in `text`, without regard to case. `part` must be in lower case.
    @param from  a place in `text`, or its end */
std::size_t find_without_case(std::string_view text, std::string_view part, std::size_t from = 0) noexcept
{
    const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), part.begin(),
                                   part.end(), [](char a, char b) { return lower(a) == b; });
    return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

bool contains(std::string_view text, std::string_view part) noexcept
{
    return find_without_case(text, part) != std::string_view::npos;
}

template <std::size_t N>
bool contains_any(std::string_view text, const std::array<std::string_view, N>& parts) noexcept
{
    return std::any_of(parts.begin(), parts.end(),
                       [text](std::string_view part) { return contains(text, part); });
}

/** One line of valid UTF-8 with no control characters and no runs of blanks, at most `limit` bytes. */
std::string make_printable(std::string_view text, std::size_t limit)
{
    std::string clean;
    bool blank_due = false;
    while (!text.empty()) {
        const std::size_t length = utf8_size(text);
        const std::string_view character = length == 0 ? "?" : text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
        const auto first = static_cast<unsigned char>(character[0]);
        if (first <= ' ' || first == 0x7f) {
            blank_due = !clean.empty();
            continue;
        }
        if (clean.size() + character.size() + blank_due > limit)
            break;
        if (blank_due)
            clean += ' ';
        blank_due = false;
        clean += character;
    }
    return clean;
}

bool is_word_character(std::string_view text, std::size_t at) noexcept
{
    return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
}

/** A short secret is common inside other words. There it reveals nothing. */
bool is_to_be_blotted(std::string_view text, std::size_t at, std::size_t size) noexcept
{
    return size >= shortest_secret_blotted_inside_words ||
           (!is_word_character(text, at - 1) && !is_word_character(text, at + size));
}

void blot_out(std::string& text, std::string_view form)
{
    if (form.empty())
        return;
    for (std::size_t at = text.find(form); at != std::string::npos; at = text.find(form, at)) {
        if (is_to_be_blotted(text, at, form.size())) {
            text.replace(at, form.size(), blot);
            at += blot.size();
        } else {
            ++at;
        }
    }
}

std::string percent_encoded(std::string_view text)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 15];
        }
    }
    return encoded;
}

std::string clean(std::string text, std::span<const std::string_view> secrets, std::size_t limit = text_limit)
{
    blot_out_secrets(text, secrets);
    return make_printable(text, limit);
}

bool is_web_page(std::string_view body) noexcept
{
    const std::size_t begin = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    const std::string_view head = body.substr(0, 1024);
    return begin != std::string_view::npos &&
           (body[begin] == '<' || contains(head, "<html") || contains(head, "<!doctype"));
}

/** The text of an HTML page: its title if it has one, else the text outside of its tags. */
std::string text_of_html(std::string_view page)
{
    const std::size_t title = find_without_case(page, "<title>");
    if (title != std::string_view::npos) {
        const std::size_t begin = title + std::string_view("<title>").size();
        const std::size_t end = find_without_case(page, "</title>", begin);
        if (end != std::string_view::npos && end != begin)
            return std::string(page.substr(begin, end - begin));
    }
    std::string text;
    bool in_tag = false;
    for (const char c : page) {
        if (c == '<') {
            in_tag = true;
            text += ' ';
        } else if (c == '>') {
            in_tag = false;
        } else if (!in_tag) {
            text += c;
        }
    }
    return text;
}

std::string text_of(const json::value& value)
{
    if (const json::string* const text = value.if_string())
        return std::string(text->data(), text->size());
    if (value.is_null())
        return {};
    if (const json::object* const object = value.if_object())
        for (const char* const member : {"message", "error", "description"})
            if (const json::value* const inner = object->if_contains(member); inner && inner->is_string())
                return text_of(*inner);
    return json::serialize(value);
}

/** A time as text, or a number of seconds. */
std::string text_of_time(const json::value& value)
{
    if (!value.is_string() && !value.is_int64() && !value.is_uint64())
        return {};
    std::string text = text_of(value);
    return text.size() <= time_limit ? text : std::string();
}

struct texts
{
    std::string error;
    std::string details;
    std::string retry_after;
    bool is_web_page = false;
};

texts read_texts(std::string_view body)
{
    std::array<unsigned char, 4096> buffer;
    json::monotonic_resource resource(buffer.data(), buffer.size());
    if (body.size() <= parsed_limit) {
        error_code ec;
        const json::value parsed = json::parse(json::string_view(body.data(), body.size()), ec, &resource);
        if (!ec && parsed.is_object()) {
            texts found;
            const json::object& object = parsed.get_object();
            if (const json::value* const said = object.if_contains("error"))
                found.error = text_of(*said);
            else if (const json::value* const message = object.if_contains("message"))
                found.error = text_of(*message);
            else if (const json::value* const detail = object.if_contains("detail"))
                found.error = text_of(*detail);
            if (const json::value* const more = object.if_contains("errorDetails"))
                found.details = text_of(*more);
            if (const json::value* const time = object.if_contains("retryAfter"))
                found.retry_after = text_of_time(*time);
            if (found.error.empty() && found.details.empty())
                if (const json::value* const code = object.if_contains("code"))
                    found.error = text_of(*code);
            return found;
        }
        if (!ec && parsed.is_string())
            return {text_of(parsed), {}, {}};
    }
    const std::string_view prose = body.substr(0, parsed_limit);
    if (is_web_page(prose))
        return {text_of_html(prose), {}, {}, true};
    return {std::string(prose), {}, {}};
}

/** Words that show that a 500 is about the account and not about the service. A repeated login can lock the
    account, so words that only suggest a login count as well. */
constexpr std::array<std::string_view, 12> login_words = {
    "login",    "log in",     "logging in", "sign in",     "signin",  "sign-in",
    "password", "credential", "username",   "authenticat", "account", "captcha"};

/** The words of web servers, frameworks and gateways about a path that they do not know. */
constexpr std::array<std::string_view, 7> texts_of_no_path = {"not found",
                                                              "404",
                                                              "404 not found",
                                                              "404 page not found",
                                                              "404: not found",
                                                              "page not found",
                                                              "default backend - 404"};

constexpr std::array<std::string_view, 5> beginnings_of_no_path = {
    "cannot get /", "cannot post /", "cannot put /", "cannot delete /", "no route matched"};

bool tells_of_no_path(std::string_view text) noexcept
{
    while (!text.empty() && (text.back() == '.' || text.back() == '!' || text.back() <= ' '))
        text.remove_suffix(1);
    const auto is_text = [text](std::string_view known) {
        return text.size() == known.size() && find_without_case(text, known) == 0;
    };
    const auto begins = [text](std::string_view known) { return find_without_case(text, known) == 0; };
    return std::any_of(texts_of_no_path.begin(), texts_of_no_path.end(), is_text) ||
           std::any_of(beginnings_of_no_path.begin(), beginnings_of_no_path.end(), begins);
}

bool is_wrong_address(int status) noexcept
{
    return status == 404 || status == 405 || status == 410;
}

bool is_foreign(int status, const texts& said) noexcept
{
    if (status < 400 || status > 500 || status == 408 || status == 429)
        return false;
    return said.is_web_page ||
           (is_wrong_address(status) && said.details.empty() && tells_of_no_path(said.error));
}

errc meaning_of_foreign(int status) noexcept
{
    if (status == 500)
        return errc::server_failed;
    return is_wrong_address(status) ? errc::unexpected_content : errc::service_unavailable;
}

errc meaning_of(int status, std::string_view text) noexcept
{
    switch (status) {
    case 401:
        if (contains(text, "wrong username") || contains(text, "username/password"))
            return errc::credentials_refused;
        if (contains(text, "suspended"))
            return errc::account_suspended;
        return errc::token_refused;
    case 402:
        return contains(text, "quantity") ? errc::no_place_left : errc::subscription_exhausted;
    case 404:
        return errc::not_found;
    case 408:
        return errc::service_unavailable;
    case 412:
        return errc::account_out_of_credits;
    case 429:
        return errc::rate_limited;
    case 500:
        return contains_any(text, login_words) ? errc::login_failed : errc::server_failed;
    case 502:
    case 503:
    case 504:
    case 520:
    case 521:
    case 522:
    case 523:
    case 524:
        return errc::service_unavailable;
    case 596:
        return errc::account_in_error_state;
    default:
        break;
    }
    if (status >= 400 && status <= 499)
        return errc::request_refused;
    // A client treats a status above 599 as a 5xx (RFC 9110 section 15).
    if (status >= 500)
        return errc::server_failed;
    return errc::unexpected_status;
}

} // namespace

server_error read_server_error(int status, std::string_view body, std::span<const std::string_view> secrets)
{
    texts said = read_texts(body);
    const bool foreign = is_foreign(status, said);
    const errc code =
        foreign ? meaning_of_foreign(status) : meaning_of(status, said.error + ' ' + said.details);
    return {code, clean(std::move(said.error), secrets), clean(std::move(said.details), secrets),
            std::move(said.retry_after), foreign};
}

void blot_out_secrets(std::string& text, std::span<const std::string_view> secrets)
{
    for (const std::string_view secret : secrets) {
        std::string escaped = json::serialize(json::string_view(secret.data(), secret.size()));
        blot_out(text, std::string_view(escaped).substr(1, escaped.size() - 2));
        blot_out(text, percent_encoded(secret));
        blot_out(text, secret);
    }
}

std::string readable_field(std::string_view value, std::span<const std::string_view> secrets)
{
    return clean(std::string(value), secrets, field_limit);
}

} // namespace useapi
