#include "bulk/run/results_writer.hpp"
#include "unit/bulk/some_result.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::bulk;
using useapi::bulk::testing::result_of;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(results_of_an_import)

BOOST_AUTO_TEST_CASE(results_line_is_one_json_object)
{
    row_result row = result_of(row_outcome::rejected, "a \"quoted\"\nerror");
    row.effect = effect::rejected;
    row.status = 401;
    row.elapsed = 12ms;
    const std::string line = to_json_line(row);
    BOOST_TEST(line.find('\n') == line.size() - 1);
    const auto object = boost::json::parse(line).as_object();
    BOOST_TEST((object.at("email").as_string() == "a@b.cd"));
    BOOST_TEST((object.at("outcome").as_string() == "refused"));
    BOOST_TEST((object.at("effect").as_string() == "rejected"));
    BOOST_TEST(object.at("status").as_int64() == 401);
    BOOST_TEST((object.at("error").as_string() == "a \"quoted\"\nerror"));
    BOOST_TEST(object.at("attempts").to_number<int>() == 2);
    BOOST_TEST(object.at("elapsed_ms").as_int64() == 12);
    BOOST_TEST(object.at("line").to_number<int>() == 7);
    BOOST_TEST(!object.contains("request_id"));
    row.request_id = "8f1c-FRA";
    BOOST_TEST((boost::json::parse(to_json_line(row)).at("request_id").as_string() == "8f1c-FRA"));
}

BOOST_AUTO_TEST_CASE(cell_that_a_spreadsheet_would_run_is_made_harmless)
{
    for (const char* const email : {"=1+1@b.com", "+a@b.com", "-a@b.com", "@b.com"}) {
        row_result row;
        row.email = email;
        BOOST_TEST(to_csv_line(row).starts_with("0,'" + row.email + ","));
    }
    row_result row;
    row.error = "=cmd|'/C calc'!A0,x";
    BOOST_TEST(to_csv_line(row).find("\"'=cmd") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(results_line_is_one_csv_record)
{
    row_result row = result_of(row_outcome::failed, "lost, \"again\"");
    row.effect = effect::unknown;
    row.profile = "eu";
    BOOST_TEST(to_csv_line(row) == "7,a@b.cd,unknown,unknown,0,\"lost, \"\"again\"\"\",2,0,eu\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
