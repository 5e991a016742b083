#include <useapi/bulk/import.hpp>

#include "bulk/checked_options.hpp"
#include "bulk/import_state.hpp"
#include "bulk/input/check_rows.hpp"
#include "bulk/ledger/ledger_store.hpp"
#include "bulk/prune/cautious_key.hpp"

#include <chrono>
#include <ctime>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk {
namespace {

std::string time_of_day(std::chrono::system_clock::time_point when)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    char text[16];
    return {text, std::strftime(text, sizeof text, "%H:%M", &local)};
}

} // namespace

import::import(import_options options) :state_(std::make_shared<detail::import_state>(std::move(options))) {}

import::~import() = default;
import::import(import&&) noexcept = default;
import& import::operator=(import&&) noexcept = default;

check_report import::check()
{
    if (!state_->file.is_regular())
        return {};
    input_rows rows(state_->file, state_->options);
    account_limits limits(state_->options);
    state_->checked = check_rows(rows, state_->seen, limits);
    state_->file.rewind();
    return *state_->checked;
}

void import::compare(import_plan& plan,
                     const std::function<void(const plan_entry&, const account_row&)>& note)
{
    detail::import_state& state = *state_;
    state.for_each_row([&](const input_row& row) {
        if (state.seen.look_up(row.settings, row.line, row.profile).what != duplicates::verdict::first)
            return;
        const plan_entry entry = plan.judge(row.line, row.profile, row.settings);
        if (note)
            note(entry, row.settings);
    });
}

void import::send_only_changes(std::shared_ptr<import_plan> plan)
{
    state_->plan = std::move(plan);
}

void import::open_ledger(const std::map<std::string, client>& clients)
{
    state_->open_ledger(clients);
}

void import::note_deletions(const std::vector<row_result>& accounts)
{
    if (!state_->store)
        return;
    for (const bool was_deleted : {true, false}) {
        std::set<std::string> keys;
        for (const row_result& each : accounts)
            if (was_deleted == (each.outcome == row_outcome::deleted))
                keys.insert(cautious_key(each.email));
        if (keys.empty())
            continue;
        // Ignores the profile and the spelling, because sending a row once more does no harm.
        const auto is_meant = [&keys](const row_key& key) { return keys.contains(cautious_key(key.email)); };
        state_->store->change(is_meant, was_deleted ? mark_deleted : mark_kept);
    }
}

void import::report_deletion(const row_result& account)
{
    if (!state_->results)
        return;
    state_->results->begin();
    state_->results->write(account);
}

void import::send_what_is_gone(std::shared_ptr<const import_plan> plan)
{
    state_->held = std::move(plan);
}

void import::send_chosen(std::function<bool(const std::string&, const std::string&)> is_chosen,
                         std::uint64_t rows)
{
    state_->is_chosen = std::move(is_chosen);
    state_->chosen_rows = rows;
}

void import::start_run(std::shared_ptr<detail::import_state> state, std::map<std::string, client> clients,
                       handler handler)
{
    state->start(std::move(clients), std::move(handler));
}

void import::stop()
{
    state_->stop_was_asked = true;
    if (const auto run = state_->run())
        run->stop(stop_reason::interrupted);
}

void import::cut()
{
    state_->stop_was_asked = true;
    if (const auto run = state_->run())
        run->cut();
}

void import::pause()
{
    if (const auto run = state_->run())
        run->pause();
}

void import::go_on()
{
    if (const auto run = state_->run())
        run->go_on();
}

void import::change_pace(std::size_t concurrency, double rate)
{
    if (const auto run = state_->run())
        run->change_pace(concurrency, rate);
}

check_report check_input(const import_options& options)
{
    const import_options checked = checked_options(options);
    input_file file(checked.input());
    input_rows rows(file, checked);
    rows.wait_for_input();
    duplicates seen;
    account_limits limits(checked);
    return check_rows(rows, seen, limits);
}

progress import::snapshot() const
{
    progress seen = state_->snapshot();
    if (!seen.outage.empty())
        seen.gives_up_at = time_of_day(std::chrono::system_clock::now() + seen.gives_up_in);
    return seen;
}

} // namespace useapi::bulk
