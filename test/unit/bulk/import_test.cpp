#include "unit/bulk/refusal.hpp"
#include "unit/bulk/temporary_file.hpp"

#include <useapi/bulk/import.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

BOOST_AUTO_TEST_SUITE(imports)

using namespace useapi;
using namespace useapi::bulk;
using useapi::bulk::testing::message_of_refusal;
using useapi::bulk::testing::temporary_file;

namespace {

std::string refusal_of(const import_options& options)
{
    return message_of_refusal([&options] { const bulk::import made(options); });
}

} // namespace

BOOST_AUTO_TEST_CASE(check_counts_rows_duplicates_and_problems)
{
    const temporary_file file("a.csv", "email,password,maxJobs\n"
                                       "a@b.cd,x,5\n"
                                       "a@B.CD,x,5\n"
                                       "b@b.cd,x,0\n"
                                       "c@b.cd,x,5\n"
                                       "c@b.cd,y,5\n");
import checked{import_options(file.path()) };
    const check_report report = checked.check();
    BOOST_TEST(report.rows == 3U);
    BOOST_TEST(report.duplicates == 1U);
    BOOST_TEST(report.problem_count == 2U);
    // A user would see a progress that stops below 100 %, or reaches it too early.
    BOOST_TEST(checked.snapshot().total.value_or(0) == 4U);
    BOOST_TEST_REQUIRE(report.problems.size() == 2U);
    BOOST_TEST(report.problems[0].text() == "line 4, column 3 (maxJobs): maxJobs is 0, must be 1 to 10");
    BOOST_TEST(report.problems[1].text() ==
               "line 6 (email): the email is on line 5 already, with other data");
    BOOST_TEST(!report.is_broken);
}

// The service would take such rows, and register what nobody meant.
BOOST_AUTO_TEST_CASE(check_warns_of_rows_that_are_good_and_may_be_a_mistake)
{
    std::string text = "email,password,maxJobs\na@b.cd,x,5\nA@b.cd,y,5\n";
    for (int i = 0; i < 1000; ++i)
        text += "c" + std::to_string(i) + "@b.cd, x,5\n";
    const temporary_file file("w.csv", text);
    bulk::import checked{import_options(file.path())};
    const check_report report = checked.check();
    BOOST_TEST(report.problem_count == 0U);
    BOOST_TEST(report.rows == 1002U);
    BOOST_TEST(report.rows_by_profile.at("") == 1002U);
    BOOST_TEST(report.first_email == "a@b.cd");
    BOOST_TEST(report.warning_count == 1001U);
    BOOST_TEST_REQUIRE(report.warnings.size() == check_report::listed_problems);
    BOOST_TEST(report.warnings[0].text() ==
               "line 3 (email): the email differs from that of line 2 in case alone");
    BOOST_TEST(report.warnings[0].email == "A@b.cd");
    BOOST_TEST(report.warnings[1].text() ==
               "line 4 (password): the password may not be what was meant: it begins or ends with a blank");
}

BOOST_AUTO_TEST_CASE(check_lists_a_bounded_number_of_problems)
{
    std::string text = "email,password,maxJobs\n";
    for (int i = 0; i < 1000; ++i)
        text += "a@b.cd,x,0\n";
    const temporary_file file("b.csv", text);
import checked{import_options(file.path()) };
    const check_report report = checked.check();
    BOOST_TEST(report.problem_count == 1000U);
    BOOST_TEST(report.problems.size() == check_report::listed_problems);
}

BOOST_AUTO_TEST_CASE(check_says_where_a_file_cannot_be_read_on)
{
    const temporary_file file("c.csv", "email,\"password,maxJobs\na@b.cd,x,5\n");
import checked{import_options(file.path()) };
    BOOST_TEST(checked.check().is_broken);
}

BOOST_AUTO_TEST_CASE(import_with_unusable_options_is_refused_by_name)
{
    const temporary_file good("d.csv", "email,password,maxJobs\n");
    const temporary_file nameless("e", "");
    BOOST_TEST(refusal_of(import_options("no/such/file.csv")).find("no/such/file.csv: cannot be opened") ==
               0U);
    BOOST_TEST(refusal_of(import_options(nameless.path())).find("format cannot be told") !=
               std::string::npos);
    BOOST_TEST(refusal_of(import_options("-")).find("standard input") == 0U);
    BOOST_TEST(refusal_of(import_options(good.path()).concurrency(0)) == "concurrency must be 1 to 10000");
    BOOST_TEST(refusal_of(import_options(good.path()).rate(-1)) == "rate must be 0 to 1000000 a second");
    BOOST_TEST(
        refusal_of(import_options(good.path()).results("no/such/folder/r.ndjson")).find("results file") ==
        0U);
    BOOST_TEST(
        refusal_of(import_options(std::filesystem::temp_directory_path().string()).format(file_format::csv))
            .find("is a folder") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
