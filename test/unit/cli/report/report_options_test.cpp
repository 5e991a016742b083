#include "unit/cli/command_line/read_arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(options_of_reports)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

BOOST_AUTO_TEST_CASE(report_and_status_take_an_input_or_a_ledger)
{
    for (const std::string command : {"report", "status"}) {
        const report_arguments by_input = accept({"accounts", command, "in.csv", "--json"}).report;
        BOOST_TEST(by_input.file == "in.csv");
        BOOST_TEST(by_input.ledger == "");
        BOOST_TEST(by_input.json);
        const report_arguments by_ledger = accept({"accounts", command, "--ledger", "l"}).report;
        BOOST_TEST(by_ledger.file == "");
        BOOST_TEST(by_ledger.ledger == "l");
        BOOST_TEST(!by_ledger.json);
        BOOST_TEST(refuse({"accounts", command, "in.csv", "--ledger", "l"}).message.find("excludes") !=
                   std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(only_a_report_has_files_and_only_a_status_is_watched)
{
    const report_arguments read = accept(split("accounts report f --html h --csv c")).report;
    BOOST_TEST(read.html_file == "h");
    BOOST_TEST(read.csv_file == "c");
    BOOST_TEST(accept(split("accounts status f --watch")).report.watch);
    BOOST_TEST(!accept(split("accounts status f")).report.watch);
    BOOST_TEST(refuse(split("accounts report f --watch")).message.starts_with("unknown option --watch"));
    BOOST_TEST(refuse(split("accounts status f --html h")).message.starts_with("unknown option --html"));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
