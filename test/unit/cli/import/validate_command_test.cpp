#include "cli/commands.hpp"
#include "unit/cli/command_line/read_arguments.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(validate_commands)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

struct validated
{
    std::string content;
    words more;
    exit_code ends_with;
    std::string out;
    std::string err;
};

BOOST_AUTO_TEST_CASE(result_of_a_check_is_told_in_a_line)
{
    const temporary_folder folder;
    const std::string file = folder.path("in.csv");
    const std::string good = "email,password\na@example.com,hunter22\nb@example.com,hunter22\n";
    const std::string twice = good + "a@example.com,hunter22\n";
    const std::string bad = good + "no-email,hunter22\n";
    const std::vector<validated> cases{
        {good, {}, exit_code::done, file + ": 2 rows, all good\n", ""},
        {twice,
         {},
         exit_code::done,
         file + ": 3 rows, all good; 1 of them repeat an earlier one exactly\n",
         ""},
        {good, {"--quiet"}, exit_code::done, "", ""},
        {"email,password\n",
         {},
         exit_code::usage,
         "",
         "useapi: error: " + file + ": it holds no row (--allow-empty allows that)\n"},
        {"email,password\n", {"--allow-empty"}, exit_code::done, file + ": 0 rows, all good\n", ""}};
    for (const validated& each : cases) {
        folder.file("in.csv", each.content);
        words all{"--config", "none", "accounts", "validate", file};
        all.insert(all.end(), each.more.begin(), each.more.end());
        const arguments given = accept(all);
        const printed shown = printed_by(given.console, [&](console& out) {
            BOOST_TEST((run_validate_command(given, out) == each.ends_with));
        });
        BOOST_TEST(shown.out == each.out);
        BOOST_TEST(shown.err == each.err);
    }
    folder.file("in.csv", bad);
    const arguments given = accept({"--config", "none", "accounts", "validate", file});
    const printed shown =
        printed_by([&](console& out) { BOOST_TEST((run_validate_command(given, out) == exit_code::usage)); });
    BOOST_TEST(shown.out == "");
    BOOST_TEST(shown.err.starts_with("useapi: error: " + file + ": line 4"), shown.err);
    BOOST_TEST(shown.err.ends_with("useapi: error: " + file + ": 1 of 3 rows is bad\n"), shown.err);
    BOOST_TEST(shown.err.find("hunter22") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(result_in_json_is_an_object_whether_rows_are_good_or_not)
{
    const temporary_folder folder;
    for (const auto& [content, ends_with] :
         {std::pair("email,password\na@example.com,hunter22\n", exit_code::done),
          std::pair("email,password\nno-email,hunter22\n", exit_code::usage)}) {
        const std::string file = folder.file("in.csv", content);
        const arguments given =
            accept({"--config", "none", "accounts", "validate", file, "--output", "json"});
        const printed shown = printed_by(given.console, [&, code = ends_with](console& out) {
            BOOST_TEST((run_validate_command(given, out) == code));
        });
        BOOST_TEST(boost::json::parse(shown.out).is_object(), shown.out);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
