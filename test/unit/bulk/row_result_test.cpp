#include "unit/bulk/some_result.hpp"

#include <useapi/bulk/row_result.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::bulk;
using useapi::bulk::testing::result_of;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(row_results)

BOOST_AUTO_TEST_CASE(outcome_has_one_of_five_words)
{
    BOOST_TEST(result_of(row_outcome::applied).outcome_name() == "registered");
    BOOST_TEST(result_of(row_outcome::unchanged).outcome_name() == "registered");
    BOOST_TEST(result_of(row_outcome::rejected).outcome_name() == "refused");
    BOOST_TEST(result_of(row_outcome::skipped).outcome_name() == "pending");
    row_result row = result_of(row_outcome::failed);
    BOOST_TEST(row.outcome_name() == "failed");
    row.effect = effect::unknown;
    BOOST_TEST(row.outcome_name() == "unknown");
    import_summary summary;
    summary.count(row);
    summary.count(result_of(row_outcome::failed, "lost"));
    BOOST_TEST(summary.text().find("0 registered, 0 refused, 1 failed, 1 unknown, 0 pending") !=
                   std::string::npos,
               summary.text());
}

BOOST_AUTO_TEST_SUITE_END()
