#include "cli/file_conflicts.hpp"
#include "cli/usage_error.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <functional>
#include <string>

BOOST_AUTO_TEST_SUITE(conflicts_of_files)

namespace {

using namespace useapi::cli;
using useapi::test::temporary_folder;

/** The complaint about these arguments; empty if they are right. */
std::string complaint(const std::function<void(arguments&)>& set)
{
    arguments given;
    given.config_file = "none";
    set(given);
    try {
        refuse_file_conflicts(given);
    } catch (const usage_error& wrong) {
        return wrong.what();
    }
    return {};
}

BOOST_AUTO_TEST_CASE(output_over_an_input_is_refused_under_every_name)
{
    const temporary_folder folder;
    const std::string input = folder.file("in.csv", "email\n");
    std::filesystem::create_symlink(input, folder.path("link"));
    std::filesystem::create_hard_link(input, folder.path("twin"));
    for (const std::string& output :
         {input, folder.path("link"), folder.path("twin"), folder.path("./in.csv")}) {
        const std::string told = complaint([&](arguments& given) {
            given.bulk.file = input;
            given.bulk.results_file = output;
        });
        BOOST_TEST(told == "the input (" + input + ") and --results (" + output +
                               ") are the same file, which would be overwritten: name another one");
    }
}

BOOST_AUTO_TEST_CASE(two_outputs_of_one_name_are_refused_before_the_file_is_there)
{
    const temporary_folder folder;
    const std::string path = folder.path("out");
    BOOST_TEST(complaint([&](arguments& given) {
                   given.report.csv_file = path;
                   given.report.html_file = folder.path("./out");
               }).find("--csv (" + path + ") and --html") == 0U);
    BOOST_TEST(complaint([&](arguments& given) {
                   given.report.csv_file = "-";
                   given.report.html_file = "-";
               }) == "--csv and --html are the same file, which would be overwritten: name another one");
}

BOOST_AUTO_TEST_CASE(ledger_and_its_log_are_outputs_of_an_import)
{
    const temporary_folder folder;
    const std::string input = folder.file("in.csv", "email\n");
    for (const std::string_view ending : {"", "-wal", "-shm", "-journal"})
        BOOST_TEST(complaint([&](arguments& given) {
                       given.bulk.file = input;
                       given.bulk.resume = true;
                       given.bulk.results_file = input + ".ledger" + std::string(ending);
                   }).find("the ledger (") == 0U);
}

BOOST_AUTO_TEST_CASE(files_that_differ_and_devices_are_no_conflict)
{
    const temporary_folder folder;
    BOOST_TEST(complaint([&](arguments& given) {
                   given.bulk.file = folder.file("in.csv", "email\n");
                   given.bulk.results_file = folder.path("out.csv");
                   given.bulk.plan_out = folder.path("plan");
               }).empty());
    BOOST_TEST(complaint([&](arguments& given) {
                   given.report.csv_file = "/dev/null";
                   given.report.html_file = "/dev/null";
               }).empty());
}

BOOST_AUTO_TEST_CASE(ledger_of_an_input_is_found_beside_it)
{
    const temporary_folder folder;
    const std::string input = folder.file("in.csv", "email\n");
    BOOST_TEST(ledger_beside(input) == input);
    folder.file("in.csv.ledger", "");
    BOOST_TEST(ledger_beside(input) == input + ".ledger");
    BOOST_TEST(ledger_beside("") == "");
    BOOST_TEST(ledger_beside("postgresql://host/db") == "postgresql://host/db");
    import_arguments import;
    import.file = input;
    BOOST_TEST(ledger_name(import) == "");
    import.resume = true;
    BOOST_TEST(ledger_name(import) == input + ".ledger");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
