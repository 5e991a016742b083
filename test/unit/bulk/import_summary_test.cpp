#include "unit/bulk/some_result.hpp"

#include <useapi/bulk/import_summary.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::bulk;
using useapi::bulk::testing::result_of;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(import_summaries)

BOOST_AUTO_TEST_CASE(exit_code_is_zero_only_where_every_row_is_registered)
{
    struct row
    {
        stop_reason stopped;
        row_outcome second;
        int expected;
    };

    const row rows[] = {
        {stop_reason::none, row_outcome::applied, 0},
        {stop_reason::none, row_outcome::rejected, 1},
        {stop_reason::none, row_outcome::failed, 1},
        {stop_reason::none, row_outcome::skipped, 1},
        {stop_reason::interrupted, row_outcome::applied, 130},
        {stop_reason::token_refused, row_outcome::failed, 3},
        {stop_reason::unreachable, row_outcome::failed, 4},
        {stop_reason::invalid_row, row_outcome::applied, 1},
        {stop_reason::results_failed, row_outcome::applied, 1},
        {stop_reason::input_changed, row_outcome::applied, 1},
    };
    for (const row& r : rows) {
        import_summary summary;
        summary.count(result_of(row_outcome::applied));
        summary.count(result_of(r.second));
        summary.stopped = r.stopped;
        BOOST_TEST(summary.exit_code() == r.expected);
    }
    BOOST_TEST(import_summary().exit_code() == 0);
    import_summary nothing_sent;
    nothing_sent.count(result_of(row_outcome::skipped));
    nothing_sent.stopped = stop_reason::invalid_row;
    BOOST_TEST(nothing_sent.exit_code() == 2);
}

BOOST_AUTO_TEST_CASE(summary_counts_by_outcome_and_error)
{
    import_summary summary;
    for (int i = 0; i < 30; ++i)
        summary.count(result_of(row_outcome::rejected, "wrong password"));
    summary.count(result_of(row_outcome::applied));
    summary.elapsed = 2s;
    BOOST_TEST(summary.rows == 31U);
    BOOST_TEST(summary.retried == 31U);
    BOOST_TEST(summary.errors.at("wrong password") == 30U);
    const std::string text = summary.text();
    BOOST_TEST(text.find("31 rows in 2.0 s") == 0U);
    BOOST_TEST(text.find("30 x wrong password") != std::string::npos);
    BOOST_TEST(text.find("and 25 more") != std::string::npos);
    const auto object = boost::json::parse(summary.json()).as_object();
    BOOST_TEST(object.at("refused").to_number<int>() == 30);
    BOOST_TEST(object.at("first_failures").as_array().size() == 20U);
}

BOOST_AUTO_TEST_CASE(summary_speaks_of_one_as_of_one)
{
    import_summary summary;
    summary.count(result_of(row_outcome::applied));
    summary.deleted = summary.duplicates = 1;
    const std::string text = summary.text();
    BOOST_TEST(text.starts_with("1 row in "), text);
    for (const char* const said :
         {" 1 retry;", " 1 account that no row names deleted", " 1 identical duplicate sent once"})
        BOOST_TEST(text.find(said) != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(summary_gives_the_reason_of_an_early_end_once)
{
    struct row
    {
        std::string detail;
        std::string_view said;
    };

    const row rows[] = {
        {"", "\nstopped: the API token is refused\n"},
        {"the API token is refused (HTTP 401)", "\nstopped: the API token is refused (HTTP 401)\n"},
        {"line 7", "\nstopped: the API token is refused: line 7\n"},
    };
    for (const row& each : rows) {
        import_summary summary;
        summary.stopped = stop_reason::token_refused;
        summary.stop_detail = each.detail;
        BOOST_TEST(summary.text().find(each.said) != std::string::npos, summary.text());
    }
}

BOOST_AUTO_TEST_SUITE_END()
