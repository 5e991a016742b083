#include "accounts/field_rules.hpp"

#include "vocabulary/byte_set.hpp"
#include "vocabulary/utf8.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace useapi::accounts {
namespace {

constexpr std::size_t longest_email = 254; // RFC 5321 section 4.5.3.1.3, less the angle brackets
constexpr int fewest_jobs = 1;

bool is_control(char c) noexcept
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

constexpr bool is_alphanumeric(unsigned char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 5321's `atext` and dots, except characters that end a path segment, or that many proxies take for the
// end of the path.
constexpr byte_set allowed_before_at([](unsigned char byte) {
    return is_alphanumeric(byte) ||
           std::string_view("!$%&'*+-=^_`{|}~.").find(static_cast<char>(byte)) != std::string_view::npos;
});

constexpr byte_set allowed_in_domain([](unsigned char byte) {
    return is_alphanumeric(byte) || byte == '-' || byte == '.';
});

constexpr byte_set printable_ascii([](unsigned char byte) { return byte >= 0x20 && byte < 0x7f; });

/** The first character of `text` in a form that is safe on any terminal. */
std::string describe(std::string_view text)
{
    const char c = text.front();
    if (c == ' ')
        return "a blank";
    const auto byte = static_cast<unsigned char>(c);
    if (!is_control(c) && byte < 0x80)
        return std::string("'") + c + '\'';
    char name[16];
    const auto character = first_character(text);
    if (character && byte >= 0x80)
        std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(*character));
    else
        std::snprintf(name, sizeof name, "the byte 0x%02X", byte);
    return name;
}

std::string of_email(std::string message)
{
    return "email " + std::move(message);
}

std::string forbidden_character(std::string_view email, std::size_t at)
{
    const bool is_ascii = static_cast<unsigned char>(email[at]) < 0x80;
    return of_email("holds " + describe(email.substr(at)) + " at position " + std::to_string(at + 1) +
                    (is_ascii ? ", which is not allowed" : ", only ASCII is allowed"));
}

bool has_sound_dots(std::string_view text) noexcept
{
    return !text.starts_with('.') && !text.ends_with('.') && text.find("..") == std::string_view::npos;
}

bool is_label_edge(std::string_view domain, std::size_t at) noexcept
{
    return at == 0 || at + 1 == domain.size() || domain[at - 1] == '.' || domain[at + 1] == '.';
}

std::optional<std::string> check_domain(std::string_view domain)
{
    if (domain.find('.') == std::string_view::npos)
        return of_email("has no domain such as example.com after the '@'");
    if (!has_sound_dots(domain))
        return of_email("has a dot too many after the '@'");
    for (std::size_t i = 0; i < domain.size(); ++i)
        if (domain[i] == '-' && is_label_edge(domain, i))
            return of_email("has a '-' at the beginning or end of a part of its domain");
    return std::nullopt;
}

} // namespace

std::optional<std::string> email_problem(std::string_view email)
{
    if (email.empty())
        return of_email("is empty");
    if (email.size() > longest_email)
        return of_email("is longer than " + std::to_string(longest_email) + " bytes");
    const std::size_t at_sign = email.find('@');
    std::size_t sound = allowed_before_at.leading(email);
    if (sound == at_sign)
        sound += 1 + allowed_in_domain.leading(email.substr(at_sign + 1));
    if (sound < email.size()) {
        if (email[sound] == '@')
            return of_email("holds more than one '@', the second at position " + std::to_string(sound + 1));
        return forbidden_character(email, sound);
    }
    if (at_sign == std::string_view::npos)
        return of_email("holds no '@'");
    if (at_sign == 0)
        return of_email("has nothing before the '@'");
    if (!has_sound_dots(email.substr(0, at_sign)))
        return of_email("has a dot too many before the '@'");
    return check_domain(email.substr(at_sign + 1));
}

std::optional<std::string> text_problem(std::string_view text, std::size_t longest)
{
    if (text.empty())
        return "is empty";
    if (text.size() > longest)
        return "is longer than " + std::to_string(longest) + " bytes";
    if (printable_ascii.leading(text) == text.size())
        return std::nullopt;
    const std::size_t invalid = find_invalid_utf8(text);
    if (invalid != std::string_view::npos)
        return "is not valid UTF-8 at byte " + std::to_string(invalid + 1);
    const auto control = std::find_if(text.begin(), text.end(), is_control);
    if (control != text.end())
        return "holds a control character at byte " + std::to_string(control - text.begin() + 1);
    return std::nullopt;
}

std::optional<std::string> jobs_problem(std::optional<int> jobs, int most)
{
    if (jobs && *jobs >= fewest_jobs && *jobs <= most)
        return std::nullopt;
    return "maxJobs is " + (jobs ? std::to_string(*jobs) : "missing") + ", must be " +
           std::to_string(fewest_jobs) + " to " + std::to_string(most);
}

} // namespace useapi::accounts
