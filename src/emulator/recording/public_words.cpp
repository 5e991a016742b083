#include "emulator/recording/public_words.hpp"

#include "emulator/recording/exchange.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace useapi::emulator {
namespace {

/// @param all  words with a blank on either side
bool contains(std::string_view all, std::string_view word)
{
    return !word.empty() && word.find(' ') == std::string_view::npos &&
           all.find(' ' + std::string(word) + ' ') != std::string_view::npos;
}

constexpr std::string_view methods = " GET HEAD POST PUT PATCH DELETE OPTIONS ";

constexpr std::string_view segments =
    " v1 v2 accounts account features scheduler stats runwayml pixverse kling dreamina mureka minimax "
    "tempolor luma flowmusic google-flow google-vids gemini-notebook jobs ";

constexpr std::string_view names =
    " email password maxJobs useWorkspace jwt token exp iat id workspace name plan currentPlan "
    "planExpiration error errorDetails code message detail description retryAfter permitted used teams "
    "storageGB numPlanCredits exploreMode taskId replyUrl replyRef subscriptionIsActive subscriptions "
    "maxAccountsPerAPI accounts total active sub region account url refresh_token passToken did userId "
    "session ExpireTime ExpireTimeUTC status date bot cookies cookie requestParams user_id count ";

constexpr std::string_view numbers =
    " maxJobs exp iat code total active error storageGB numPlanCredits subscriptions maxAccountsPerAPI sub "
    "ExpireTime status count ";

constexpr std::string_view sentences =
    " error errorDetails message detail code plan currentPlan region useWorkspace status ";

constexpr std::string_view times = " retryAfter planExpiration ExpireTime ExpireTimeUTC date ";

constexpr std::string_view words =
    " a accept accepted account accounts active address after again already an and another api apply are "
    "at authentication authorization available bad basic be been body boundary busy by ca can cannot "
    "captcha check combination configuration configured conflict connection content create credential "
    "credentials credits delete did does domain due email end enterprise equal error exceeded exist "
    "exists expired fail failed false field for forbidden found free from gateway get gone has have html "
    "id in incorrect internal invalid is it json key large later limit log login malformed many maxjobs "
    "media message method missing moderation moved must no not number object of on or out page parameter "
    "password path payment permanently please post pro quantity query rate reached refresh refused region "
    "request requests required retry runway runwayml server service session several sign since slot "
    "standard state string subscription suspended task team temporarily text the this timeout to token "
    "too true try unauthorized unavailable unknown unlimited upstream url us use user username "
    "useworkspace valid wait was whole with workspace wrong you your ";

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// @param pattern  `0` for a digit, `A` for a letter, any other character for itself
bool matches(std::string_view text, std::string_view pattern)
{
    return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(), [](char c, char wanted) {
        return wanted == '0' ? is_digit(c) : wanted == 'A' ? is_letter(c) : c == wanted;
    });
}

bool is_short_number(std::string_view text)
{
    return !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), is_digit);
}

} // namespace

bool is_public_method(std::string_view method)
{
    return contains(methods, method);
}

bool is_public_segment(std::string_view segment)
{
    return segment.empty() || contains(segments, segment);
}

bool is_public_name(std::string_view name)
{
    return contains(names, name);
}

bool has_public_numbers(std::string_view name)
{
    return contains(numbers, name);
}

bool is_public_word(std::string_view word)
{
    constexpr std::string_view between = "/-_.:'";
    for (bool more = true; more;) {
        const std::size_t end = std::min(word.find_first_of(between), word.size());
        const std::string_view part = word.substr(0, end);
        if (!contains(words, lower_case(part)) && !is_short_number(part))
            return false;
        more = end != word.size();
        word.remove_prefix(more ? end + 1 : end);
    }
    return true;
}

text_form form_of_member(std::string_view name)
{
    if (contains(sentences, name))
        return text_form::prose;
    if (contains(times, name))
        return text_form::time;
    return name == "sub" ? text_form::day : text_form::hidden;
}

bool fits(text_form form, std::string_view text)
{
    if (form == text_form::day)
        return matches(text, "000000");
    return form == text_form::time && (matches(text, "0000-00-00T00:00:00.000Z") ||
                                       matches(text, "0000-00-00T00:00:00Z") || matches(text, "0000-00-00"));
}

bool is_public_field(std::string_view name, std::string_view value)
{
    const bool is_count =
        !value.empty() && value.size() <= 9 && std::all_of(value.begin(), value.end(), is_digit);
    const bool is_date = matches(value, "AAA, 00 AAA 0000 00:00:00 AAA");
    if (name == "date")
        return is_date;
    if (name == "retry-after")
        return is_count || is_date;
    if (name.starts_with("x-"))
        name.remove_prefix(2);
    return is_count &&
           (name == "ratelimit-limit" || name == "ratelimit-remaining" || name == "ratelimit-reset");
}

std::string_view public_media_type(std::string_view content_type)
{
    constexpr std::array<std::string_view, 6> known{
        "application/json", "multipart/form-data", "application/x-www-form-urlencoded",
        "text/plain",       "text/html",           "application/problem+json"};
    const std::string type = lower_case(content_type.substr(0, content_type.find_first_of("; \t")));
    for (const std::string_view each : known)
        if (each == type)
            return each;
    return {};
}

} // namespace useapi::emulator
