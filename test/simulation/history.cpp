#include "simulation/history.hpp"

#include "client/client_core.hpp"
#include "simulation/mutations.hpp"
#include "simulation/occurrences.hpp"
#include "simulation/simulated_import.hpp"
#include "simulation/started_call.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace useapi::simulation {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

// Far beyond what any history can need: the sum of all its waits, several times over.
// After so many steps a history is taken for one that never ends. None of the first 2,000 seeds has 2,000.
constexpr std::size_t most_steps = 50'000;
constexpr std::chrono::hours longest_virtual_time{2};

// The longest outage of a restart, and the longest spread of a gate's release.
constexpr std::chrono::milliseconds longest_outage = 3s;
constexpr std::chrono::milliseconds longest_release = 2s;

client_options options_of(const scenario& what, model_server& server, event_log& log,
                          const subject& beginning)
{
    client_options options = what.options;
    if (what.is_observed)
        options.observe_with(make_counting_observer([&server] { server.on_held_back(); }, log, beginning));
    if (is_put_in("off_by_one_limit"))
        options.max_connections(options.max_connections() + 1);
    return options;
}

} // namespace

history::history(random_source source)
    : scenario_(std::move(source)), log_(clock_), server_(scenario_, clock_, verdict_, log_),
      context_(std::make_unique<asio::io_context>(1)),
      network_(std::make_shared<sim_network>(*context_, clock_, scenario_, server_)),
      checker_(scenario_, clock_, verdict_)
{
    client_.emplace(detail::access::make(options_of(scenario_, server_, log_, beginning_), network_));
    core_ = detail::access::core(*client_);
}

history::~history() = default;

std::chrono::milliseconds history::virtual_time() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock_.elapsed());
}

/** What a handler may do while its call ends. */
void history::react(const started_call& ended)
{
    const chooser choose = scenario_.random.about(ended.seen->plan->name);
    if (!choose.chance(scenario_.reacts, "reacts"))
        return;
    if (choose.chance(0.15, "reaction_cancels"))
        cancel_any(choose);
    else if (choose.chance(0.05, "reaction_ends"))
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

/** Ends the faults. Their effects are over after the longest wait that the client may be in. */
void history::heal()
{
    has_healed_ = true;
    log_.add({"service"}, "from now on nothing goes wrong");
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

/** Starts calls that must succeed, if their limits leave enough time. A connect, a request and an answer take
    a few latencies each, for every call that shares the connection. */
void history::start_healed()
{
    if (!client_)
        return;
    const std::size_t calls = client_->statistics().running_calls + scenario_.calls_once_healed.size();
    const auto enough = 10 * scenario_.longest_latency * calls + 10ms;
    if (scenario_.options.timeout() < enough || scenario_.options.attempt_timeout() < enough ||
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
        log_.add({"client"}, "is closed");
        client_->close();
        checker_.on_client_closed();
        break;
    case ending::drain:
        drain(scenario_.grace);
        if (scenario_.drains_again_after)
            clock_.schedule_after(*scenario_.drains_again_after, [this] {
                if (client_)
                    drain(scenario_.second_grace);
            });
        break;
    case ending::drop_handle:
        log_.add({"client"}, "loses its last handle");
        // An import holds the client for as long as it runs, and begins calls with it.
        if (import_)
            client_->close();
        else
            client_.reset();
        checker_.on_client_closed();
        break;
    case ending::destroy_context:
        log_.add({"client"}, "loses its io_context");
        context_goes_ = true;
        break;
    }
}

void history::drain(std::chrono::milliseconds grace)
{
    ++drains_begun_;
    log_.add({"client"}, "is drained, with a grace of ", grace);
    checker_.on_client_drained();
    drain_limit_ = std::min(drain_limit_.value_or(time_point::max()), clock_.now() + grace);
    client_->async_drain(grace, [this, begun_before = started_.size()](std::size_t) {
        ++drains_done_;
        log_.add({"client"}, "has ended its drain");
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
        cancel_any(scenario_.random.about({"events"}));
}

/** Runs handlers and lets time pass until neither is left, or the `io_context` is to be destroyed. */
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

    log_.turn_off();
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
