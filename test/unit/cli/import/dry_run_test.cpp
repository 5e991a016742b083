#include "cli/import/dry_run.hpp"
#include "cli/usage_error.hpp"
#include "unit/cli/command_line/read_arguments.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(dry_runs)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

const std::string three_rows = "email,password,profile\n"
                               "a@example.com,hunter22,\n"
                               "b@example.com,hunter22,\n"
                               "c@example.com,hunter22,\n";

printed dry_run_of(const std::string& file, words more, exit_code ends_with = exit_code::done)
{
    words all{"--config", "none", "accounts", "import", file, "--dry-run"};
    all.insert(all.end(), more.begin(), more.end());
    const arguments given = accept(all);
    return printed_by(given.console, [&](console& out) {
        BOOST_TEST((run_dry(given, environment_secrets(), out) == ends_with));
    });
}

BOOST_AUTO_TEST_CASE(rows_that_would_be_sent_are_shown_without_passwords)
{
    const temporary_folder folder;
    const std::string file = folder.file("in.csv", three_rows);
    const std::vector<std::pair<words, std::string>> cases{
        {{},
         "line 2: a@example.com\nline 3: b@example.com\nline 4: c@example.com\n"
         "3 rows would be sent; nothing was sent\n"},
        {{"--limit", "2"},
         "line 2: a@example.com\nline 3: b@example.com\n2 rows would be sent; nothing was sent\n"},
        {{"--limit", "1", "--output", "json"},
         R"({"would_send":[{"line":2,"email":"a@example.com","profile":""}],"rows":1})"
         "\n"},
        {{"--output", "json"},
         R"({"would_send":[{"line":2,"email":"a@example.com","profile":""},)"
         R"({"line":3,"email":"b@example.com","profile":""},{"line":4,"email":"c@example.com","profile":""}],)"
         R"("rows":3})"
         "\n"}};
    for (const auto& [more, text] : cases)
        BOOST_TEST(dry_run_of(file, more).out == text);
}

BOOST_AUTO_TEST_CASE(profile_of_a_row_is_shown)
{
    const temporary_folder folder;
    const std::string file = folder.file("in.csv", "email,password,profile\na@example.com,hunter22,eu\n");
    const std::string profiles = folder.file("p.toml", "[profiles.eu]\ntoken = \"user:1-abcdefgh\"\n");
    BOOST_TEST(dry_run_of(file, {"--profiles", profiles}).out ==
               "line 2: a@example.com (profile eu)\n1 row would be sent; nothing was sent\n");
}

BOOST_AUTO_TEST_CASE(nothing_is_made_beside_the_input)
{
    const temporary_folder folder;
    const std::string file = folder.file("in.csv", three_rows);
    (void)dry_run_of(file, {"--resume", "--results", folder.path("out.csv")});
    BOOST_TEST(!std::filesystem::exists(file + ".ledger"));
    BOOST_TEST(!std::filesystem::exists(folder.path("out.csv")));
}

BOOST_AUTO_TEST_CASE(bad_rows_end_a_dry_run_as_they_end_an_import)
{
    const temporary_folder folder;
    const std::string file = folder.file("in.csv", three_rows + "no-email,hunter22,\n");
    const printed refused = dry_run_of(file, {}, exit_code::usage);
    BOOST_TEST(refused.out == "");
    BOOST_TEST(refused.err.find("1 of 4 rows is bad") != std::string::npos, refused.err);
    BOOST_TEST(
        dry_run_of(file, {"--skip-invalid"}).out.ends_with("3 rows would be sent; nothing was sent\n"));
}

BOOST_AUTO_TEST_CASE(standard_input_cannot_be_shown_before_it_is_sent)
{
    arguments given = accept({"--config", "none", "accounts", "import", "-", "--format", "csv", "--dry-run"});
    (void)printed_by([&](console& out) {
        BOOST_CHECK_THROW((void)run_dry(given, environment_secrets(), out), usage_error);
    });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
