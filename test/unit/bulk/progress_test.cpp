#include <useapi/bulk/progress.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::bulk;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(import_progress)

BOOST_AUTO_TEST_CASE(progress_bar_keeps_to_its_width)
{
    progress seen;
    seen.total = 1000;
    seen.applied = 500;
    seen.rejected = 3;
    seen.retried = 17;
    seen.in_flight = 12;
    seen.limit = 16;
    seen.elapsed = 10s;
    const std::string wide = seen.bar(120);
    BOOST_TEST(
        wide.find(
            "503/1000 50 %  3 not registered  50/s  0:10 left  0:10 elapsed  12/16 in flight  17 retries") !=
        std::string::npos);
    BOOST_TEST(wide.front() == '[');
    for (std::size_t width = 0; width < 130; ++width)
        BOOST_TEST(seen.bar(width).size() <= width);
    BOOST_TEST(
        seen.line() ==
        "503/1000 50 % done, 500 registered, 3 refused, 0 failed, 17 retries, 12 in flight (limit 16), "
        "50/s, 0:10 elapsed, 0:10 left");
    seen.retried = 1;
    BOOST_TEST(seen.bar(120).find("  1 retry") != std::string::npos);
    BOOST_TEST(seen.line().find(" 1 retry, ") != std::string::npos);
    progress unknown;
    BOOST_TEST(unknown.bar(80) == "0  0/s  0:00 elapsed  0/0 in flight");
    // A user would lose the process to a division by zero.
    progress none;
    none.total = 0;
    BOOST_TEST(none.line().starts_with("0/0 done"), none.line());
    BOOST_TEST(none.bar(80).find("0/0  0/s") != std::string::npos, none.bar(80));
}

BOOST_AUTO_TEST_CASE(rows_that_the_ledger_settled_are_no_work)
{
    progress seen;
    seen.total = 5000;
    seen.applied = 4000;
    seen.from_ledger = 3900;
    seen.elapsed = 10s;
    BOOST_TEST(seen.rate() == 10.0);
    BOOST_TEST((seen.left() == 100s));
    BOOST_TEST(seen.bar(120).find("4000/5000 80 %") != std::string::npos, seen.bar(120));
}

BOOST_AUTO_TEST_CASE(progress_says_that_it_is_slowed_and_why)
{
    progress seen;
    seen.limit = 4;
    seen.full_limit = 16;
    BOOST_TEST(seen.screen(80, 24)[1] == "slowed from 16: the service is busy");
    BOOST_TEST(seen.line().find(", slowed from 16: the service is busy") != std::string::npos);
    seen.outage = "no answer";
    BOOST_TEST(seen.line().find("busy") == std::string::npos, seen.line());
    seen.outage.clear();
    seen.limit = 16;
    BOOST_TEST(seen.screen(80, 24).size() == 1U);
}

BOOST_AUTO_TEST_CASE(json_has_numbers_as_people_write_them)
{
    progress seen;
    seen.applied = 9803;
    seen.elapsed = 10s;
    BOOST_TEST(seen.json().find("\"rate\":980.3,") != std::string::npos, seen.json());
}

BOOST_AUTO_TEST_CASE(progress_screen_has_a_line_for_what_holds_it_up_and_for_each_kind_of_failure)
{
    progress seen;
    seen.total = 10;
    seen.failed = 4;
    seen.held_back = 7s;
    seen.note_failure("the account is locked", 1);
    seen.note_failure("connection lost", 3);
    const auto lines = seen.screen(40, 24);
    BOOST_TEST_REQUIRE(lines.size() == 4U);
    BOOST_TEST(lines[0] == seen.bar(40));
    BOOST_TEST(lines[1] == "the service asked to wait: 0:07 to go");
    BOOST_TEST(lines[2] == "3 x connection lost");
    BOOST_TEST(lines[3] == "1 x the account is locked");
    BOOST_TEST(seen.screen(40, 2).size() == 2U);
    BOOST_TEST(seen.screen(40, 0).size() == 1U);
    BOOST_TEST(seen.screen(12, 24)[2] == "3 x conne...");
    BOOST_TEST(seen.line().find("held back for 0:07") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(progress_lists_the_most_frequent_failures)
{
    progress seen;
    for (std::uint64_t i = 1; i <= 9; ++i)
        seen.note_failure("error " + std::to_string(i), i % 7);
    BOOST_TEST_REQUIRE(seen.failures.size() == progress::listed_failures);
    const std::vector<std::string> expected{"error 6", "error 5", "error 4", "error 3", "error 2"};
    for (std::size_t i = 0; i < expected.size(); ++i)
        BOOST_TEST(seen.failures[i].first == expected[i]);
}

BOOST_AUTO_TEST_CASE(progress_line_of_many_bytes_is_cut_between_characters)
{
    progress seen;
    seen.note_failure("Gr\u00fc\u00dfe aus K\u00f6ln", 1);
    for (std::size_t width = 0; width < 24; ++width) {
        const std::string line = seen.screen(width, 24)[1];
        const auto characters =
            std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
        BOOST_TEST(static_cast<std::size_t>(characters) <= width);
        BOOST_TEST((line.empty() || (line.back() & 0xC0) != 0xC0));
    }
    BOOST_TEST(seen.screen(10, 24)[1] == "1 x Gr\u00fc...");
}

BOOST_AUTO_TEST_CASE(progress_tells_the_time_left_by_the_rate_of_late)
{
    progress seen;
    seen.total = 100;
    seen.applied = 50;
    seen.elapsed = 10s;
    BOOST_TEST((seen.left() == 10s));
    seen.recent_rate = 0.5;
    BOOST_TEST((seen.left() == 100s));
    BOOST_TEST(seen.bar(80).find("50/100 50 %  0.5/s  1:40 left") != std::string::npos, seen.bar(80));
    seen.applied = 100;
    BOOST_TEST((seen.left() == 0s));
    seen.applied = 101;
    BOOST_TEST(!seen.left().has_value());
    seen.applied = 50;
    seen.recent_rate = 0;
    BOOST_TEST(!seen.left().has_value());
    seen.total.reset();
    BOOST_TEST(!seen.left().has_value());
}

BOOST_AUTO_TEST_CASE(progress_is_one_json_object_on_one_line)
{
    progress seen;
    seen.total = 10;
    seen.applied = 2;
    seen.failed = 3;
    seen.limit = 8;
    seen.elapsed = 5s;
    seen.held_back = 7s;
    seen.note_failure("lost\n\"again\"", 3);
    const std::string text = seen.json();
    BOOST_TEST(text.find('\n') == std::string::npos);
    const boost::json::value parsed = boost::json::parse(text);
    BOOST_TEST(parsed.at("event").as_string() == "progress");
    BOOST_TEST(parsed.at("done").as_int64() == 5);
    BOOST_TEST(parsed.at("total").as_int64() == 10);
    BOOST_TEST(parsed.at("left_ms").as_int64() == 5000);
    BOOST_TEST(parsed.at("held_back_ms").as_int64() == 7000);
    BOOST_TEST(parsed.at("limit").as_int64() == 8);
    BOOST_TEST(parsed.at("failures").at("lost\n\"again\"").as_int64() == 3);
    BOOST_TEST(boost::json::parse(progress().json()).at("total").is_null());
}

BOOST_AUTO_TEST_SUITE_END()
