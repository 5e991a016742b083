#include "bulk/input/text/row_values.hpp"

#include "vocabulary/lower_case.hpp"
#include "vocabulary/without_blanks.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace useapi::bulk {
namespace {

// Zero-width and joining characters, no-break spaces, marks of direction, a soft hyphen, a byte order mark.
constexpr std::array<std::string_view, 17> unseen = {
    "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xAA",
    "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE2\x80\xAF", "\xE2\x81\xA0",
    "\xE2\x81\xA6", "\xE2\x81\xA9", "\xC2\xA0",     "\xC2\xAD",     "\xEF\xBB\xBF"};

// The quotes that word processors put in place of ' and ".
constexpr std::array<std::string_view, 6> curly = {"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9A",
                                                   "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E"};

template <class Texts>
bool holds_one_of(std::string_view text, const Texts& parts) noexcept
{
    return std::any_of(parts.begin(), parts.end(),
                       [text](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

} // namespace

written_value<int> read_max_jobs(std::string_view text)
{
    text = without_white_space(text);
    written_value<int> read;
    if (text.empty())
        return read;
    int number = 0;
    const char* const first = text.data();
    const char* const last = first + text.size();
    const auto [end, ec] = std::from_chars(first, last, number);
    // A fraction may have only zeros.
    const bool has_fraction = end != last && (*end == '.' || *end == ',') && end + 1 != last;
    const bool is_whole =
        end == last || (has_fraction && std::all_of(end + 1, last, [](char c) { return c == '0'; }));
    if (ec == std::errc() && is_whole)
        read.value = number;
    else
        read.is_malformed = true;
    return read;
}

written_value<std::string> read_workspace(std::string_view text)
{
    text = without_white_space(text);
    written_value<std::string> read;
    if (equals_without_case(text, "true"))
        read.value = "true";
    else if (text.find_first_of("0123456789") != std::string_view::npos)
        read.value = std::string(text);
    else
        read.is_malformed = !text.empty() && !equals_without_case(text, "false");
    return read;
}

std::string_view doubt_about_password(std::string_view password) noexcept
{
    if (password.empty())
        return {};
    const auto is_seen = [](char c) { return c > ' ' && c < '\x7f'; };
    if (std::all_of(password.begin(), password.end(), is_seen))
        return {};
    if (password.front() == ' ' || password.back() == ' ')
        return "it begins or ends with a blank";
    if (holds_one_of(password, unseen))
        return "it holds a character that is not seen, such as a no-break space";
    if (holds_one_of(password, curly))
        return "it holds a curly quote, which a word processor may have put in place of ' or \"";
    return {};
}

} // namespace useapi::bulk
