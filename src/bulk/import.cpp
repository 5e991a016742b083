#include <useapi/bulk/import.hpp>

#include "bulk/checked_options.hpp"
#include "bulk/client_environment.hpp"
#include "bulk/feed/changes_feed.hpp"
#include "bulk/feed/chosen_feed.hpp"
#include "bulk/feed/file_feed.hpp"
#include "bulk/feed/lane_feed.hpp"
#include "bulk/input/check_rows.hpp"
#include "bulk/input/duplicates.hpp"
#include "bulk/input/input_file.hpp"
#include "bulk/input/input_rows.hpp"
#include "bulk/ledger/ledger_setup.hpp"
#include "bulk/ledger/ledger_store.hpp"
#include "bulk/prune/cautious_key.hpp"
#include "bulk/prune/subscriptions.hpp"
#include "bulk/run/import_run.hpp"
#include "bulk/run/results_writer.hpp"
#include "client/client_core.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <chrono>
#include <ctime>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk {

namespace asio = boost::asio;

namespace {

[[noreturn]] void refuse(std::string detail)
{
    throw exception(error(errc::invalid_argument).detail(std::move(detail)));
}

std::string time_of_day(std::chrono::system_clock::time_point when)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    char text[16];
    return {text, std::strftime(text, sizeof text, "%H:%M", &local)};
}

} // namespace

namespace detail {

class import_state
{
public:
    explicit import_state(import_options chosen)
        : options(checked_options(std::move(chosen))), file(options.input())
    {
        if (!options.results().empty())
            results.emplace(options.results());
    }

    const import_options options;
    input_file file;
    std::optional<results_writer> results;
    duplicates seen;
    std::optional<check_report> checked;
    std::shared_ptr<plan_core> plan;       ///< where only what it would change is sent
    std::shared_ptr<const plan_core> held; ///< where what the service does not hold is sent
    chosen_feed::chooser is_chosen;        ///< where rows of some accounts alone are sent
    std::uint64_t chosen_rows = 0;
    std::unique_ptr<ledger_store> store; ///< opened, and not yet before the rows
    std::shared_ptr<ledger_feed> ledger;
    std::string ledger_failure;
    bool stop_was_asked = false; ///< before there was a run
    std::shared_ptr<import_run> run;
};

} // namespace detail

namespace {

std::vector<ledger_profile> ledger_profiles(const std::map<std::string, client>& clients)
{
    std::vector<ledger_profile> profiles;
    // The one of no name sorts first.
    for (const auto& [name, client] : clients) {
        const client_options& connection = useapi::detail::access::core(client)->options();
        profiles.emplace_back(name, connection.base_url(), connection.token());
    }
    return profiles;
}

/** Only profiles that rows name: a token that is there and of no use does no harm. */
void refuse_same_subscription(const detail::import_state& state, const std::map<std::string, client>& clients)
{
    std::vector<subscription> named;
    for (const auto& [name, client] : clients) {
        if (state.checked && !state.checked->rows_by_profile.contains(name))
            continue;
        const client_options& connection = useapi::detail::access::core(client)->options();
        named.emplace_back(name, connection.base_url(), connection.token());
    }
    if (auto same = find_same_subscription(named))
        refuse(std::move(*same));
}

std::optional<std::uint64_t> rows_to_send(const detail::import_state& state)
{
    if (!state.checked)
        return std::nullopt;
    return state.checked->rows - state.checked->duplicates + state.checked->problem_count;
}

/** Its rows, from its beginning. @throws useapi::exception  where the file was changed meanwhile */
void for_each_row(detail::import_state& state, const std::function<void(const input_row&)>& take)
{
    input_rows rows(state.file, state.options);
    while (auto found = rows.next())
        if (const auto* const row = std::get_if<input_row>(&*found))
            take(*row);
    if (!state.file.is_unchanged())
        refuse(state.file.name() + ": the file was changed while it was read");
    state.file.rewind();
}

void open_store(detail::import_state& state, const std::map<std::string, client>& clients)
{
    ledger_input input;
    if (state.checked)
        input.first_email = state.checked->first_email;
    input.rows = rows_to_send(state).value_or(0);
    if (state.file.is_regular())
        input.for_each_row = [&state](const auto& take) { for_each_row(state, take); };
    std::vector<ledger_profile> profiles = ledger_profiles(clients);
    for (ledger_profile& each : profiles)
        // Where some rows alone are sent, the others may still have the digests of another key.
        each.is_named =
            !state.is_chosen && (!state.checked || state.checked->rows_by_profile.contains(each.name));
    state.store = open_ledger_of(state.options, input, profiles);
}

std::shared_ptr<ledger_feed> feed_from_ledger(const std::shared_ptr<detail::import_state>& state,
                                              const std::map<std::string, client>& clients,
                                              std::unique_ptr<lane_feed> rows)
{
    const auto failed = [weak = std::weak_ptr(state)](std::string why) {
        const auto held = weak.lock();
        if (!held)
            return;
        held->ledger_failure = why;
        if (const auto run = held->run)
            run->stop(stop_reason::ledger_failed, std::move(why));
    };
    const auto noticed = [weak = std::weak_ptr(state)](const std::string& line) {
        const auto held = weak.lock();
        if (held && held->options.on_notice())
            held->options.on_notice()(line);
    };
    if (const double first_place = state->store->first_place(); rows->can_restart())
        rows->begin_at(
            static_cast<std::uint64_t>(first_place * static_cast<double>(rows_to_send(*state).value_or(0))));
    auto made = make_ledger_feed(clients.begin()->second.context(), state->options, std::move(state->store),
                                 ledger_profiles(clients), std::move(rows), failed, noticed);
    made->use_service_clock([clients](const std::string& profile) -> std::optional<wall_time> {
        const auto now = clients.at(profile).service_now();
        if (!now)
            return std::nullopt;
        // A Date has no parts of a second. The latest that it can be, so that a login before this row is
        // older.
        return std::chrono::floor<std::chrono::milliseconds>(*now) + std::chrono::seconds(1);
    });
    if (state->is_chosen)
        made->send_what_is_gone([](const input_row&) { return true; });
    else if (const auto plan = state->held)
        made->send_what_is_gone(
            [plan](const input_row& row) { return !plan->holds(row.profile, row.settings.email()); });
    return made;
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

void import::compare(plan_core& plan,
                     const std::function<void(const plan_entry&, const runwayml::account_settings&)>& note)
{
    detail::import_state& state = *state_;
    for_each_row(state, [&](const input_row& row) {
        if (state.seen.look_up(row.settings, row.line, row.profile).what != duplicates::verdict::first)
            return;
        const plan_entry entry = plan.judge(row.line, row.profile, row.settings);
        if (note)
            note(entry, row.settings);
    });
}

void import::send_only_changes(std::shared_ptr<plan_core> plan)
{
    state_->plan = std::move(plan);
}

void import::open_ledger(const std::map<std::string, client>& clients)
{
    refuse_same_subscription(*state_, clients);
    if (!state_->options.ledger().empty())
        open_store(*state_, clients);
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
        // Of any profile and spelling: to send a row once more does no harm.
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

void import::send_what_is_gone(std::shared_ptr<const plan_core> plan)
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
    for (const profile& each : state->options.profiles())
        if (clients.count(each.name()) == 0 && !(each.name().empty() && state->options.needs_profile()))
            refuse("there is no client for profile " + each.name());
    refuse_same_subscription(*state, clients);
    asio::io_context& context = clients.begin()->second.context();
    const std::optional<std::uint64_t> total =
        state->is_chosen ? std::optional(state->chosen_rows) : rows_to_send(*state);
    if (!state->options.ledger().empty() && !state->store)
        open_store(*state, clients);
    auto executor = asio::prefer(asio::get_associated_executor(handler, context.get_executor()),
                                 asio::execution::outstanding_work_t::tracked);
    std::unique_ptr<row_source> rows = std::make_unique<file_feed>(state->file, state->options, state->seen,
                                                                   state->checked.has_value(), context);
    if (state->is_chosen)
        rows = std::make_unique<chosen_feed>(std::move(rows), state->is_chosen);
    if (state->plan)
        rows = std::make_unique<changes_feed>(std::move(rows), state->plan);
    auto ahead = std::make_unique<lane_feed>(context, std::move(rows), clients.size());
    std::unique_ptr<row_feed> feed;
    if (!state->store) {
        feed = std::move(ahead);
    } else {
        state->ledger = feed_from_ledger(state, clients, std::move(ahead));
        feed = std::make_unique<lent_feed>(state->ledger);
    }
    const auto report = [state](const row_result& row) {
        if (state->ledger)
            state->ledger->record(row);
        if (!state->results)
            return true;
        state->results->write(row);
        return state->results->failure().empty();
    };
    // A std::function holds only what can be copied, and a completion handler cannot.
    auto completion = std::make_shared<import::handler>(std::move(handler));
    const auto done = [state, completion, executor, &context](import_summary summary) {
        if (state->results) {
            if (!state->results->finish() && state->options.on_notice())
                state->options.on_notice()("nothing was sent: " + state->options.results() +
                                           " holds the results of an earlier run");
            if (!state->results->failure().empty()) {
                summary.stop_detail = state->results->failure();
                if (summary.stopped == stop_reason::none)
                    summary.stopped = stop_reason::results_failed;
            }
        }
        state->run.reset();
        auto complete = [state, completion, executor, summary = std::move(summary)]() mutable {
            if (summary.stopped == stop_reason::none && !state->ledger_failure.empty()) {
                summary.stopped = stop_reason::ledger_failed;
                summary.stop_detail = state->ledger_failure;
            }
            state->ledger.reset();
            asio::dispatch(executor, [completion, summary = std::move(summary)]() mutable {
                std::move (*completion)(std::move(summary));
            });
        };
        if (state->ledger)
            state->ledger->finish(std::move(complete));
        else
            asio::post(context, std::move(complete));
    };
    const auto sent = [state] {
        if (state->results)
            state->results->begin();
    };
    state->run = std::make_shared<import_run>(state->options, std::move(feed),
                                              std::make_unique<client_environment>(std::move(clients), sent),
                                              total, report, done);
    asio::post(context, [run = state->run, stop = state->stop_was_asked] {
        if (stop)
            run->stop(stop_reason::interrupted);
        run->start();
    });
}

void import::stop()
{
    state_->stop_was_asked = true;
    if (const auto run = state_->run)
        run->stop(stop_reason::interrupted);
}

void import::cut()
{
    state_->stop_was_asked = true;
    if (const auto run = state_->run)
        run->cut();
}

void import::pause()
{
    if (const auto run = state_->run)
        run->pause();
}

void import::go_on()
{
    if (const auto run = state_->run)
        run->go_on();
}

void import::change_pace(std::size_t concurrency, double rate)
{
    if (const auto run = state_->run)
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
    if (!state_->run)
        return {};
    progress seen = state_->run->snapshot();
    if (!seen.outage.empty())
        seen.gives_up_at = time_of_day(std::chrono::system_clock::now() + seen.gives_up_in);
    return seen;
}

} // namespace useapi::bulk
