#include "cli/exit_code.hpp"
#include "cli/import/summary_report.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(summary_reports)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using useapi::bulk::import_summary;
using useapi::bulk::stop_reason;

arguments import_of(const std::string& file, std::vector<std::string> more = {})
{
    arguments given;
    given.bulk.file = file;
    given.words = {"accounts", "import", file};
    given.words.insert(given.words.end(), more.begin(), more.end());
    return given;
}

import_summary good(std::uint64_t rows)
{
    import_summary summary;
    summary.rows = rows;
    summary.applied = rows;
    return summary;
}

import_summary stopped_by(stop_reason why)
{
    import_summary summary = good(3);
    summary.rows = 5;
    summary.skipped = 2;
    summary.stopped = why;
    return summary;
}

/** The lines on standard error: the next step. */
std::string next_after(const arguments& given, const import_summary& summary)
{
    return printed_by([&](console& out) { report_summary(out, given, summary); }).err;
}

BOOST_AUTO_TEST_CASE(next_step_depends_on_why_the_run_ended)
{
    const temporary_folder folder;
    const std::string file = folder.file("in.csv", "email,password\n");
    const std::string again =
        "run the same command again: it sends every row once more\n  useapi accounts import " + file + '\n';
    const std::vector<std::pair<stop_reason, std::string>> cases{
        {stop_reason::interrupted, "interrupted; to go on, "},
        {stop_reason::token_refused, "next: set an API token that is accepted, then "},
        {stop_reason::unreachable, "next: see what keeps the service away with useapi doctor, then "},
        {stop_reason::too_many_rejected,
         "next: see why rows are refused, such as a column that is shifted, and correct them in the file; "
         "then "},
        {stop_reason::row_limit, "next: see that these accounts work; without --limit, "},
        {stop_reason::ledger_failed, "next: "},
        {stop_reason::results_failed, "next: "}};
    for (const auto& [why, before] : cases)
        BOOST_TEST(next_after(import_of(file), stopped_by(why)) == before + again);
}

BOOST_AUTO_TEST_CASE(refused_rows_are_to_be_corrected_first)
{
    const temporary_folder folder;
    const std::string file = folder.file("in.csv", "email,password\n");
    import_summary summary = good(5);
    summary.applied = 4;
    summary.rejected = 1;
    BOOST_TEST(next_after(import_of(file), summary)
                   .starts_with("next: correct the refused rows in the file, then run"));
    summary.applied = 3;
    summary.failed = 1;
    BOOST_TEST(next_after(import_of(file), summary)
                   .starts_with("next: correct the refused rows in the file, then run"));
    summary.rejected = 0;
    BOOST_TEST(next_after(import_of(file), summary).starts_with("next: run the same command again"));
}

BOOST_AUTO_TEST_CASE(there_is_no_next_step_if_all_is_done)
{
    const printed shown = printed_by([](console& out) { report_summary(out, import_of("in.csv"), good(5)); });
    BOOST_TEST(shown.err.empty(), shown.err);
    BOOST_TEST(shown.out == good(5).text());
}

BOOST_AUTO_TEST_CASE(command_that_continues_says_what_it_sends)
{
    const temporary_folder folder;
    const std::string file = folder.file("in.csv", "email,password\n");
    arguments with_ledger = import_of(file, {"--resume"});
    with_ledger.bulk.resume = true;
    BOOST_TEST(
        next_after(with_ledger, stopped_by(stop_reason::interrupted)) ==
        "interrupted; to go on, run the same command again: it sends the rows that are not settled yet\n"
        "  useapi accounts import " +
            file + " --resume\n");
    BOOST_TEST(next_after(import_of("-"), stopped_by(stop_reason::interrupted)) ==
               "interrupted; to go on, run the same command again with the same input: it sends every row "
               "once more\n  useapi accounts import -\n");
    arguments planned = import_of(file, {"--plan", "p"});
    planned.bulk.plan_file = "p";
    BOOST_TEST(next_after(planned, stopped_by(stop_reason::interrupted)) ==
               "interrupted; to go on, make another plan with useapi accounts plan: this one is carried out "
               "in part\n");
}

BOOST_AUTO_TEST_CASE(command_without_the_limit_is_shown_after_a_trial)
{
    const temporary_folder folder;
    const std::string file = folder.file("in.csv", "email,password\n");
    for (const std::vector<std::string>& limit :
         {std::vector<std::string>{"--limit", "5"}, std::vector<std::string>{"--limit=5"}}) {
        arguments given = import_of(file, limit);
        given.words.push_back("--yes");
        const std::string told = next_after(given, stopped_by(stop_reason::row_limit));
        BOOST_TEST(told.ends_with("  useapi accounts import " + file + " --yes\n"), told);
    }
}

BOOST_AUTO_TEST_CASE(words_with_blanks_are_quoted_as_a_shell_reads_them)
{
    const temporary_folder folder;
    const std::string file = folder.file("my accounts.csv", "email,password\n");
    const std::string told = next_after(import_of(file), stopped_by(stop_reason::interrupted));
    BOOST_TEST(told.ends_with("  useapi accounts import '" + file + "'\n"), told);
}

BOOST_AUTO_TEST_CASE(summary_goes_where_it_does_not_mix_with_results)
{
    const import_summary summary = good(2);
    const printed json =
        printed_by(as_json(), [&](console& out) { report_summary(out, import_of("in.csv"), summary); });
    BOOST_TEST(json.out == summary.json() + '\n');
    BOOST_TEST(json.err == summary.text());
    arguments to_output = import_of("in.csv");
    to_output.bulk.results_file = "-";
    const printed results = printed_by([&](console& out) { report_summary(out, to_output, summary); });
    BOOST_TEST(results.out.empty());
    BOOST_TEST(results.err == summary.text());
    const printed quiet =
        printed_by(quietly(), [&](console& out) { report_summary(out, import_of("in.csv"), summary); });
    BOOST_TEST(quiet.out + quiet.err == "");
    const printed failed = printed_by(quietly(), [&](console& out) {
        report_summary(out, import_of("in.csv"), stopped_by(stop_reason::unreachable));
    });
    BOOST_TEST(failed.out == "");
    BOOST_TEST(failed.err == stopped_by(stop_reason::unreachable).text());
}

BOOST_AUTO_TEST_CASE(texts_of_the_service_cannot_move_the_cursor)
{
    import_summary summary = stopped_by(stop_reason::token_refused);
    summary.stop_detail = "no\x1b[2J";
    summary.errors["a\x1b[2Jb"] = 1;
    const printed shown =
        printed_by([&](console& out) { report_summary(out, import_of("in.csv"), summary); });
    BOOST_TEST((shown.out + shown.err).find('\x1b') == std::string::npos);
    BOOST_TEST(shown.out.find("stopped: ") != std::string::npos);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
