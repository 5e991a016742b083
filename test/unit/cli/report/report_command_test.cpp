#include "cli/commands.hpp"
#include "cli/usage_error.hpp"
#include "unit/cli/command_line/read_arguments.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/cli/written_ledger.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(commands_of_reports)

namespace {

using namespace useapi;
using namespace useapi::cli;
using namespace useapi::test;
namespace fs = std::filesystem;
namespace json = boost::json;

printed told_by(const std::string& command, words more)
{
    more.insert(more.begin(), {"--config", "none", "accounts", command});
    const arguments given = accept(more);
    return printed_by(given.console, [&](console& out) {
        const exit_code ended =
            command == "report" ? run_report_command(given, out) : run_status_command(given, out);
        BOOST_TEST((ended == exit_code::done));
    });
}

std::string content_of(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

BOOST_AUTO_TEST_CASE(report_is_a_text_unless_a_file_or_json_is_asked_for)
{
    const temporary_folder folder;
    const std::string ledger = folder.path("run.db");
    write_ledger(ledger, 5, 2, 1);
    const std::string text = told_by("report", {"--ledger", ledger}).out;
    BOOST_TEST(text.find("2 of 5 registered") != std::string::npos, text);
    BOOST_TEST(text.find("wrong, \"password\"") != std::string::npos, text);

    const std::string table = folder.path("t.csv");
    const printed as_table = told_by("report", {"--ledger", ledger, "--csv", table});
    BOOST_TEST(as_table.out == "");
    BOOST_TEST(as_table.err == "");
    const std::string page = folder.path("p.html");
    const printed as_page = told_by("report", {"--ledger", ledger, "--html", page});
    BOOST_TEST(as_page.out == "");
    BOOST_TEST(as_page.err == "the report is in " + page + '\n');
    BOOST_TEST(content_of(page).starts_with("<!doctype html>"));

    for (const words& form : {words{"--json"}, words{"--output", "json"}, words{"--json", "--html", page}}) {
        words all{"--ledger", ledger};
        all.insert(all.end(), form.begin(), form.end());
        const json::value read = json::parse(told_by("report", all).out);
        BOOST_TEST(read.at("rows").to_number<int>() == 5);
        BOOST_TEST(read.at("states").at("registered").to_number<int>() == 2);
        BOOST_TEST(read.at("in_need_count").to_number<int>() == 1);
    }
}

BOOST_AUTO_TEST_CASE(table_has_a_heading_and_a_line_for_every_account)
{
    const temporary_folder folder;
    const std::string ledger = folder.path("run.db");
    write_ledger(ledger, 5, 2, 1);
    const std::string table = folder.path("t.csv");
    (void)told_by("report", {"--ledger", ledger, "--csv", table});
    const std::string text = content_of(table);
    BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 4);
    BOOST_TEST(text.find("a0@b.cd") < text.find("a2@b.cd"));
    BOOST_TEST(text.find("\"wrong, \"\"password\"\"\"") != std::string::npos, text);
    BOOST_TEST(told_by("report", {"--ledger", ledger, "--csv", "-"}).out == text);
    // Emails are for the owner of the ledger alone.
    BOOST_TEST(((fs::status(table).permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
                fs::perms::none));
}

BOOST_AUTO_TEST_CASE(ledger_is_found_by_the_input_and_is_not_changed)
{
    const temporary_folder folder;
    const std::string input = folder.file("in.csv", "email,password\n");
    write_ledger(input + ".ledger", 4, 1, 0);
    const std::string before = content_of(input + ".ledger");
    for (const words& named : {words{input}, words{input + ".ledger"}, words{"--ledger", input}}) {
        const std::string text = told_by("status", named).out;
        BOOST_TEST(text.find("4 rows: 1 registered") != std::string::npos, text);
        BOOST_TEST(text.find("not running") != std::string::npos, text);
    }
    BOOST_TEST((content_of(input + ".ledger") == before));
}

BOOST_AUTO_TEST_CASE(status_that_is_watched_ends_with_its_import)
{
    const temporary_folder folder;
    const std::string ledger = folder.path("run.db");
    write_ledger(ledger, 1, 1, 0);
    const std::string text = told_by("status", {"--ledger", ledger, "--watch"}).out;
    BOOST_TEST(text.find("1 row") != std::string::npos, text);
    BOOST_TEST(text.find('\x1b') == std::string::npos);
    const json::value read = json::parse(told_by("status", {"--ledger", ledger, "--watch", "--json"}).out);
    BOOST_TEST(!read.at("running").as_bool());
    BOOST_TEST(read.at("per_cent").to_number<int>() == 100);
}

/** Why a report or a status is not made. */
std::string refusal_of(const std::string& command, words more)
{
    try {
        (void)told_by(command, std::move(more));
    } catch (const usage_error& refused) {
        return refused.what();
    } catch (const exception& refused) {
        return refused.reason().detail();
    }
    return "not refused";
}

BOOST_AUTO_TEST_CASE(ledger_that_is_not_named_not_there_or_no_ledger_is_refused)
{
    const temporary_folder folder;
    const std::string text = folder.file("in.csv", "email,password\n");
    for (const std::string command : {"report", "status"}) {
        BOOST_TEST(refusal_of(command, {}) ==
                   "no ledger: name the file that is imported, or its ledger with --ledger");
        for (const words& named : {words{folder.path("missing")}, words{text}})
            BOOST_TEST(refusal_of(command, named).find(named.front()) != std::string::npos);
        BOOST_TEST(refusal_of(command, {"--ledger", "postgresql://u:hunter22@h/d"}).find("PGPASSWORD") !=
                   std::string::npos);
        const std::string why = refusal_of(command, {"--ledger", "host=h dbname=d password=hunter22"});
        BOOST_TEST(why.starts_with("--ledger: a database is named by a URL"), why);
        BOOST_TEST(why.find("hunter22") == std::string::npos, why);
    }
}

BOOST_AUTO_TEST_CASE(report_that_cannot_be_written_is_an_error_and_leaves_the_earlier_one)
{
    const temporary_folder folder;
    const std::string ledger = folder.path("run.db");
    write_ledger(ledger, 1, 1, 0);
    for (const std::string form : {"--html", "--csv"})
        BOOST_CHECK_EXCEPTION(
            (void)told_by("report", {"--ledger", ledger, form, "/dev/full"}), std::runtime_error,
            [](const std::runtime_error& failed) {
                return std::string_view(failed.what()).find("/dev/full cannot be written") !=
                       std::string_view::npos;
            });
    const std::string page = folder.file("p.html", "earlier");
    BOOST_TEST(refusal_of("report", {"--ledger", folder.path("missing"), "--html", page}) != "not refused");
    BOOST_TEST(content_of(page) == "earlier");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
