#include "retry/rate_limit_fields.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

using namespace useapi;
using namespace useapi::retry;
using namespace std::chrono_literals;

namespace {

using number = std::optional<std::uint64_t>;
using span = std::optional<std::chrono::milliseconds>;

constexpr number no_number;
constexpr span no_span;

void check(const std::optional<rate_limit>& read, number limit, number remaining, span reset)
{
    const rate_limit expected = rate_limit().limit(limit).remaining(remaining).reset(reset);
    BOOST_TEST(read.has_value() == !(expected == rate_limit()));
    const rate_limit got = read.value_or(rate_limit());
    BOOST_TEST((got.limit() == limit));
    BOOST_TEST((got.remaining() == remaining));
    BOOST_TEST((got.reset() == reset));
}

} // namespace

BOOST_AUTO_TEST_SUITE(rate_limit_fields)

BOOST_AUTO_TEST_CASE(structured_fields_give_their_first_item)
{
    struct row
    {
        rate_limit_items items;
        number limit;
        number remaining;
        span reset;
    };

    const row rows[] = {
        {{R"("default";r=50;t=30)", R"("default";q=100;w=60)"}, 100, 50, 30s},
        {{R"("a";t=1;r=0, "b";r=9;t=9)", R"("a";w=1;q=7, "b";q=8)"}, 7, 0, 1s},
        {{R"("default"; r=50; t=30)", ""}, no_number, 50, 30s},
        {{R"("r=1;,\";t=2";r=3)", ""}, no_number, 3, no_span},
        {{"", R"("default";q=100)"}, 100, no_number, no_span},
        {{R"("default";r=-1;t=x)", R"("default";q=1.5)"}, no_number, no_number, no_span},
        {{R"("default";rr=1)", ""}, no_number, no_number, no_span},
        {{R"("never closed;r=1)", ""}, no_number, no_number, no_span},
        {{R"("default";r)", ";"}, no_number, no_number, no_span},
        {{R"("default";r=)", "\"\\"}, no_number, no_number, no_span},
        {{"", ""}, no_number, no_number, no_span},
        {{R"("default";t=99999999999999)", ""}, no_number, no_number, 31 * 24h},
        {{R"("default";t=99999999999999999999999)", ""}, no_number, no_number, no_span},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.items.quota << " / " << r.items.policy)
        {
            check(read_rate_limit(r.items), r.limit, r.remaining, r.reset);
        }
    }
}

// A user would lose the process: what follows the field would be taken for its number, and an exception of a
// function that throws none ends the program.
BOOST_AUTO_TEST_CASE(a_field_that_ends_with_a_name_is_not_read_beyond_its_end)
{
    const std::string_view answer = R"("default";r=)";
    const std::string_view field = answer.substr(0, answer.size() - 1);
    BOOST_TEST(!read_rate_limit(rate_limit_items{field, field}));
}

BOOST_AUTO_TEST_CASE(numbers_are_read_and_a_point_in_time_is_held_against_the_date)
{
    const std::chrono::system_clock::time_point local{1'734'858'000s}; // 22 Dec 2024 09:00:00
    const std::string_view date = "Sun, 22 Dec 2024 08:00:00 GMT";     // an hour before that

    struct row
    {
        rate_limit_numbers numbers;
        number limit;
        number remaining;
        span reset;
    };

    const row rows[] = {
        {{"100", "99", "30", ""}, 100, 99, 30s},
        {{"100, 100;w=60", "99 ", "30;x", ""}, 100, 99, 30s},
        {{"100", "", "", ""}, 100, no_number, no_span},
        {{"", "", "1734858030", ""}, no_number, no_number, 30s},
        {{"", "", "1734858030", date}, no_number, no_number, 3630s},
        {{"", "", "1734858030", "nonsense"}, no_number, no_number, 30s},
        {{"", "", "1734858030500", ""}, no_number, no_number, 30500ms},
        {{"", "", "1734857000", ""}, no_number, no_number, 0s},
        {{"", "", "18446744073709551615", ""}, no_number, no_number, 31 * 24h},
        {{"", "", "999999999999", ""}, no_number, no_number, 31 * 24h},
        {{"", "", "999999999", ""}, no_number, no_number, 31 * 24h},
        {{"", "", "1m30s", ""}, no_number, no_number, no_span},
        {{"-5", "+5", "5.5", ""}, no_number, no_number, no_span},
        {{"", "", "", ""}, no_number, no_number, no_span},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.numbers.limit << " / " << r.numbers.remaining << " / " << r.numbers.reset)
        {
            check(read_rate_limit(r.numbers, local), r.limit, r.remaining, r.reset);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
