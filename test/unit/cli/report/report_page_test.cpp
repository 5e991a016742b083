#include "cli/report/report_page.hpp"
#include "unit/cli/report/recorded_rows.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(pages_of_reports)

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;

bool holds(const std::string& page, std::string_view part)
{
    return page.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_CASE(page_opens_with_its_verdict_and_shows_no_folder)
{
    ledger_run run = run_of(4);
    run.input = "/srv/secret-place/accounts.csv";
    run_report report(run);
    report.add(row_of(row_state::applied, 1s, start));
    for (const char* const email : {"x@b.cd", "y@b.cd"}) {
        ledger_row row = row_of(row_state::rejected, 1s, start + 2h, 401);
        row.key.email = email;
        row.error = "Wrong username/password combination.";
        report.add(row);
    }
    const std::string page = report_page(report);
    BOOST_TEST(holds(page, "<h1>1 of 4 registered, 25.0 %. 2 need attention. 1 is not done yet.</h1>"));
    BOOST_TEST(holds(page, "<title>Import of accounts.csv</title>"));
    BOOST_TEST(!holds(page, "secret-place"));
    BOOST_TEST(holds(page, "The import is not running"));
    // One group of two accounts, and the pause between the first outcome and the others.
    BOOST_TEST(holds(page, "<details><summary><b>2</b>"));
    BOOST_TEST(page.find("<details>") == page.rfind("<details>"));
    BOOST_TEST(holds(page, "Interrupted from "));
    run.is_running = true;
    BOOST_TEST(report_page(run_report(run)).find("still running") != std::string::npos);
}

// As browsers print: without backgrounds, and in the colours of light pages.
BOOST_AUTO_TEST_CASE(page_is_read_on_paper_and_on_a_phone)
{
    run_report report(run_of(1));
    report.add(row_of(row_state::applied, 1s, start));
    const std::string page = report_page(report);
    BOOST_TEST(holds(
        page, ".share, .share i, .key i { -webkit-print-color-adjust: exact; print-color-adjust: exact; }"));
    BOOST_TEST(page.find("@media (prefers-color-scheme: dark)") == std::string::npos);
    BOOST_TEST(holds(page, "@media screen and (prefers-color-scheme: dark)"));
    // A chart of an hour is wider than a phone: it scrolls, so that its times can be read.
    BOOST_TEST(holds(page, "<div class=\"scroll wide\"><svg"));
    BOOST_TEST(holds(page, ".wide svg { min-width: 44rem; }"));
}

BOOST_AUTO_TEST_CASE(page_shows_text_as_text)
{
    run_report report(run_of(1));
    ledger_row row = row_of(row_state::rejected, 1s, start, 400);
    row.error = "<script>alert(\"x\")</script> & more";
    row.key.email = "a&b@b.cd";
    report.add(row);
    const std::string page = report_page(report);
    BOOST_TEST(page.find("<script") == std::string::npos);
    BOOST_TEST(page.find("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; more") !=
               std::string::npos);
    BOOST_TEST(page.find("a&amp;b@b.cd") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(page_of_a_run_without_failures_says_so)
{
    run_report report(run_of(1));
    report.add(row_of(row_state::applied, 1s, start));
    const std::string page = report_page(report);
    BOOST_TEST(holds(page, "None: every account that was sent is registered."));
    BOOST_TEST(holds(page, "The import has ended."));
    BOOST_TEST(!holds(page, "<details>"));
    BOOST_TEST(!holds(page, "Interrupted from"));
}

BOOST_AUTO_TEST_CASE(page_of_standard_input_names_it)
{
    ledger_run run = run_of(1);
    run.input = "-";
    BOOST_TEST(holds(report_page(run_report(run)), "<title>Import of standard input</title>"));
}

BOOST_AUTO_TEST_CASE(page_before_the_first_request_tells_no_times)
{
    const std::string page = report_page(run_report(run_of(3)));
    BOOST_TEST(holds(page, "<h1>0 of 3 registered"));
    BOOST_TEST(!holds(page, "First request"));
    BOOST_TEST(!holds(page, "half within"));
    BOOST_TEST(holds(page, "0 requests recorded by 2027-01-15 09:00"));
}

BOOST_AUTO_TEST_CASE(page_tells_when_the_run_was_and_how_long_its_accounts_took)
{
    run_report report(run_of(4));
    report.add(row_of(row_state::applied, 2s, start + 10s));
    report.add(row_of(row_state::applied, 4s, start + 90s));
    report.add(row_of(row_state::sent, 0ms, start));
    const std::string page = report_page(report);
    BOOST_TEST(holds(page, "First request 2027-01-15 08:00"));
    BOOST_TEST(holds(page, "(90.0 s later)"), page.substr(page.find("First request"), 200));
    BOOST_TEST(holds(page, "half within"));
    BOOST_TEST(holds(page, "<p class=\"soft\">3 requests recorded by"));
}

BOOST_AUTO_TEST_CASE(tiles_and_shares_are_those_of_the_states)
{
    run_report report(run_of(8));
    report.add(row_of(row_state::applied, 1s, start));
    report.add(row_of(row_state::applied, 1s, start));
    report.add(row_of(row_state::failed, 1s, start, 500));
    report.add(row_of(row_state::sent, 0ms, start));
    const std::string page = report_page(report);
    BOOST_TEST(holds(page, "<div class=\"tile\" style=\"--c:var(--applied)\"><b>2</b>registered</div>"));
    BOOST_TEST(holds(page, "<div class=\"tile\" style=\"--c:var(--failed)\"><b>1</b>failed</div>"));
    BOOST_TEST(holds(page, "<b>1</b>sent, no answer yet</div>"));
    BOOST_TEST(holds(page, "<b>4</b>pending</div>"));
    BOOST_TEST(holds(page, "<div class=\"tile none\" style=\"--c:var(--rejected)\"><b>0</b>refused</div>"));
    BOOST_TEST(holds(page, "<i style=\"--c:var(--applied);width:25.0%\"></i>"));
    BOOST_TEST(holds(page, "<i style=\"--c:var(--failed);width:12.5%\"></i>"));
    BOOST_TEST(!holds(page, "<i style=\"--c:var(--rejected);width:"));
    BOOST_TEST(!holds(report_page(run_report(run_of(1))), "no answer yet"));
}

BOOST_AUTO_TEST_CASE(accounts_of_a_group_have_a_column_for_profiles_only_if_one_has_a_profile)
{
    run_report report(run_of(2));
    ledger_row first = row_of(row_state::rejected, 1s, start, 401);
    first.error = "wrong";
    first.line = 7;
    report.add(first);
    BOOST_TEST(!holds(report_page(report), "<th>Profile</th>"));
    ledger_row second = first;
    second.key = row_key("eu&us", "b@c.de");
    second.line = 9;
    second.attempts = 3;
    report.add(second);
    const std::string page = report_page(report);
    BOOST_TEST(holds(page, "<th>Profile</th>"));
    BOOST_TEST(holds(page, "<tr><td class=\"n\">9</td><td class=\"mono\">b@c.de</td><td>eu&amp;us</td>"
                           "<td class=\"n\">3</td></tr>"));
    BOOST_TEST(
        holds(page, "<b>2</b> <span class=\"tag\" style=\"--c:var(--rejected)\">refused</span> 401: wrong"));
}

BOOST_AUTO_TEST_CASE(accounts_beyond_the_list_are_counted_and_rare_reasons_share_a_group)
{
    run_report report(run_of(5000));
    for (std::uint64_t i = 0; i < 3000; ++i) {
        ledger_row row = row_of(row_state::failed, 1s, start, 500);
        row.line = i + 2;
        row.error = i < 2900 ? "the same" : "request " + std::to_string(i);
        report.add(row);
    }
    const std::string page = report_page(report);
    BOOST_TEST(holds(page, "<b>2&#8239;900</b>"));
    BOOST_TEST(holds(page, "900 more are in the CSV report."));
    BOOST_TEST(holds(page, "for other reasons"));
}

BOOST_AUTO_TEST_CASE(length_of_an_interval_has_a_unit)
{
    const std::vector<std::pair<std::chrono::milliseconds, std::string>> cases{
        {0s, "Accounts in each second, UTC"},
        {150s, "Accounts in each 2 seconds, UTC"},
        {90min, "Accounts in each minute, UTC"},
        {80h, "Accounts in each hour, UTC"}};
    for (const auto& [length, text] : cases) {
        run_report report(run_of(2));
        report.add(row_of(row_state::applied, 1s, start));
        report.add(row_of(row_state::applied, 1s, start + length));
        const std::string page = report_page(report);
        BOOST_TEST(holds(page, text), page.substr(page.find("Accounts in each"), 40));
    }
}

BOOST_AUTO_TEST_CASE(page_loads_nothing_and_runs_nothing)
{
    run_report report(run_of(1));
    report.add(row_of(row_state::applied, 1s, start));
    const std::string page = report_page(report);
    BOOST_TEST(holds(page, "content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    for (const std::string_view part : {"<script", "<link", "<img", "src=", "@import", "url("})
        BOOST_TEST(!holds(page, part), part);
    BOOST_TEST(page.starts_with("<!doctype html>"));
    BOOST_TEST(page.ends_with("</body>\n</html>\n"));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
