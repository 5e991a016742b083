#include "cli/report/render_report.hpp"

#include "bulk/json_text.hpp"
#include "bulk/plural.hpp"
#include "bulk/run/csv_text.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/output/time_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>

namespace useapi::cli {
namespace {

namespace json = boost::json;

using bulk::row_state;
using bulk::view;

constexpr std::size_t listed_in_text = 20;

json::value time_value(const std::optional<bulk::wall_time>& time)
{
    if (!time)
        return nullptr;
    return json::string(iso_time(*time, true));
}

std::string csv_field(std::string_view text)
{
    std::string field;
    bulk::append_csv_field(field, text);
    return field;
}

json::object states_object(const run_report& report)
{
    json::object states;
    for (const row_state state : bulk::all_row_states)
        states[view(word_for(state))] =
            state == row_state::pending ? report.waiting() : report.states()[state];
    return states;
}

json::object row_object(const bulk::ledger_row& row)
{
    return {{"line", row.line},
            {"email", view(row.key.email)},
            {"profile", view(row.key.profile)},
            {"state", view(word_for(row.state))},
            {"effect", view(useapi::to_string(row.effect))},
            {"status", row.status},
            {"error", view(row.error)},
            {"attempts", row.attempts},
            {"sent_at", time_value(row.sent_at)},
            {"settled_at", time_value(row.settled_at)},
            {"elapsed_ms", row.elapsed.count()},
            {"advice", view(advice_for(row))}};
}

std::string counts_text(const run_report& report)
{
    const state_counts& states = report.states();
    return fmt::format("{}: {} registered, {} refused, {} failed, {} unknown, {} sent, {} pending\n",
                       bulk::plural_rows(report.rows()), states[row_state::applied],
                       states[row_state::rejected], states[row_state::failed], states[row_state::unknown],
                       states[row_state::sent], report.waiting());
}

std::string run_text(const run_report& report)
{
    return fmt::format("{} to {}\n",
                       report.run().input == "-" ? "standard input" : printable(report.run().input),
                       printable(report.run().base_url));
}

double seconds(std::chrono::milliseconds time)
{
    return static_cast<double>(time.count()) / 1000;
}

/// `running: 40 % done, 0:12:30 left`
std::string running_text(const run_report& report)
{
    const std::uint64_t share = report.rows() == 0 ? 100 : report.settled() * 100 / report.rows();
    std::string text = fmt::format("{}: {} % done", report.is_running() ? "running" : "not running", share);
    if (const auto left = report.time_left(); left && report.is_running()) {
        const auto whole = std::chrono::ceil<std::chrono::seconds>(*left).count();
        text += fmt::format(", {}:{:02}:{:02} left", whole / 3600, whole / 60 % 60, whole % 60);
    }
    return text + '\n';
}

} // namespace

std::string report_text(const run_report& report)
{
    std::string text = run_text(report) + report.verdict() + '\n' + counts_text(report);
    if (report.first_sent_at() && report.last_settled_at())
        text += fmt::format("first request {}, last outcome {}\n", iso_time(*report.first_sent_at(), true),
                            iso_time(*report.last_settled_at(), true));
    if (!report.times().empty())
        text += fmt::format(
            "half of the accounts took up to {:.2f} s, 90 % up to {:.2f} s, 99 % up to {:.2f} s\n",
            seconds(report.times().quantile(.5)), seconds(report.times().quantile(.9)),
            seconds(report.times().quantile(.99)));
    for (const auto& [reason, times] : report.retries())
        text += fmt::format("  {} x retried after {}\n", times, printable(reason));
    for (const need_reason& each : report.reasons())
        text += fmt::format("  {} x {}: {}\n    {}\n", each.accounts, word_for(each.state),
                            each.error.empty() ? "for other reasons" : printable(each.error), each.advice);
    for (std::size_t i = 0; i < std::min(report.in_need().size(), listed_in_text); ++i) {
        const bulk::ledger_row& row = report.in_need()[i];
        text += fmt::format("  line {} {}: {}, {}\n", row.line, printable(row.key.email), word_for(row.state),
                            printable(row.error));
    }
    if (report.in_need_count() > listed_in_text)
        text += fmt::format("  and {} more: --csv lists them all\n", report.in_need_count() - listed_in_text);
    return text;
}

std::string status_text(const run_report& report)
{
    std::string text = run_text(report) + running_text(report) + counts_text(report);
    text += fmt::format("{:.1f} outcomes a second in the last minute\n", report.recent_rate());
    if (report.last_settled_at())
        text += fmt::format("last outcome {}\n", iso_time(*report.last_settled_at(), true));
    for (const bulk::ledger_worker& worker : report.run().workers)
        text += fmt::format("worker {}: {}, lease ends in {:.1f} s\n", printable(worker.name),
                            bulk::plural_rows(worker.rows), seconds(worker.lease_left));
    return text;
}

std::string report_json(const run_report& report)
{
    json::array latency;
    const auto& classes = report.times().classes();
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const bool is_last = i == latencies::bounds_ms.size();
        latency.push_back(
            json::object{{"up_to_ms", is_last ? json::value(nullptr) : json::value(latencies::bounds_ms[i])},
                         {"rows", classes[i]}});
    }
    json::object retries;
    for (const auto& [reason, times] : report.retries())
        retries[reason] = times;
    json::array accounts;
    for (const bulk::ledger_row& row : report.in_need())
        accounts.push_back(row_object(row));
    json::array reasons;
    for (const need_reason& each : report.reasons())
        reasons.push_back(json::object{{"state", view(word_for(each.state))},
                                       {"status", each.status},
                                       {"error", view(each.error)},
                                       {"accounts", each.accounts},
                                       {"advice", view(each.advice)}});
    const json::object object = {{"input", view(report.run().input)},
                                 {"base_url", view(report.run().base_url)},
                                 {"rows", report.rows()},
                                 {"states", states_object(report)},
                                 {"attempts", report.attempts()},
                                 {"first_sent_at", time_value(report.first_sent_at())},
                                 {"last_settled_at", time_value(report.last_settled_at())},
                                 {"latency", std::move(latency)},
                                 {"retries", std::move(retries)},
                                 {"reasons", std::move(reasons)},
                                 {"verdict", report.verdict()},
                                 {"running", report.is_running()},
                                 {"in_need_count", report.in_need_count()},
                                 {"in_need", std::move(accounts)}};
    return valid_utf8(json::serialize(object)) + '\n';
}

std::string status_json(const run_report& report)
{
    json::array workers;
    json::value oldest = nullptr;
    std::optional<std::chrono::milliseconds> least;
    for (const bulk::ledger_worker& worker : report.run().workers) {
        workers.push_back(json::object{{"name", view(worker.name)},
                                       {"rows", worker.rows},
                                       {"lease_left_ms", worker.lease_left.count()}});
        if (worker.rows != 0)
            least = std::min(least.value_or(worker.lease_left), worker.lease_left);
    }
    if (least)
        oldest = least->count();
    const auto left = report.time_left();
    const json::object object = {
        {"input", view(report.run().input)},
        {"base_url", view(report.run().base_url)},
        {"rows", report.rows()},
        {"states", states_object(report)},
        {"rate", nullptr},
        {"running", report.is_running()},
        {"per_cent", report.rows() == 0 ? 100 : report.settled() * 100 / report.rows()},
        {"left_ms", left ? json::value(left->count()) : json::value(nullptr)},
        {"last_settled_at", time_value(report.last_settled_at())},
        {"workers", std::move(workers)},
        {"oldest_lease_left_ms", std::move(oldest)}};
    return valid_utf8(bulk::with_number(json::serialize(object), "rate", report.recent_rate())) + '\n';
}

std::string csv_header()
{
    return "line,profile,email,state,effect,status,error,attempts,sent_at,settled_at,elapsed_ms,advice\r\n";
}

std::string csv_line(const bulk::ledger_row& row)
{
    return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\r\n", row.line, csv_field(row.key.profile),
                       csv_field(row.key.email), word_for(row.state), useapi::to_string(row.effect),
                       row.status, csv_field(row.error), row.attempts,
                       row.sent_at ? iso_time(*row.sent_at, true) : "",
                       row.settled_at ? iso_time(*row.settled_at, true) : "", row.elapsed.count(),
                       csv_field(advice_for(row)));
}

} // namespace useapi::cli
