#include "retry/retry_after.hpp"

#include <boost/test/unit_test.hpp>

#include <locale>
#include <optional>
#include <string>
#include <string_view>

using namespace useapi::retry;
using namespace std::chrono_literals;

namespace {

// Sun, 06 Nov 1994 08:49:37 GMT
const std::chrono::system_clock::time_point now{std::chrono::seconds(784111777)};

constexpr long day_ms = 24L * 3600 * 1000;

} // namespace

BOOST_AUTO_TEST_SUITE(retry_after)

BOOST_AUTO_TEST_CASE(retry_after_in_every_form_is_read)
{
    struct row
    {
        std::string value;
        long ms;
    };

    const row rows[] = {
        {"0", 0},
        {"7", 7000},
        {"007", 7000},
        {" 120\t", 120000},
        {"86400", day_ms},
        {"86401", day_ms},
        {"99999999999999999999999999", day_ms},
        {"Sun, 06 Nov 1994 08:49:47 GMT", 10000},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 0},
        {"Sun, 06 Nov 1994 08:49:27 GMT", 0},
        {"Tue, 06 Dec 2044 08:49:27 GMT", day_ms},
        {"Sunday, 06-Nov-94 08:50:37 GMT", 60000},
        {"Saturday, 06-Nov-93 08:50:37 GMT", 0},
        {"Sunday, 06-Nov-44 08:50:37 GMT", 0},
        {"Sun Nov  6 08:49:38 1994", 1000},
        {"Mon Nov 07 08:49:36 1994", day_ms - 1000},
        {"Sat, 31 Dec 1994 23:59:60 GMT", day_ms},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.value)
        {
            const auto read = parse_retry_after(r.value, std::nullopt, now);
            BOOST_TEST_REQUIRE(read.has_value());
            BOOST_TEST(read->count() == r.ms);
        }
    }
}

BOOST_AUTO_TEST_CASE(time_in_the_content_is_read)
{
    struct row
    {
        std::string value;
        std::optional<long> ms;
    };

    const row rows[] = {
        {"1994-11-06T08:49:47.000Z", 10000},
        {"1994-11-06T08:49:47Z", 10000},
        {"1994-11-06T08:49:46.001Z", 10000},
        {"1994-11-06T08:49:27.500Z", 0},
        {"2024-02-29T00:00:00Z", day_ms},
        {"7", 7000},
        {"", std::nullopt},
        {"soon", std::nullopt},
        {"-7", std::nullopt},
        {"1994-11-06T08:49:47", std::nullopt},
        {"1994-11-06T08:49:47.Z", std::nullopt},
        {"1994-11-06T08:49:47+00:00", std::nullopt},
        {"1994-11-06 08:49:47Z", std::nullopt},
        {"1994-00-06T08:49:47Z", std::nullopt},
        {"1994-13-06T08:49:47Z", std::nullopt},
        {"1994-11-31T08:49:47Z", std::nullopt},
        {"1994-11-06T08:49:47Z.", std::nullopt},
        {"Sun, 06 Nov 1994 08:49:47 GMT", std::nullopt},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.value)
        {
            const auto read = parse_retry_time(r.value, std::nullopt, now);
            BOOST_TEST_REQUIRE(read.has_value() == r.ms.has_value());
            if (r.ms)
                BOOST_TEST(read->count() == *r.ms);
        }
    }
    const auto by_server = parse_retry_time("2044-11-06T08:49:41Z", "Sun, 06 Nov 2044 08:49:37 GMT", now);
    BOOST_TEST_REQUIRE(by_server.has_value());
    BOOST_TEST(by_server->count() == 4000);
    BOOST_TEST(!parse_retry_after("1994-11-06T08:49:47Z", std::nullopt, now).has_value());
}

BOOST_AUTO_TEST_CASE(date_is_held_against_the_date_of_the_answer)
{
    struct row
    {
        const char* value;
        std::optional<std::string_view> date;
        long ms;
    };

    const row rows[] = {
        // An hour and a day ahead of us, and an hour and fifty years behind.
        {"Sun, 06 Nov 1994 09:49:41 GMT", "Sun, 06 Nov 1994 09:49:37 GMT", 4000},
        {"Mon, 07 Nov 1994 08:49:41 GMT", "Monday, 07-Nov-94 08:49:37 GMT", 4000},
        {"Sun, 06 Nov 1994 07:49:41 GMT", "Sun Nov  6 07:49:37 1994", 4000},
        {"Sat, 06 Nov 2044 08:49:41 GMT", "Sat, 06 Nov 2044 08:49:37 GMT", 4000},
        {"Sun, 06 Nov 1994 09:49:37 GMT", "Sun, 06 Nov 1994 09:49:37 GMT", 0},
        {"Sun, 06 Nov 1994 09:49:30 GMT", "Sun, 06 Nov 1994 09:49:37 GMT", 0},
        {"Thu, 01 Jan 9999 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", day_ms},
        {"5", "Sun, 06 Nov 1994 09:49:37 GMT", 5000},
        // No date that can be read.
        {"Sun, 06 Nov 1994 08:49:41 GMT", std::nullopt, 4000},
        {"Sun, 06 Nov 1994 08:49:41 GMT", "", 4000},
        {"Sun, 06 Nov 1994 08:49:41 GMT", "yesterday", 4000},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.value << " answered " << r.date.value_or("without a date"))
        {
            const auto read = parse_retry_after(r.value, r.date, now);
            BOOST_TEST_REQUIRE(read.has_value());
            BOOST_TEST(read->count() == r.ms);
        }
    }
}

BOOST_AUTO_TEST_CASE(retry_after_that_is_none_is_ignored)
{
    for (const std::string value : {"",
                                    " ",
                                    "-1",
                                    "+1",
                                    "1.0",
                                    "1s",
                                    "1 2",
                                    "0x10",
                                    "soon",
                                    "Sun, 06 Nov 1994 08:49:37",
                                    "Sun, 06 Nov 1994 08:49:37 UTC",
                                    "Sun, 06 Nov 1994 08:49:37 GMT+1",
                                    "Sun, 6 Nov 1994 08:49:37 GMT",
                                    "Sun, 32 Nov 1994 08:49:37 GMT",
                                    "Sun, 31 Feb 1994 08:49:37 GMT",
                                    "Sun, 06 Nov 1994 24:00:00 GMT",
                                    "Sun, 06 Nov 1994 08:60:00 GMT",
                                    "Sun, 06 Nov 1994 08:49:61 GMT",
                                    "sun, 06 nov 1994 08:49:37 gmt",
                                    "Xyz, 06 Nov 1994 08:49:37 GMT",
                                    "Sunday, 06-Nov-1994 08:49:37 GMT",
                                    "Sun Nov 6 08:49:37 1994",
                                    "Sun Nov  6 08:49:37 94",
                                    "Sun, 06 Nov 1994 08:49:37 GMT,",
                                    "1994-11-06T08:49:37Z"}) {
        BOOST_TEST_CONTEXT(value)
        {
            BOOST_TEST(!parse_retry_after(value, std::nullopt, now).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(retry_after_cut_at_any_place_is_none_or_a_shorter_number)
{
    const std::string date = "Sun, 06 Nov 1994 08:49:47 GMT";
    for (std::size_t size = 0; size < date.size(); ++size)
        BOOST_TEST(!parse_retry_after(std::string_view(date).substr(0, size), std::nullopt, now).has_value());
}

BOOST_AUTO_TEST_CASE(date_beyond_what_the_clock_can_hold_is_far_ahead_or_long_past)
{
    for (int year = 1000; year <= 9999; ++year) {
        if (year >= 1990 && year <= 2100)
            continue;
        BOOST_TEST_CONTEXT(year)
        {
            const std::string date = "Sun, 06 Nov " + std::to_string(year) + " 08:49:37 GMT";
            BOOST_TEST(parse_retry_after(date, std::nullopt, now)->count() == (year < 1990 ? 0 : day_ms));
        }
    }
}

BOOST_AUTO_TEST_CASE(date_around_the_longest_wait_is_counted_to_the_millisecond)
{
    const auto tomorrow = [](std::chrono::milliseconds later) {
        return parse_retry_after("Mon, 07 Nov 1994 08:49:37 GMT", std::nullopt,
                                 std::chrono::sys_days(std::chrono::year(1994) / 11 / 6) +
                                     std::chrono::hours(8) + std::chrono::minutes(49) +
                                     std::chrono::seconds(37) + later)
            ->count();
    };
    BOOST_TEST(tomorrow(std::chrono::milliseconds(-1001)) == day_ms);
    BOOST_TEST(tomorrow(std::chrono::milliseconds(-1)) == day_ms);
    BOOST_TEST(tomorrow(std::chrono::milliseconds(0)) == day_ms);
    BOOST_TEST(tomorrow(std::chrono::milliseconds(1)) == day_ms - 1);
    BOOST_TEST(tomorrow(std::chrono::milliseconds(day_ms - 1)) == 1);
    BOOST_TEST(tomorrow(std::chrono::milliseconds(day_ms)) == 0);
    BOOST_TEST(tomorrow(std::chrono::milliseconds(day_ms + 1)) == 0);
}

BOOST_AUTO_TEST_CASE(two_digit_year_more_than_fifty_years_ahead_lies_in_the_past)
{
    const std::chrono::system_clock::time_point in_2026{std::chrono::seconds(1795000000)};
    BOOST_TEST(parse_retry_after("Sunday, 06-Nov-77 08:49:37 GMT", std::nullopt, in_2026)->count() == 0);
    BOOST_TEST(parse_retry_after("Sunday, 06-Nov-76 08:49:37 GMT", std::nullopt, in_2026)->count() == day_ms);
}

BOOST_AUTO_TEST_SUITE_END()
