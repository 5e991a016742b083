#include "simulation/history.hpp"

#include "client/client_core.hpp"
#include "runwayml/reported_upsert.hpp"
#include "simulation/mutations.hpp"
#include "simulation/simulated_import.hpp"

#include <useapi/client/send.hpp>
#include <useapi/runwayml/operations.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/version.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <ranges>
#include <utility>

namespace useapi::simulation {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

// Far beyond what any history can need: the sum of all its waits, several times over.
constexpr std::chrono::hours longest_virtual_time{2};
constexpr std::size_t most_steps = 2'000'000;

// The longest outage of a restart, and the longest spread of a gate's release.
constexpr std::chrono::milliseconds longest_outage = 3s;
constexpr std::chrono::milliseconds longest_release = 2s;

// With these releases of Asio an exception leaves `run()` where a spawned coroutine is cancelled before it
// began.
constexpr bool cancels_before_it_begins = BOOST_VERSION < 108300 || BOOST_VERSION >= 108500;

template <class T>
asio::awaitable<T> telling_that_it_began(bool& has_begun, asio::awaitable<T> routine)
{
    has_begun = true;
    co_return co_await std::move(routine);
}

client_options options_of(const scenario& what)
{
    client_options options = what.options;
    if (is_put_in("off_by_one_limit"))
        options.max_connections(options.max_connections() + 1);
    return options;
}

template <class T>
std::optional<error> failure_of(const result<T>& outcome)
{
    if (outcome)
        return std::nullopt;
    return outcome.error();
}

bool is_of(const runwayml::account& account, const planned_call& plan)
{
    return account.email() == plan.email && account.max_jobs() == plan.max_jobs;
}

} // namespace

struct history::started_call
{
    observed_call* seen = nullptr;
    asio::cancellation_signal cancellation;
    bool can_be_cancelled = true;
    std::weak_ptr<void> handler; ///< expired once the handler is gone
    std::shared_ptr<detail::call_report> report = std::make_shared<detail::call_report>();
};

history::history(std::uint64_t seed)
    : scenario_(seed), server_(scenario_, clock_, verdict_), context_(std::make_unique<asio::io_context>(1)),
      network_(std::make_shared<sim_network>(*context_, clock_, scenario_, server_)),
      checker_(scenario_, clock_, verdict_)
{
    client_.emplace(detail::access::make(options_of(scenario_), network_));
    core_ = detail::access::core(*client_);
}

history::~history() = default;

std::chrono::milliseconds history::virtual_time() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock_.elapsed());
}

history::started_call& history::begin(const planned_call& plan)
{
    started_call& started = started_.emplace_back();
    started.seen = &checker_.on_call(plan, server_.on_call(plan));
    return started;
}

std::function<void()> history::upsert(const planned_call& plan, completion done, attempt_listener failed)
{
    started_call& started = begin(plan);
    started.report->attempt_failed = std::move(failed);
    runwayml::account_settings settings(plan.email, secret(plan.password));
    settings.max_jobs(plan.max_jobs);
    const auto token = std::make_shared<int>();
    started.handler = token;
    auto handler = [this, &started, token, done = std::move(done)](result<runwayml::account> outcome) {
        started.seen->attempts = started.report->attempts;
        checker_.on_completed(*started.seen, failure_of(outcome),
                              outcome && is_of(*outcome, *started.seen->plan));
        if (done)
            done(outcome, *started.report);
        react();
    };
    runwayml::detail::start_reported_upsert(
        *client_, std::move(settings), started.report,
        asio::bind_cancellation_slot(started.cancellation.slot(), std::move(handler)));
    return [this, &started] { cancel(started); };
}

void history::start(const planned_call& plan)
{
    if (!client_)
        return;
    if (plan.what == operation::upsert) {
        upsert(plan, nullptr);
        return;
    }
    started_call& started = begin(plan);
    const auto token = std::make_shared<int>();
    started.handler = token;
    const auto ended = [this, &started, token](const std::optional<error>& failure, bool matches) {
        checker_.on_completed(*started.seen, failure, matches);
        react();
    };
    const auto account_ended = [ended, &plan](result<runwayml::account> outcome) {
        ended(failure_of(outcome), outcome && is_of(*outcome, plan));
    };
    const auto slot = started.cancellation.slot();
    switch (plan.what) {
    case operation::upsert:
        break;
    case operation::upsert_in_coroutine: {
        runwayml::account_settings settings(plan.email, secret(plan.password));
        settings.max_jobs(plan.max_jobs);
        started.can_be_cancelled = cancels_before_it_begins;
        auto routine = telling_that_it_began(started.can_be_cancelled,
                                             runwayml::upsert_account(*client_, std::move(settings)));
        auto handler = [account_ended](std::exception_ptr thrown, result<runwayml::account> outcome) {
            // Asio throws where it was cancelled before it got to the call.
            account_ended(thrown ? result<runwayml::account>(error(errc::cancelled)) : std::move(outcome));
        };
        asio::co_spawn(*context_, std::move(routine), asio::bind_cancellation_slot(slot, std::move(handler)));
        break;
    }
    case operation::get:
        runwayml::async_get_account(*client_, plan.email, asio::bind_cancellation_slot(slot, account_ended));
        break;
    case operation::remove:
        runwayml::async_delete_account(*client_, plan.email,
                                       asio::bind_cancellation_slot(slot, [ended](result<void> outcome) {
                                           ended(failure_of(outcome), true);
                                       }));
        break;
    case operation::post_once: {
        http::request request("POST", "/accounts/" + plan.email);
        request.content("application/json", R"({"email":")" + plan.email + R"(","password":")" +
                                                plan.password + R"(","maxJobs":)" +
                                                std::to_string(plan.max_jobs) + "}");
        async_send(*client_, std::move(request),
                   asio::bind_cancellation_slot(
                       slot, [ended](result<http::response> outcome) { ended(failure_of(outcome), true); }));
        break;
    }
    }
}

void history::cancel(started_call& which)
{
    static constexpr std::array types{asio::cancellation_type::terminal, asio::cancellation_type::partial,
                                      asio::cancellation_type::total};
    if (!which.can_be_cancelled)
        return;
    which.seen->must_end_now = true;
    // A coroutine that was spawned lets none but the first through, unless it says otherwise.
    const bool is_coroutine = which.seen->plan->what == operation::upsert_in_coroutine;
    which.cancellation.emit(types[is_coroutine ? 0 : scenario_.random.below(types.size())]);
}

void history::cancel_any()
{
    std::vector<started_call*> alive;
    for (started_call& each : started_)
        if (each.seen->completions == 0)
            alive.push_back(&each);
    if (!alive.empty())
        cancel(*alive[scenario_.random.below(alive.size())]);
}

/** What a handler may do, in the midst of the end of its call. */
void history::react()
{
    random_source& random = scenario_.random;
    if (!random.chance(scenario_.reacts))
        return;
    if (random.chance(0.15))
        cancel_any();
    else if (random.chance(0.05))
        end_as_planned();
    else if (spares_begun_ != scenario_.spare_calls.size())
        start(scenario_.spare_calls[spares_begun_++]);
}

void history::schedule_events()
{
    for (const planned_call& plan : scenario_.calls) {
        if (scenario_.is_import)
            break;
        clock_.schedule_after(plan.at, [this, &plan] {
            start(plan);
            if (!plan.cancel_after || started_.empty() || started_.back().seen->plan != &plan)
                return;
            clock_.schedule_after(*plan.cancel_after, [this, &call = started_.back()] { cancel(call); });
        });
    }
    for (const auto when : scenario_.restarts)
        clock_.schedule_after(when, [this] {
            if (!has_healed_)
                network_->restart();
        });
    if (scenario_.heals_at)
        clock_.schedule_after(*scenario_.heals_at, [this] { heal(); });
    if (scenario_.is_import) {
        import_ = std::make_unique<simulated_import>(*this);
        clock_.schedule_after(0ms, [this] { import_->start(); });
        if (scenario_.import_stops)
            clock_.schedule_after(*scenario_.import_stops, [this] { import_->stop(); });
    }
    if (scenario_.ends_at)
        clock_.schedule_after(*scenario_.ends_at, [this] { end_as_planned(); });
}

/** The faults end. What they left behind is over after the longest of the waits that the client may be in. */
void history::heal()
{
    has_healed_ = true;
    scenario_.faults = {};
    scenario_.storm_begins.reset();
    const auto left_behind = scenario_.options.attempt_timeout() + scenario_.connect_timeout + longest_outage;
    clock_.schedule_after(left_behind, [this] {
        const auto until_open = std::max(server_.quiet_until() + longest_release - clock_.now(),
                                         virtual_clock::time_point::duration::zero());
        clock_.schedule_after(std::chrono::ceil<std::chrono::milliseconds>(until_open),
                              [this] { start_healed(); });
    });
}

/** A connect, a request and an answer each take a few latencies, of each call that shares the connection. */
void history::start_healed()
{
    const auto enough = 10 * scenario_.longest_latency * scenario_.calls_once_healed.size() + 10ms;
    if (!client_ || scenario_.options.timeout() < enough || scenario_.options.attempt_timeout() < enough ||
        scenario_.options.max_waiting() < scenario_.calls_once_healed.size())
        return;
    for (const planned_call& plan : scenario_.calls_once_healed) {
        start(plan);
        if (started_.back().seen->plan == &plan)
            started_.back().seen->succeeds_by = clock_.now() + enough;
    }
}

void history::end_as_planned()
{
    if (std::exchange(ended_as_planned_, true))
        return;
    const bool client_ends = scenario_.ending != ending::none && scenario_.ending != ending::destroy_context;
    if (client_ends)
        server_.on_client_ends();
    switch (scenario_.ending) {
    case ending::none:
        break;
    case ending::close:
        client_->close();
        checker_.on_client_closed();
        break;
    case ending::drain:
        drain();
        break;
    case ending::drop_handle:
        // An import holds the client for as long as it runs, and begins calls with it.
        if (import_)
            client_->close();
        else
            client_.reset();
        checker_.on_client_closed();
        break;
    case ending::destroy_context:
        context_goes_ = true;
        break;
    }
}

void history::drain()
{
    ++drains_begun_;
    checker_.on_client_drained();
    drain_limit_ = clock_.now() + scenario_.grace;
    client_->async_drain(scenario_.grace, [this, begun_before = started_.size()](std::size_t) {
        ++drains_done_;
        // The handler of a spawned coroutine runs after the one of the call that the coroutine waited for.
        for (const started_call& each : started_ | std::views::take(begun_before))
            checker_.require(each.seen->completions == 1 ||
                                 each.seen->plan->what == operation::upsert_in_coroutine,
                             "the drain ended before the handler of a call had run");
        checker_.require(!client_ || client_->statistics().running_calls == 0,
                         "the drain ended before a call did");
    });
}

void history::before_step()
{
    ++steps_;
    if (!scenario_.ends_at && steps_ == scenario_.ends_at_step)
        end_as_planned();
    if (steps_ == scenario_.cancels_at_step)
        cancel_any();
}

/** Runs handlers and lets time pass until neither is left, or the `io_context` is to go. */
void history::go_on()
{
    const auto look = [this] {
        if (client_)
            last_seen_ = client_->statistics();
        checker_.after_step(last_seen_);
    };
    while (!context_goes_ && verdict_.passed()) {
        context_->restart();
        before_step();
        if (context_goes_)
            return;
        if (context_->poll_one() != 0) {
            look();
            continue;
        }
        if (client_)
            checker_.at_rest(client_->statistics(), *network_);
        if (import_)
            import_->check_running();
        const auto next = clock_.next_event();
        checker_.before_time_passes(next.value_or(time_point::max()), *network_);
        if (!next)
            return;
        if (drain_limit_ && *next > *drain_limit_)
            checker_.require(drains_done_ == drains_begun_, "a drain goes on past its grace");
        checker_.require(steps_ < most_steps && clock_.elapsed() < longest_virtual_time,
                         "virtual time does not come to an end");
        clock_.run_next_event();
        look();
    }
}

void history::wind_up()
{
    if (client_)
        checker_.at_the_end(client_->statistics());
    checker_.require(drains_done_ == drains_begun_, "a drain never ended");
    client_.reset();
    scenario_.ends_at_step = 0;
    go_on();
    checker_.require(network_->open() == 0, "a connection is open after the client was closed");
    checker_.require(network_->connecting() == 0, "a connection is being made after the client was closed");
    checker_.require(!clock_.next_event(), "an alarm is set after the client was closed");
    checker_.require(core_.expired(), "something holds the client after its last call and handle");
}

const verdict& history::run()
{
    schedule_events();
    go_on();
    const bool has_ended = !context_goes_;
    if (verdict_.passed() && has_ended)
        wind_up();

    clock_.clear();
    network_->abandon();
    context_.reset();
    if (client_)
        client_->close();
    client_.reset();
    if (verdict_.passed()) {
        for (const started_call& each : started_) {
            checker_.require(each.seen->completions <= 1, "a call completed more than once");
            checker_.require(each.handler.expired(), "a handler outlived its io_context");
        }
        checker_.require(core_.expired(), "something holds the client after its io_context");
    }
    checker_.check_effects();
    checker_.check_queue_order(*network_);
    if (import_)
        import_->check_results(has_ended && verdict_.passed());
    return verdict_;
}

} // namespace useapi::simulation
