#include "cli/import/input_report.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(input_reports)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using useapi::bulk::check_report;
using useapi::bulk::row_problem;

row_problem problem_on(std::uint64_t line)
{
    row_problem problem;
    problem.line = line;
    problem.column = 3;
    problem.field = "maxJobs";
    problem.message = "maxJobs is 11, must be 1 to 10";
    return problem;
}

check_report report_of(std::uint64_t good, std::uint64_t bad)
{
    check_report found;
    found.rows = good;
    found.problem_count = bad;
    for (std::uint64_t i = 0; i < bad && i < 2; ++i)
        found.problems.push_back(problem_on(2 + i));
    return found;
}

import_arguments input(std::string file)
{
    import_arguments given;
    given.file = std::move(file);
    return given;
}

BOOST_AUTO_TEST_CASE(share_of_bad_rows_counts_all_rows)
{
    const std::vector<std::pair<check_report, std::string>> cases{{report_of(9, 1), "1 of 10 rows is bad"},
                                                                  {report_of(8, 2), "2 of 10 rows are bad"},
                                                                  {report_of(0, 1), "1 of 1 row is bad"}};
    for (const auto& [found, text] : cases)
        BOOST_TEST(share_of_bad_rows(found) == text);
}

BOOST_AUTO_TEST_CASE(input_is_named_as_people_know_it)
{
    BOOST_TEST(input_name(input("-")) == "standard input");
    BOOST_TEST(input_name(input("in.csv")) == "in.csv");
    BOOST_TEST(input_name(input("a\x1b[2Jb")).find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(bad_rows_refuse_the_input_unless_they_are_skipped)
{
    import_arguments given = input("in.csv");
    const printed refused =
        printed_by([&](console& out) { BOOST_TEST(!report_check(out, given, report_of(8, 2))); });
    BOOST_TEST(
        refused.err ==
        "useapi: error: in.csv: line 2, column 3 (maxJobs): maxJobs is 11, must be 1 to 10\n"
        "useapi: error: in.csv: line 3, column 3 (maxJobs): maxJobs is 11, must be 1 to 10\n"
        "useapi: error: in.csv: 2 of 10 rows are bad, nothing was sent (--skip-invalid skips bad rows)\n");
    given.skip_invalid = true;
    const printed skipped =
        printed_by([&](console& out) { BOOST_TEST(report_check(out, given, report_of(8, 1))); });
    BOOST_TEST(skipped.err ==
               "useapi: warning: in.csv: line 2, column 3 (maxJobs): maxJobs is 11, must be 1 to 10\n");
}

BOOST_AUTO_TEST_CASE(problems_and_warnings_beyond_the_list_are_counted)
{
    check_report found = report_of(8, 5);
    found.warnings.push_back(problem_on(7));
    found.warning_count = 2;
    const printed shown = printed_by([&](console& out) { report_problems(out, input("in.csv"), found); });
    BOOST_TEST(shown.err.ends_with("in.csv: 1 more warning\nin.csv: 3 bad rows more\n"), shown.err);
}

BOOST_AUTO_TEST_CASE(input_that_breaks_off_is_refused_whatever_is_skipped)
{
    check_report found = report_of(8, 1);
    found.is_broken = true;
    import_arguments given = input("in.csv");
    given.skip_invalid = true;
    const printed shown = printed_by([&](console& out) { BOOST_TEST(!report_check(out, given, found)); });
    BOOST_TEST(shown.err.ends_with("useapi: error: in.csv: the rest cannot be read, nothing was sent\n"),
               shown.err);
}

BOOST_AUTO_TEST_CASE(file_without_a_row_is_refused_unless_that_is_allowed)
{
    const temporary_folder folder;
    import_arguments given = input(folder.file("in.csv", "email,password\n"));
    const printed refused =
        printed_by([&](console& out) { BOOST_TEST(!report_check(out, given, check_report())); });
    BOOST_TEST(refused.err ==
               "useapi: error: " + given.file + ": it holds no row (--allow-empty allows that)\n");
    given.allow_empty = true;
    const printed allowed =
        printed_by([&](console& out) { BOOST_TEST(report_check(out, given, check_report())); });
    BOOST_TEST(allowed.err == "");
    // Nothing is known of standard input before it is read.
    (void)printed_by([&](console& out) { BOOST_TEST(report_check(out, input("-"), check_report())); });
}

BOOST_AUTO_TEST_CASE(refused_input_is_told_in_json_as_well)
{
    const printed shown = printed_by(
        as_json(), [&](console& out) { BOOST_TEST(!report_check(out, input("in.csv"), report_of(8, 2))); });
    BOOST_TEST(boost::json::parse(shown.out).is_object(), shown.out);
    const printed accepted = printed_by(
        as_json(), [&](console& out) { BOOST_TEST(report_check(out, input("in.csv"), report_of(8, 0))); });
    BOOST_TEST(accepted.out == "");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
