#include "bulk/import_state.hpp"

#include "bulk/checked_options.hpp"
#include "bulk/client_world.hpp"
#include "bulk/feed/changes_feed.hpp"
#include "bulk/feed/file_feed.hpp"
#include "bulk/input/input_rows.hpp"
#include "bulk/ledger/ledger_setup.hpp"
#include "bulk/prune/subscriptions.hpp"
#include "bulk/refuse.hpp"
#include "bulk/running_imports.hpp"
#include "bulk/services.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace useapi::bulk::detail {

namespace asio = boost::asio;

namespace {

std::vector<ledger_profile> ledger_profiles(const import_state::clients_by_profile& clients)
{
    std::vector<ledger_profile> profiles;
    // The profile with the empty name sorts first.
    for (const auto& [name, client] : clients) {
        const client_options& connection = client.options();
        profiles.emplace_back(name, connection.base_url(), connection.token());
    }
    return profiles;
}

} // namespace

import_state::import_state(import_options chosen)
    : options(checked_options(std::move(chosen))), file(options.input())
{
    if (!options.results().empty())
        results.emplace(options.results());
}

void import_state::for_each_row(const std::function<void(const input_row&)>& take)
{
    input_rows rows(file, options);
    while (auto found = rows.next())
        if (const auto* const row = std::get_if<input_row>(&*found))
            take(*row);
    if (!file.is_unchanged())
        refuse(file.name() + ": the file was changed while it was read");
    file.rewind();
}

/** Compares only profiles that rows name, because an unused token does no harm. */
void import_state::refuse_same_subscription(const clients_by_profile& clients) const
{
    std::vector<ledger_profile> named = ledger_profiles(clients);
    std::erase_if(named, [this](const ledger_profile& each) {
        return checked && !checked->rows_by_profile.contains(each.name);
    });
    if (auto same = find_same_subscription(named))
        refuse(std::move(*same));
}

void import_state::refuse_clients(const clients_by_profile& clients) const
{
    if (clients.empty())
        refuse("an import needs a client");
    for (const profile& each : options.profiles())
        if (clients.count(each.name()) == 0 && !(each.name().empty() && options.needs_profile()))
            refuse("there is no client for profile " + each.name());
    const asio::io_context* const first = &clients.begin()->second.context();
    if (!std::all_of(clients.begin(), clients.end(),
                     [first](const auto& each) { return &each.second.context() == first; }))
        refuse("the clients of an import must be on one io_context");
    // Ledger and plan identify a subscription by the digest of its token.
    for (const auto& [name, each] : clients)
        if (each.options().token_from())
            refuse("the clients of an import need API tokens that do not change");
    refuse_same_subscription(clients);
}

std::optional<std::uint64_t> import_state::checked_rows() const
{
    if (!checked)
        return std::nullopt;
    return checked->rows - checked->duplicates + checked->problem_count;
}

std::optional<std::uint64_t> import_state::total() const
{
    return is_chosen ? std::optional(chosen_rows) : checked_rows();
}

void import_state::open_ledger(const clients_by_profile& clients)
{
    refuse_same_subscription(clients);
    if (options.ledger().empty())
        return;
    ledger_input input;
    if (checked)
        input.first_email = checked->first_email;
    input.rows = checked_rows().value_or(0);
    if (file.is_regular())
        input.for_each_row = [this](const auto& take) { for_each_row(take); };
    std::vector<ledger_profile> profiles = ledger_profiles(clients);
    for (ledger_profile& each : profiles)
        // If only some rows are sent, the other rows may still have digests with another key.
        each.is_named = !is_chosen && (!checked || checked->rows_by_profile.contains(each.name));
    store = bulk::open_ledger(options.ledger(), purpose_of(options, input, profiles));
}

void import_state::put_ledger_before(std::unique_ptr<lane_feed> rows, const clients_by_profile& clients)
{
    const auto failed = [weak = weak_from_this()](std::string why) {
        if (const auto self = weak.lock())
            self->on_ledger_failed(std::move(why));
    };
    const auto noticed = [weak = weak_from_this()](const std::string& line) {
        const auto self = weak.lock();
        if (self && self->options.on_notice())
            self->options.on_notice()(line);
    };
    if (const double first_place = store->first_place(); rows->can_restart())
        rows->begin_at(
            static_cast<std::uint64_t>(first_place * static_cast<double>(checked_rows().value_or(0))));
    ledger_ = make_ledger_feed(*context_, options, std::move(store), ledger_profiles(clients),
                               std::move(rows), failed, noticed);
    ledger_->use_service_clock([clients](const std::string& profile) -> std::optional<wall_time> {
        const auto now = clients.at(profile).service_now();
        if (!now)
            return std::nullopt;
        // A Date has no fractions of a second. Takes the latest time that it can mean, so that a login before
        // this row is older.
        return std::chrono::floor<std::chrono::milliseconds>(*now) + std::chrono::seconds(1);
    });
    if (is_chosen)
        ledger_->send_what_is_gone([](const input_row&) { return true; });
    else if (held)
        ledger_->send_what_is_gone([service = held](const input_row& row) {
            return !service->holds(row.profile, row.settings.email());
        });
}

std::shared_ptr<row_feed> import_state::make_feed(const clients_by_profile& clients)
{
    std::unique_ptr<row_source> rows =
        std::make_unique<file_feed>(file, options, seen, checked.has_value(), *context_);
    if (is_chosen)
        rows = std::make_unique<chosen_feed>(std::move(rows), is_chosen);
    if (plan)
        rows = std::make_unique<changes_feed>(std::move(rows), plan);
    auto ahead = std::make_unique<lane_feed>(*context_, std::move(rows), clients.size());
    if (!store)
        return ahead;
    put_ledger_before(std::move(ahead), clients);
    return ledger_;
}

void import_state::make_run(clients_by_profile clients)
{
    std::shared_ptr<row_feed> feed = make_feed(clients);
    const auto sent = [weak = weak_from_this()] {
        if (const auto self = weak.lock(); self && self->results)
            self->results->begin();
    };
    const auto report = [weak = weak_from_this()](const row_result& row) {
        const auto self = weak.lock();
        return !self || self->report(row);
    };
    const auto done = [weak = weak_from_this()](import_summary ended) {
        if (const auto self = weak.lock())
            self->on_run_ended(std::move(ended));
    };
    run_ = std::make_shared<import_run>(
        options, std::move(feed),
        std::make_unique<client_world>(std::move(clients), service_of(options), sent), total(), report, done);
}

void import_state::start(clients_by_profile clients, handler done)
{
    if (was_started_)
        refuse("an import runs once only");
    refuse_clients(clients);
    if (!store)
        open_ledger(clients);
    context_ = &clients.begin()->second.context();
    auto executor = asio::prefer(asio::get_associated_executor(done, context_->get_executor()),
                                 asio::execution::outstanding_work_t::tracked);
    try {
        make_run(std::move(clients));
        running_imports::of(*context_).add(shared_from_this());
    } catch (const std::system_error& failed) {
        ledger_.reset();
        refuse(std::string("the import cannot begin: ") + failed.what());
    }
    was_started_ = true;
    handler_.emplace(std::move(done));
    executor_.emplace(std::move(executor));
    asio::post(*context_, [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->begin();
    });
}

void import_state::begin()
{
    // The run may be stopped by now, and a stopped run may end at once.
    const auto begun = run_;
    if (begun && stop_was_asked)
        begun->stop(stop_reason::interrupted);
    if (begun)
        begun->start();
}

bool import_state::report(const row_result& row)
{
    if (ledger_)
        ledger_->record(row);
    if (!results)
        return true;
    results->write(row);
    return results->failure().empty();
}

void import_state::on_ledger_failed(std::string why)
{
    ledger_failure_ = why;
    if (const auto run = run_)
        run->stop(stop_reason::ledger_failed, std::move(why));
}

void import_state::on_run_ended(import_summary ended)
{
    if (results) {
        if (!results->finish() && options.on_notice())
            options.on_notice()("nothing was sent: " + options.results() +
                                " holds the results of an earlier run");
        if (!results->failure().empty()) {
            ended.stop_detail = results->failure();
            if (ended.stopped == stop_reason::none)
                ended.stopped = stop_reason::results_failed;
        }
    }
    summary_ = std::move(ended);
    last_ = run_->snapshot();
    run_.reset();
    auto recorded = [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->complete();
    };
    if (ledger_)
        ledger_->finish(std::move(recorded));
    else
        asio::post(*context_, std::move(recorded));
}

void import_state::complete()
{
    running_imports::of(*context_).remove(*this);
    if (summary_.stopped == stop_reason::none && !ledger_failure_.empty()) {
        summary_.stopped = stop_reason::ledger_failed;
        summary_.stop_detail = ledger_failure_;
    }
    // Closes the ledger before the handler runs, because the handler may begin another import with this
    // ledger.
    ledger_.reset();
    const auto executor = std::exchange(executor_, std::nullopt);
    handler told = std::move(*handler_);
    handler_.reset();
    asio::dispatch(*executor, [told = std::move(told), summary = std::move(summary_)]() mutable {
        std::move(told)(std::move(summary));
    });
}

void import_state::abandon()
{
    if (run_) {
        run_->abandon();
        last_ = run_->snapshot();
        run_.reset();
    }
    ledger_.reset();
    executor_.reset();
    // Destroyed last, because the user's objects in the handler may hold this import.
    handler_.reset();
}

progress import_state::snapshot() const
{
    if (run_)
        return run_->snapshot();
    if (was_started_)
        return last_;
    progress before;
    before.total = total();
    return before;
}

} // namespace useapi::bulk::detail
