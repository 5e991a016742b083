#include "cli/report/render_report.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(rendered_reports)

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::cli;
using namespace std::chrono_literals;

constexpr bulk::wall_time start{1'800'000'000'000ms};

ledger_run run_of(std::uint64_t rows)
{
    ledger_run run;
    run.input = "/srv/in.csv";
    run.base_url = "https://a.example/v1/runwayml";
    run.rows = rows;
    run.now = start + 1min;
    return run;
}

ledger_row row_of(row_state state, std::uint64_t line, std::string error = {}, int status = 200)
{
    ledger_row row;
    row.key = row_key("", "user" + std::to_string(line) + "@example.com");
    row.state = state;
    row.line = line;
    row.attempts = 1;
    row.status = status;
    row.error = std::move(error);
    row.elapsed = 2s;
    row.first_sent_at = start;
    row.sent_at = start;
    if (state != row_state::sent && state != row_state::pending)
        row.settled_at = start + 30s;
    return row;
}

run_report mixed()
{
    run_report report(run_of(10));
    for (std::uint64_t line = 2; line < 6; ++line)
        report.add(row_of(row_state::applied, line));
    ledger_row retried = row_of(row_state::applied, 6);
    retried.retries["status 503"] = 3;
    report.add(retried);
    report.add(row_of(row_state::rejected, 7, "the account's email or password is wrong", 401));
    report.add(row_of(row_state::unknown, 8, "the connection was lost", 0));
    report.add(row_of(row_state::sent, 9));
    return report;
}

BOOST_AUTO_TEST_CASE(report_tells_the_result_the_reasons_and_what_to_do)
{
    const std::string text = report_text(mixed());
    BOOST_TEST(text ==
               "/srv/in.csv to https://a.example/v1/runwayml\n"
               "5 of 10 registered, 50.0 %. 2 need attention. 3 are not done yet.\n"
               "10 rows: 5 registered, 1 refused, 0 failed, 1 unknown, 1 sent, 2 pending\n"
               "first request 2027-01-15T08:00:00.000Z, last outcome 2027-01-15T08:00:30.000Z\n"
               "half of the accounts took up to 2.00 s, 90 % up to 2.00 s, 99 % up to 2.00 s\n"
               "  3 x retried after status 503\n"
               "  1 x refused: the account's email or password is wrong\n"
               "    Ask the customer for the right email and password, correct the row, and import again.\n"
               "  1 x unknown: the connection was lost\n"
               "    Run the import again: it sends the row once more, or asks first with --verify.\n"
               "  line 7 user7@example.com: refused, the account's email or password is wrong\n"
               "  line 8 user8@example.com: unknown, the connection was lost\n");
}

BOOST_AUTO_TEST_CASE(report_of_a_run_without_an_outcome_has_no_times)
{
    const std::string text = report_text(run_report(run_of(3)));
    BOOST_TEST(text == "/srv/in.csv to https://a.example/v1/runwayml\n"
                       "0 of 3 registered, 0.0 %. 3 are not done yet.\n"
                       "3 rows: 0 registered, 0 refused, 0 failed, 0 unknown, 0 sent, 3 pending\n");
}

BOOST_AUTO_TEST_CASE(long_list_of_accounts_is_cut_and_counted)
{
    run_report report(run_of(25));
    for (std::uint64_t line = 2; line < 27; ++line)
        report.add(row_of(row_state::rejected, line, "no", 400));
    const std::string text = report_text(report);
    BOOST_TEST(text.find("line 21 ") != std::string::npos);
    BOOST_TEST(text.find("line 22 ") == std::string::npos);
    BOOST_TEST(text.ends_with("  and 5 more: --csv lists them all\n"), text);
}

BOOST_AUTO_TEST_CASE(standard_input_and_texts_of_the_service_are_shown_safely)
{
    ledger_run run = run_of(1);
    run.input = "-";
    run_report report(run);
    report.add(row_of(row_state::rejected, 2, "no\x1b[2J", 400));
    const std::string text = report_text(report);
    BOOST_TEST(text.starts_with("standard input to "), text);
    BOOST_TEST(text.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(status_tells_whether_the_run_goes_on_and_how_long)
{
    ledger_run run = run_of(10);
    run.is_running = true;
    run_report report(run);
    for (std::uint64_t line = 2; line < 8; ++line)
        report.add(row_of(row_state::applied, line));
    const std::string text = status_text(report);
    BOOST_TEST(text.find("\nrunning: 60 % done, 0:00:40 left\n") != std::string::npos, text);
    BOOST_TEST(text.find("\n0.1 outcomes a second in the last minute\n") != std::string::npos, text);
    BOOST_TEST(text.ends_with("last outcome 2027-01-15T08:00:30.000Z\n"), text);
    // A run that has ended has no time left, however fast its last rows were.
    run.is_running = false;
    run_report ended(run);
    for (std::uint64_t line = 2; line < 8; ++line)
        ended.add(row_of(row_state::applied, line));
    BOOST_TEST(status_text(ended).find("\nnot running: 60 % done\n") != std::string::npos,
               status_text(ended));
    run.rows = 0;
    BOOST_TEST(status_text(run_report(run)).find("not running: 100 % done\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(status_lists_the_workers_of_a_shared_ledger)
{
    ledger_run run = run_of(10);
    ledger_worker worker;
    worker.name = "alpha:1\x1b[2J";
    worker.rows = 26;
    worker.lease_left = 9800ms;
    run.workers.push_back(worker);
    const std::string text = status_text(run_report(run));
    BOOST_TEST(text.ends_with(": 26 rows, lease ends in 9.8 s\n"), text);
    BOOST_TEST(text.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(report_in_json_has_the_documented_members)
{
    const boost::json::value said = boost::json::parse(report_json(mixed()));
    BOOST_TEST(said.at("rows").to_number<int>() == 10);
    BOOST_TEST(said.at("states").at("registered").to_number<int>() == 5);
    BOOST_TEST(said.at("states").at("refused").to_number<int>() == 1);
    BOOST_TEST(said.at("states").at("pending").to_number<int>() == 2);
    BOOST_TEST(said.at("retries").at("status 503").to_number<int>() == 3);
    BOOST_TEST(said.at("reasons").as_array().size() == 2U);
    BOOST_TEST(said.at("in_need_count").to_number<int>() == 2);
    const boost::json::value& account = said.at("in_need").at(0);
    BOOST_TEST(std::string_view(account.at("email").as_string()) == "user7@example.com");
    BOOST_TEST(std::string_view(account.at("state").as_string()) == "refused");
    BOOST_TEST(std::string_view(account.at("settled_at").as_string()) == "2027-01-15T08:00:30.000Z");
    BOOST_TEST(said.at("latency").as_array().size() == latencies::bounds_ms.size() + 1);
    BOOST_TEST(said.at("latency").as_array().back().at("up_to_ms").is_null());
    const boost::json::value empty = boost::json::parse(report_json(run_report(run_of(3))));
    BOOST_TEST(empty.at("first_sent_at").is_null());
}

BOOST_AUTO_TEST_CASE(status_in_json_has_the_documented_members)
{
    ledger_run run = run_of(10);
    for (const auto& [rows, left] : {std::pair(0U, 1000ms), std::pair(3U, 9000ms), std::pair(2U, 8000ms)}) {
        ledger_worker worker;
        worker.name = "worker";
        worker.rows = rows;
        worker.lease_left = left;
        run.workers.push_back(worker);
    }
    const boost::json::value said = boost::json::parse(status_json(run_report(run)));
    BOOST_TEST(said.at("per_cent").to_number<int>() == 0);
    BOOST_TEST(said.at("left_ms").is_null());
    BOOST_TEST(said.at("workers").as_array().size() == 3U);
    // A worker without rows holds none back.
    BOOST_TEST(said.at("oldest_lease_left_ms").to_number<int>() == 8000);
    run.rows = 0;
    run.workers.clear();
    const boost::json::value empty = boost::json::parse(status_json(run_report(run)));
    BOOST_TEST(empty.at("per_cent").to_number<int>() == 100);
    BOOST_TEST(empty.at("oldest_lease_left_ms").is_null());
}

BOOST_AUTO_TEST_CASE(table_has_a_line_for_an_account_that_a_spreadsheet_does_not_run)
{
    ledger_row row = row_of(row_state::rejected, 7, "=1+1, \"no\"", 400);
    row.key.profile = "eu";
    BOOST_TEST(
        csv_header() ==
        "line,profile,email,state,effect,status,error,attempts,sent_at,settled_at,elapsed_ms,advice\r\n");
    BOOST_TEST(csv_line(row) == "7,eu,user7@example.com,refused,none,400,\"'=1+1, \"\"no\"\"\",1,"
                                "2027-01-15T08:00:00.000Z,2027-01-15T08:00:30.000Z,2000,Correct the row and "
                                "import again.\r\n");
    ledger_row pending;
    pending.key = row_key("", "a@example.com");
    pending.line = 2;
    BOOST_TEST(csv_line(pending) == "2,,a@example.com,pending,none,0,,0,,,0,\r\n");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
