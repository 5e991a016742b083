#include "exhaustive/inputs/every_text.hpp"
#include "exhaustive/inputs/reference.hpp"
#include "retry/rate_limit_fields.hpp"
#include "retry/retry_after.hpp"

#include <boost/test/unit_test.hpp>

#include <time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <regex>
#include <string>
#include <string_view>

namespace useapi::exhaustive::retry_afters {
namespace {

using namespace std::chrono;
using wall_time = system_clock::time_point;

constexpr std::int64_t day_in_ms = 24 * 3600 * 1000;

const std::string month_names = "JanFebMarAprMayJunJulAugSepOctNovDec";

std::optional<std::int64_t> seconds_since_1970(int of_year, const std::string& of_month,
                                               const std::string& of_day, const std::string& clock)
{
    tm parts{};
    parts.tm_year = of_year - 1900;
    parts.tm_mon = reference::is_digit(of_month[0]) ? std::stoi(of_month) - 1
                                                    : static_cast<int>(month_names.find(of_month)) / 3;
    parts.tm_mday = std::stoi(of_day);
    parts.tm_hour = std::stoi(clock.substr(0, 2));
    parts.tm_min = std::stoi(clock.substr(3, 2));
    parts.tm_sec = 0;
    const int seconds = std::stoi(clock.substr(6, 2));
    if (parts.tm_hour > 23 || parts.tm_min > 59 || seconds > 60)
        return std::nullopt;
    tm normal = parts;
    const time_t minute = timegm(&normal);
    // The C library turns a day that does not exist into another one.
    if (normal.tm_mday != parts.tm_mday || normal.tm_mon != parts.tm_mon)
        return std::nullopt;
    return minute + seconds;
}

int year_of(wall_time now)
{
    const time_t seconds = floor<std::chrono::seconds>(now).time_since_epoch().count();
    tm parts{};
    gmtime_r(&seconds, &parts);
    return parts.tm_year + 1900;
}

/** RFC 9110 section 5.6.7, as regular expressions. */
std::optional<std::int64_t> expected_date(const std::string& untrimmed, wall_time now)
{
    static const std::string names = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
    static const std::regex fixed("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d\\d) " + names +
                                  " (\\d{4}) (\\d\\d:\\d\\d:\\d\\d) GMT");
    static const std::regex rfc850("(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\\d\\d)-" + names +
                                   "-(\\d\\d) (\\d\\d:\\d\\d:\\d\\d) GMT");
    static const std::regex asctime("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) " + names +
                                    " ( \\d|\\d\\d) (\\d\\d:\\d\\d:\\d\\d) (\\d{4})");
    const std::string text = reference::trimmed(untrimmed);
    std::smatch found;
    if (std::regex_match(text, found, fixed))
        return seconds_since_1970(std::stoi(found[3]), found[2], found[1], found[4]);
    if (std::regex_match(text, found, rfc850)) {
        int full_year = year_of(now) / 100 * 100 + std::stoi(found[3]);
        if (full_year > year_of(now) + 50)
            full_year -= 100;
        return seconds_since_1970(full_year, found[2], found[1], found[4]);
    }
    if (std::regex_match(text, found, asctime))
        return seconds_since_1970(std::stoi(found[4]), found[1], found[2], found[3]);
    return std::nullopt;
}

std::optional<std::int64_t> expected_iso_time(const std::string& text)
{
    static const std::regex iso("(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d+))?Z");
    std::smatch found;
    if (!std::regex_match(text, found, iso) || found[2] == "00")
        return std::nullopt;
    auto whole = seconds_since_1970(std::stoi(found[1]), found[2], found[3], found[4]);
    const std::string parts = found[5];
    if (whole && parts.find_first_not_of('0') != std::string::npos)
        ++*whole;
    return whole;
}

/** The wait from one time to another in ms, rounded up, from 0 to a day. */
std::int64_t expected_wait(std::int64_t until, wall_time now)
{
    const std::int64_t whole = floor<seconds>(now).time_since_epoch().count();
    const std::int64_t rest_in_ms = (now - floor<seconds>(now)).count() / 1'000'000;
    return std::clamp<std::int64_t>((until - whole) * 1000 - rest_in_ms, 0, day_in_ms);
}

void check(std::string_view value, wall_time now, edge& held)
{
    const auto date = retry::parse_http_date(held.hold(value), now);
    const auto wait = retry::parse_retry_after(held.hold(value), std::nullopt, now);
    const auto wanted = expected_date(std::string(value), now);
    if (date.has_value() != wanted.has_value() || (date && date->time_since_epoch().count() != *wanted))
        BOOST_ERROR("a date is read otherwise than by the reference: " << value);
    std::optional<std::int64_t> wanted_wait;
    if (const auto digits = reference::number_up_to(reference::trimmed(std::string(value)), 24 * 3600))
        wanted_wait = static_cast<std::int64_t>(*digits) * 1000;
    else if (wanted)
        wanted_wait = expected_wait(*wanted, now);
    if (wait.has_value() != wanted_wait.has_value() || (wait && wait->count() != *wanted_wait))
        BOOST_ERROR("a wait is read otherwise than by the reference: " << value);
}

void check_iso(std::string_view value, wall_time now, edge& held)
{
    const auto wait = retry::parse_retry_time(held.hold(value), std::nullopt, now);
    std::optional<std::int64_t> wanted;
    if (const auto digits = reference::number_up_to(std::string(value), 24 * 3600))
        wanted = static_cast<std::int64_t>(*digits) * 1000;
    else if (const auto time = expected_iso_time(std::string(value)))
        wanted = expected_wait(*time, now);
    if (wait.has_value() != wanted.has_value() || (wait && wait->count() != *wanted))
        BOOST_ERROR("a time is read otherwise than by the reference: " << value);
}

wall_time in(int which)
{
    return sys_days(std::chrono::year(which) / 2 / 28) + 23h + 59min + 59s + 999ms;
}

/** Calls the function with a sound text, and with every text that differs in one byte: replaced, inserted or
    left out. */
template <class Function>
void for_every_slip(const std::string& sound, Function look)
{
    look(sound);
    for (std::size_t at = 0; at <= sound.size(); ++at) {
        for (int byte = 0; byte != 256; ++byte) {
            // Letters and bytes above 127 behave alike; a few of them are enough.
            if ((byte > 'A' + 5 && byte < 'Z') || (byte > 'a' + 5 && byte < 'z') || byte > 130)
                continue;
            std::string text = sound;
            text.insert(at, 1, static_cast<char>(byte));
            look(text);
            if (at == sound.size())
                continue;
            text.erase(at + 1, 1);
            look(text);
        }
        std::string shorter = sound;
        look(shorter.erase(std::min(at, sound.size() - 1), 1));
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(retry_after)

BOOST_AUTO_TEST_CASE(every_short_value_is_digits_or_nothing)
{
    edge held;
    const std::size_t count = for_every_text(bytes_of(std::string_view("09 \t+-.a\r\x80\0", 11)), 4,
                                             [&](std::string_view value) { check(value, in(2024), held); });
    BOOST_TEST(count == 16105U);
    for (const std::string_view digits :
         {"86399", "86400", "86401", "2147483647", "2147483648", "4294967296", "9223372036854775807",
          "9223372036854775808", "18446744073709551615", "18446744073709551616",
          "99999999999999999999999999999999"})
        for (const std::size_t zeros : {0U, 1U, 100U})
            check(std::string(zeros, '0') + std::string(digits), in(2024), held);
}

BOOST_AUTO_TEST_CASE(every_boundary_of_the_calendar_is_read_as_its_grammar_says)
{
    edge held;
    const auto clocks = {"00:00:00", "23:59:59", "23:59:60", "23:59:61", "24:00:00", "12:60:00"};
    for (const std::string_view day : {"00", "01", "28", "29", "30", "31", "32"})
        for (const std::string_view month : {"Jan", "Feb", "Apr", "Dec", "dec"})
            for (const std::string_view clock : clocks)
                for (const std::string_view year :
                     {"0000", "1900", "1970", "2000", "2023", "2024", "2100", "9999"}) {
                    const std::string date = std::string(day) + ' ' + std::string(month) + ' ';
                    check("Sun, " + date + std::string(year) + ' ' + std::string(clock) + " GMT", in(2024),
                          held);
                    check("Sun " + std::string(month) + ' ' + std::string(day) + ' ' + std::string(clock) +
                              ' ' + std::string(year),
                          in(2024), held);
                    check("Sunday, " + std::string(day) + '-' + std::string(month) + '-' +
                              std::string(year.substr(2)) + ' ' + std::string(clock) + " GMT",
                          in(2024), held);
                }
}

BOOST_AUTO_TEST_CASE(every_year_of_two_digits_is_held_against_the_clock)
{
    edge held;
    for (const int now : {1900, 1949, 1950, 1970, 1999, 2000, 2024, 2049, 2050, 2099, 2261})
        for (int year = 0; year != 100; ++year) {
            const std::string digits = {static_cast<char>('0' + year / 10),
                                        static_cast<char>('0' + year % 10)};
            check("Friday, 28-Feb-" + digits + " 23:59:59 GMT", in(now), held);
        }
}

BOOST_AUTO_TEST_CASE(every_slip_in_a_date_is_seen)
{
    edge held;
    for (const std::string_view sound :
         {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
        for_every_slip(std::string(sound), [&](std::string_view value) { check(value, in(1994), held); });
    for (const std::string_view sound : {"2024-02-29T09:10:00Z", "2024-12-22T09:10:59.010Z"})
        for_every_slip(std::string(sound), [&](std::string_view value) { check_iso(value, in(2024), held); });
}

BOOST_AUTO_TEST_CASE(every_wait_is_from_nothing_to_a_day_by_any_clock)
{
    edge held;
    const auto clocks = {wall_time::min() + 24h,
                         in(1700),
                         in(1970),
                         in(2024),
                         wall_time(nanoseconds(-1)),
                         wall_time(nanoseconds(1)),
                         in(2262) - 60 * 24h,
                         wall_time::max()};
    for (const wall_time now : clocks)
        for (const std::string_view date : {"Thu, 01 Jan 0000 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
                                            "Wed, 31 Dec 1969 23:59:60 GMT", "Thu, 29 Feb 2024 00:00:00 GMT",
                                            "Thu, 29 Feb 2024 23:59:60 GMT", "Fri, 01 Mar 2024 00:00:00 GMT",
                                            "Fri, 31 Dec 9999 23:59:60 GMT"}) {
            check(date, now, held);
            for (const std::string_view answered :
                 {"Thu, 01 Jan 0000 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:60 GMT"}) {
                const auto wait = retry::parse_retry_after(date, answered, now);
                BOOST_TEST((wait && wait->count() >= 0 && wait->count() <= day_in_ms));
            }
        }
}

BOOST_AUTO_TEST_CASE(every_rate_limit_is_reset_within_31_days)
{
    edge held;
    for (const std::string_view reset :
         {"0", "1", "2678399", "2678400", "2678401", "999999999", "1000000000", "1700000000", "999999999999",
          "1000000000000", "1700000000000", "9223372036854775807", "9223372036854775808",
          "18446744073709551615", "18446744073709551616"})
        for (const wall_time now : {wall_time::min() + 24h, in(1970), in(2024), wall_time::max()})
            for (const std::string_view date :
                 {"", "Thu, 01 Jan 0000 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:60 GMT"}) {
                retry::rate_limit_numbers numbers;
                numbers.reset = held.hold(reset);
                numbers.date = date;
                const auto found = retry::read_rate_limit(numbers, now);
                BOOST_TEST(found.has_value() == (reset != "18446744073709551616"));
                if (found)
                    BOOST_TEST((found->reset() >= 0ms && found->reset() <= 31 * 24h));
            }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace useapi::exhaustive::retry_afters
