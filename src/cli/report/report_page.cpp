#include "cli/report/report_page.hpp"

#include "cli/report/page_text.hpp"
#include "cli/report/report_charts.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace useapi::cli {

using namespace page;

namespace {

constexpr std::string_view head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
:root { --page: #f6f7f9; --card: #fff; --line: #d9dde3; --text: #1c2430; --soft: #5d6878;
  --applied: #1a7f4b; --rejected: #c4314b; --failed: #b35c00; --unknown: #8a5cc9; --sent: #2f6fca;
  --pending: #98a2b0; --bar: #2f6fca; }
@media screen and (prefers-color-scheme: dark) { :root { --page: #12161c; --card: #1b212a; --line: #323b48;
  --text: #e6eaf0; --soft: #9aa6b6; --applied: #3fb97a; --rejected: #f0687f; --failed: #e39a45;
  --unknown: #b18ce8; --sent: #6ba4f0; --pending: #6d7888; --bar: #6ba4f0; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 4rem; background: var(--page);
  color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
details { border-top: 1px solid var(--line); padding: .6rem 0; }
details:first-of-type { border-top: 0; }
summary { cursor: pointer; }
summary b { font-variant-numeric: tabular-nums; }
details .scroll { margin: .5rem 0 .25rem 1rem; }
h2 { font-size: 1.05rem; margin: 0 0 .75rem; }
p { margin: .25rem 0; }
.soft { color: var(--soft); }
.mono { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .92em; overflow-wrap: anywhere; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.1rem 1.25rem;
  margin-top: 1.25rem; }
.pair { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); }
.tiles { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr));
  margin-top: 1.25rem; }
.tile { background: var(--card); border: 1px solid var(--line); border-top: .25rem solid var(--c);
  border-radius: .6rem; padding: .7rem .9rem; }
.tile b { display: block; font-size: 1.6rem; font-variant-numeric: tabular-nums; line-height: 1.2; }
.share { display: flex; height: .8rem; border-radius: .4rem; overflow: hidden; background: var(--line);
  margin-top: .75rem; }
.share i { background: var(--c); }
.share, .share i, .key i { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.bar i { border-radius: .4rem; }
.key { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin-top: .6rem; color: var(--soft);
  font-size: .88rem; }
.key i { display: inline-block; width: .7rem; height: .7rem; border-radius: .15rem; background: var(--c);
  margin-right: .4rem; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--soft); font: 11px system-ui, "DejaVu Sans", sans-serif; }
svg .grid { stroke: var(--line); stroke-width: 1; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; color: var(--soft); font-weight: 600; border-bottom: 1px solid var(--line); }
th, td { padding: .45rem .9rem .45rem 0; vertical-align: top; }
tr + tr td { border-top: 1px solid var(--line); }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
.none { --c: var(--line) !important; color: var(--soft); }
.tag { color: var(--c); font-weight: 600; white-space: nowrap; }
@media (max-width: 40rem) { body { padding: 1.25rem .8rem 2rem; } .card { padding: .9rem; } h1 { font-size: 1.3rem; }
  .pair { grid-template-columns: 1fr; gap: 0; } svg text { font-size: 13px; }
  .wide svg { min-width: 44rem; } .wide text { font-size: 14px; }
  .tiles { grid-template-columns: repeat(3, 1fr); gap: .5rem; }
  .tile { padding: .5rem .6rem; } .tile b { font-size: 1.25rem; } details .scroll { margin-left: 0; } }
@media print { :root { --page: #fff; --card: #fff; --text: #000; --soft: #444; --line: #bbb; }
  body { padding: 0; max-width: none; font-size: 12px; } .card, .tile { break-inside: avoid; } .tiles { gap: .4rem; }
  .wide svg { min-width: 0; } }
</style>
)";

std::string interval_name(std::chrono::milliseconds interval)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(interval).count();
    const auto named = [](std::int64_t count, std::string_view unit) {
        return (count == 1 ? std::string() : std::to_string(count) + ' ') + std::string(unit) +
               (count == 1 ? "" : "s");
    };
    if (seconds % 3600 == 0)
        return named(seconds / 3600, "hour");
    return seconds % 60 == 0 ? named(seconds / 60, "minute") : named(seconds, "second");
}

std::string color_of(bulk::row_state state)
{
    return "style=\"--c:var(--" + std::string(to_string(state)) + ")\"";
}

std::string tile(std::string_view color, std::uint64_t count, std::string_view name)
{
    return std::string("<div class=\"tile") + (count == 0 ? " none" : "") + "\" style=\"--c:var(--" +
           std::string(color) + ")\"><b>" + grouped(count) + "</b>" + std::string(name) + "</div>\n";
}

/** The name without its folder: readers of the page must not learn where a server keeps its files. */
std::string input_of(const run_report& report)
{
    const std::string& input = report.run().input;
    return escaped(input == "-" ? std::string("standard input") : input.substr(input.rfind('/') + 1));
}

std::string state_of_run(const run_report& report)
{
    if (report.is_running())
        return "The import is still running.";
    if (report.settled() == report.rows())
        return "The import has ended.";
    return "The import is not running; the same command continues with the remaining rows.";
}

std::string overview(const run_report& report)
{
    const state_counts& states = report.states();
    std::string html = "<title>Import of " + input_of(report) + "</title>\n</head>\n<body>\n<h1>" +
                       report.verdict() + "</h1>\n<p>Import of <span class=\"mono\">" + input_of(report) +
                       "</span>. " + state_of_run(report) +
                       "</p>\n<p class=\"soft\">Service <span class=\"mono\">" +
                       escaped(report.run().base_url) + "</span></p>\n";
    if (report.first_sent_at())
        html += "<p class=\"soft\">First request " + date_and_time(*report.first_sent_at()) +
                (report.last_settled_at()
                     ? ", last outcome " + date_and_time(*report.last_settled_at()) + " (" +
                           duration(*report.last_settled_at() - *report.first_sent_at()) + " later)"
                     : std::string()) +
                "</p>\n";
    html += "<p class=\"soft\">" + grouped(report.attempts()) + " requests recorded by " +
            date_and_time(report.run().now) + "</p>\n";
    html += "<div class=\"tiles\">\n" + tile("applied", states[bulk::row_state::applied], "registered") +
            tile("rejected", states[bulk::row_state::rejected], "refused") +
            tile("failed", states[bulk::row_state::failed], "failed") +
            tile("unknown", states[bulk::row_state::unknown], "unknown");
    if (states[bulk::row_state::sent] != 0)
        html += tile("sent", states[bulk::row_state::sent], "sent, no answer yet");
    html += tile("pending", report.waiting(), "pending") + "</div>\n";

    const double whole = static_cast<double>(
        std::max<std::uint64_t>(1, states.total() - states[bulk::row_state::pending] + report.waiting()));
    html += "<div class=\"share\" role=\"img\" aria-label=\"Share of each state\">";
    for (const bulk::row_state state :
         {bulk::row_state::applied, bulk::row_state::rejected, bulk::row_state::failed,
          bulk::row_state::unknown, bulk::row_state::sent}) {
        if (states[state] != 0)
            html += "<i style=\"--c:var(--" + std::string(to_string(state)) +
                    ");width:" + one_decimal(100 * static_cast<double>(states[state]) / whole) + "%\"></i>";
    }
    return html + "</div>\n";
}

std::string tag(bulk::row_state state)
{
    return "<span class=\"tag\" " + color_of(state) + ">" + std::string(word_for(state)) + "</span>";
}

std::string what_was_said(int status, const std::string& error)
{
    if (error.empty())
        return "various";
    return (status != 0 ? std::to_string(status) + ": " : std::string()) + escaped(error);
}

std::string key()
{
    std::string html = "<div class=\"key\">";
    for (const bulk::row_state state : charted_outcomes)
        html += "<span><i " + color_of(state) + "></i>" + std::string(word_for(state)) + "</span>";
    return html + "</div>\n";
}

bool is_of(const bulk::ledger_row& row, const need_reason& reason)
{
    return row.state == reason.state && row.status == reason.status && row.error == reason.error &&
           advice_for(row) == reason.advice;
}

std::string accounts_table(const std::vector<const bulk::ledger_row*>& rows)
{
    const bool has_profiles = std::any_of(
        rows.begin(), rows.end(), [](const bulk::ledger_row* row) { return !row->key.profile.empty(); });
    std::string html = "<div class=\"scroll\"><table>\n<tr><th class=\"n\">Line</th><th>Account</th>";
    html += has_profiles ? "<th>Profile</th>" : "";
    html += "<th class=\"n\">Tries</th></tr>\n";
    for (const bulk::ledger_row* const row : rows) {
        html += "<tr><td class=\"n\">" + std::to_string(row->line) + "</td><td class=\"mono\">" +
                escaped(row->key.email) + "</td>";
        if (has_profiles)
            html += "<td>" + escaped(row->key.profile) + "</td>";
        html += "<td class=\"n\">" + std::to_string(row->attempts) + "</td></tr>\n";
    }
    return html + "</table></div>\n";
}

/** A reason, what to do about it, and then the accounts. If there are thousands, a printed page shows only
    the reason.
 */
std::string group(const need_reason& reason, const std::vector<const bulk::ledger_row*>& rows)
{
    const std::string what = reason.error.empty() && reason.status == 0 && reason.accounts != rows.size()
                                 ? std::string("for other reasons")
                                 : what_was_said(reason.status, reason.error);
    std::string html = "<details><summary><b>" + grouped(reason.accounts) + "</b> " + tag(reason.state) +
                       " " + what + "<br><span class=\"soft\">" + std::string(reason.advice) +
                       "</span></summary>\n" + accounts_table(rows);
    if (reason.accounts > rows.size())
        html += "<p class=\"soft\">" + grouped(reason.accounts - rows.size()) +
                " more are in the CSV report.</p>\n";
    return html + "</details>\n";
}

std::string accounts_in_need(const run_report& report)
{
    if (report.in_need_count() == 0)
        return "<p class=\"soft\">None: every account that was sent is registered.</p>\n";
    const std::vector<need_reason> reasons = report.reasons();
    std::vector<std::vector<const bulk::ledger_row*>> groups(reasons.size());
    for (const bulk::ledger_row& row : report.in_need()) {
        const auto found = std::find_if(reasons.begin(), reasons.end(),
                                        [&row](const need_reason& each) { return is_of(row, each); });
        // Accounts whose reason is not listed go to the last group.
        groups[found == reasons.end() ? reasons.size() - 1
                                      : static_cast<std::size_t>(found - reasons.begin())]
            .push_back(&row);
    }
    std::string html;
    for (std::size_t i = 0; i < reasons.size(); ++i)
        html += group(reasons[i], groups[i]);
    return html;
}

std::string interruptions(const timeline& outcomes)
{
    std::string html;
    for (const auto& [begin, end] : outcomes.interruptions())
        html += "<p class=\"soft\">Interrupted from " + date_and_time(begin) + " to " + date_and_time(end) +
                " (" + duration(end - begin) + ")</p>\n";
    return html;
}

std::string card(std::string_view title, const std::string& content)
{
    return "<section class=\"card\"><h2>" + std::string(title) + "</h2>\n" + content + "</section>\n";
}

} // namespace

std::string report_page(const run_report& report)
{
    std::string page(head);
    page += overview(report);
    page += card("Accounts that need attention", accounts_in_need(report));
    page += card("Outcomes over time", "<div class=\"scroll wide\">" + timeline_chart(report.outcomes()) +
                                           "</div>\n" + key() + "<p class=\"soft\">Accounts in each " +
                                           interval_name(report.outcomes().interval()) + ", UTC</p>\n" +
                                           interruptions(report.outcomes()));
    std::string times = latency_chart(report.times());
    if (!report.times().empty())
        times += "<p class=\"soft\">Accounts by the time that they took, in seconds; half within " +
                 duration(report.times().quantile(.5)) + ", 90 % within " +
                 duration(report.times().quantile(.9)) + ", 99 % within " +
                 duration(report.times().quantile(.99)) + "</p>\n";
    page += "<div class=\"pair\">\n" + card("How long an account took", times) +
            card("Retries by reason", retry_chart(report.retries())) + "</div>\n";
    return page + "</body>\n</html>\n";
}

} // namespace useapi::cli
