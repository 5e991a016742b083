#include "emulator/recording/redaction.hpp"

#include "emulator/recording/public_words.hpp"
#include "emulator/service/multipart.hpp"
#include "emulator/service/percent_coding.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace useapi::emulator {
namespace {

namespace json = boost::json;

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view empty_page = "<html></html>";
constexpr std::size_t longest_sentence = 1000;
constexpr std::size_t longest_name = 32;

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string_view view(const json::string& text)
{
    return {text.data(), text.size()};
}

bool is_email(std::string_view text)
{
    const std::size_t at = text.rfind('@');
    return at != 0 && at != std::string_view::npos && at + 1 != text.size() &&
           text.find_first_of(blanks) == std::string_view::npos;
}

/// The length of the `US:` in front of an email; 0 without such a prefix.
std::size_t region_size(std::string_view text)
{
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    return text.size() > 3 && is_capital(text[0]) && is_capital(text[1]) && text[2] == ':' ? 3 : 0;
}

bool looks_like_name(std::string_view text)
{
    return !text.empty() && text.size() <= longest_name && is_letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || c == '_' || c == ' '; });
}

std::string percent_encoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~') {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 15];
        }
    }
    return encoded;
}

/** Removes the secrets of one exchange. */
class redaction
{
public:
    explicit redaction(placeholders& names) : names_(names) {}

    exchange run(const exchange& seen);

private:
    std::string method(const std::string& given);
    std::string target(std::string_view given);
    std::string query(std::string_view given);
    header_fields fields_of_request(const header_fields& given);
    header_fields fields_of_answer(const header_fields& given);
    std::string body(std::string_view content_type, std::string_view given);
    std::string form(const form_fields& given);
    json::value safe_value(const json::value& given, std::string_view name);
    json::object safe_object(const json::object& given);
    std::string safe_name(std::string_view given);
    std::string member_text(std::string_view given, std::string_view name);
    std::string sentence(std::string_view given);
    std::string word(std::string_view given);
    std::optional<std::string> identity(std::string_view given);
    std::string hide(std::string_view given);
    void note_hidden(std::string_view secret);

    placeholders& names_;
    std::vector<std::string> hidden_; ///< of the request; the answer is searched for them
    bool is_request_ = true;
};

exchange redaction::run(const exchange& seen)
{
    const std::string_view authorization = value_of(seen.request_fields, "Authorization");
    note_hidden(authorization);
    note_hidden(authorization.substr(authorization.find(' ') + 1));
    exchange made;
    made.method = method(seen.method);
    made.target = target(seen.target);
    made.request_fields = fields_of_request(seen.request_fields);
    made.request_body = body(value_of(seen.request_fields, "Content-Type"), seen.request_body);
    is_request_ = false;
    made.status = seen.status;
    made.answer_fields = fields_of_answer(seen.answer_fields);
    made.answer_body = body(value_of(seen.answer_fields, "Content-Type"), seen.answer_body);
    made.took = seen.took;
    return made;
}

std::string redaction::method(const std::string& given)
{
    return is_public_method(given) ? given : hide(given);
}

std::string redaction::target(std::string_view given)
{
    const std::size_t path_size = std::min(given.find('?'), given.size());
    std::string_view path = given.substr(0, path_size);
    std::string made;
    while (!path.empty()) {
        if (path.front() == '/') {
            made += '/';
            path.remove_prefix(1);
        }
        const std::string_view segment = path.substr(0, path.find('/'));
        path.remove_prefix(segment.size());
        const std::string decoded = percent_decoded(segment);
        const std::string kept =
            is_public_segment(decoded) ? decoded : identity(decoded).value_or(std::string());
        const std::string shown = kept.empty() && !decoded.empty() ? hide(decoded) : kept;
        made += segment.find('%') == std::string_view::npos ? shown : percent_encoded(shown);
    }
    if (path_size != given.size())
        made += '?' + query(given.substr(path_size + 1));
    return made;
}

std::string redaction::query(std::string_view given)
{
    std::string made;
    while (!given.empty()) {
        const std::string_view pair = given.substr(0, given.find('&'));
        given.remove_prefix(std::min(pair.size() + 1, given.size()));
        const std::size_t size = std::min(pair.find('='), pair.size());
        const std::string decoded = percent_decoded(pair.substr(0, size));
        made.append(made.empty() ? "" : "&").append(percent_encoded(safe_name(decoded)));
        if (size == pair.size())
            continue;
        const std::string text = percent_decoded(pair.substr(size + 1));
        const std::string shown = is_public_segment(text) ? text : member_text(text, decoded);
        // An email may be in a query without percent-encoding.
        made += '=' + (pair.find('%', size) == std::string_view::npos ? shown : percent_encoded(shown));
    }
    return made;
}

header_fields redaction::fields_of_request(const header_fields& given)
{
    header_fields made;
    if (const std::string_view type = public_media_type(value_of(given, "Content-Type")); !type.empty())
        made.emplace_back("content-type", type);
    return made;
}

header_fields redaction::fields_of_answer(const header_fields& given)
{
    header_fields made = fields_of_request(given);
    for (const auto& [name, value] : given) {
        const std::string small = lower_case(name);
        if (is_public_field(small, value) && value_of(made, small).empty())
            made.emplace_back(small, value);
    }
    return made;
}

std::string redaction::body(std::string_view content_type, std::string_view given)
{
    const std::string_view type = public_media_type(content_type);
    if (given.empty())
        return {};
    if (type == "multipart/form-data") {
        const auto read = parse_multipart(content_type, given);
        const auto* const fields = std::get_if<form_fields>(&read);
        return fields == nullptr ? hide(given) : form(*fields);
    }
    if (type == "application/x-www-form-urlencoded")
        return query(given);
    boost::system::error_code ec;
    const json::value parsed = json::parse(json::string_view(given.data(), given.size()), ec);
    if (!ec && (parsed.is_object() || parsed.is_array()))
        return json::serialize(safe_value(parsed, {}));
    const std::size_t begin = given.find_first_not_of(blanks);
    if (begin != std::string_view::npos && given[begin] == '<')
        return std::string(empty_page);
    return given.size() > longest_sentence ? hide(given) : sentence(given);
}

std::string redaction::form(const form_fields& given)
{
    json::object made;
    for (const auto& [field, text] : given)
        made[safe_name(field)] = member_text(text, field);
    return json::serialize(made);
}

json::value redaction::safe_value(const json::value& given, std::string_view name)
{
    if (const json::object* const members = given.if_object())
        return safe_object(*members);
    if (const json::array* const elements = given.if_array()) {
        json::array made;
        for (const json::value& each : *elements)
            made.push_back(safe_value(each, name));
        return made;
    }
    if (const json::string* const text = given.if_string())
        return json::string(member_text(view(*text), name));
    if (given.is_number() && !has_public_numbers(name))
        return given.is_double() ? json::value(0.5) : json::value(0);
    return given;
}

json::object redaction::safe_object(const json::object& given)
{
    json::object made;
    for (const auto& [key, member] : given) {
        const std::string_view known(key.data(), key.size());
        made[safe_name(known)] = safe_value(member, known);
    }
    return made;
}

std::string redaction::safe_name(std::string_view given)
{
    if (is_public_name(given))
        return std::string(given);
    if (auto shown = identity(given))
        return *shown;
    // An unknown member of an answer keeps its name, so that `--compare` can tell its name.
    const bool is_hidden = std::find(hidden_.begin(), hidden_.end(), given) != hidden_.end();
    return !is_request_ && !is_hidden && looks_like_name(given) ? std::string(given) : hide(given);
}

std::string redaction::member_text(std::string_view given, std::string_view name)
{
    // The service puts asterisks in place of a password.
    if (given.find_first_not_of('*') == std::string_view::npos)
        return std::string(given);
    const text_form form = form_of_member(name);
    if (form == text_form::prose)
        return sentence(given);
    if (fits(form, given))
        return std::string(given);
    // A password that looks like an email is hidden like any other one.
    if (auto shown = name == "password" ? std::nullopt : identity(given))
        return *shown;
    return hide(given);
}

std::string redaction::sentence(std::string_view given)
{
    const auto holds = [given](const std::string& secret) {
        return given.find(secret) != std::string_view::npos;
    };
    if (std::any_of(hidden_.begin(), hidden_.end(), holds))
        return hide(given);
    std::string made;
    while (true) {
        given.remove_prefix(std::min(given.find_first_not_of(blanks), given.size()));
        if (given.empty())
            return made;
        const std::string_view next = given.substr(0, given.find_first_of(blanks));
        given.remove_prefix(next.size());
        made.append(made.empty() ? "" : " ").append(word(next));
    }
}

std::string redaction::word(std::string_view given)
{
    constexpr std::string_view around = ".,:;!?()[]\"'/";
    const std::size_t begin = given.find_first_not_of(around);
    if (begin == std::string_view::npos)
        return given.size() == 1 ? std::string(given) : hide(given);
    const std::size_t end = given.find_last_not_of(around) + 1;
    const std::string_view core = given.substr(begin, end - begin);
    std::string shown = is_public_word(core) ? std::string(core) : identity(core).value_or(std::string());
    if (shown.empty())
        shown = hide(core);
    return std::string(given.substr(0, begin)) + shown + std::string(given.substr(end));
}

/// The placeholder for a text that names an account, or a job of one; nothing if the text names neither.
std::optional<std::string> redaction::identity(std::string_view given)
{
    constexpr std::string_view before = "-runwayml:";
    constexpr std::string_view behind = "-task:";
    const std::size_t email_begin = given.find(before);
    const std::size_t email_end = given.rfind(behind);
    if (given.starts_with("user:") && email_begin != std::string_view::npos &&
        email_end != std::string_view::npos && email_end > email_begin + before.size()) {
        const std::string_view email =
            given.substr(email_begin + before.size(), email_end - email_begin - before.size());
        return "user:1" + std::string(before) + (is_email(email) ? names_.of_email(email) : hide(email)) +
               std::string(behind) + names_.of_text(given);
    }
    const std::size_t region = region_size(given);
    if (!is_email(given.substr(region)))
        return std::nullopt;
    return std::string(given.substr(0, region)) + names_.of_email(given.substr(region));
}

std::string redaction::hide(std::string_view given)
{
    note_hidden(given);
    return names_.of_text(given);
}

void redaction::note_hidden(std::string_view secret)
{
    constexpr std::size_t shortest = 4; // a shorter one is a part of ordinary words
    if (is_request_ && secret.size() >= shortest)
        hidden_.emplace_back(secret);
}

} // namespace

exchange without_secrets(const exchange& seen, placeholders& names)
{
    return redaction(names).run(seen);
}

} // namespace useapi::emulator
