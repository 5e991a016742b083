#include "simulation/checker.hpp"

#include "simulation/joined_calls.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace useapi::simulation {
namespace {

using std::chrono::milliseconds;

std::int64_t second_of(time_point when)
{
    return std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
}

} // namespace

checker::checker(const scenario& what, virtual_clock& clock, verdict& found)
    : scenario_(what), clock_(clock), verdict_(found)
{
}

void checker::require(bool holds, const char* what)
{
    if (!holds)
        verdict_.add(what);
}

void checker::blame(const observed_call& call, const std::string& what)
{
    verdict_.add(call.plan->email + ": " + what);
}

observed_call& checker::on_call(const planned_call& plan, std::shared_ptr<call_truth> truth)
{
    observed_call& call = calls_.emplace_back();
    call.plan = &plan;
    call.truth = std::move(truth);
    call.begun = clock_.now();
    call.reports_attempts = plan.what == operation::upsert;
    begun_in_second_.push_back(second_of(clock_.now()));
    return call;
}

void checker::on_completed(observed_call& call, const std::optional<error>& failure, bool matches)
{
    if (++call.completions != 1)
        blame(call, "completed more than once");
    if (const std::string wrong = note_end(*call.truth, failure, clock_.now()); !wrong.empty())
        blame(call, wrong);
    if (clock_.now() > call.begun + scenario_.options.timeout())
        blame(call, "ended after its deadline");
    if (call.succeeds_by && failure && !call.must_end_now)
        blame(call, "failed, although nothing goes wrong any more: " + failure->message());
    if (call.succeeds_by && clock_.now() > *call.succeeds_by)
        blame(call, "took too long, although nothing goes wrong any more");
    if (failure) {
        check_failure(call, *failure);
    } else {
        // An account that does not exist needs no removal.
        const bool was_gone = call.plan->what == operation::remove && call.plan->refusal == 404;
        if (doer_of(call.truth)->applied == 0 && !was_gone)
            blame(call, "succeeded, but the service had not done it");
        if (!matches)
            blame(call, "succeeded with what belongs to another account");
    }
    if (call.attempts > scenario_.options.retry().max_attempts())
        blame(call, "made " + std::to_string(call.attempts) + " attempts");
    if ((failure || call.attempts != 0) && call.attempts < call.truth->requests)
        blame(call, "sent " + std::to_string(call.truth->requests) + " requests, and tells of " +
                        std::to_string(call.attempts) + " attempts");
}

void checker::check_failure(observed_call& call, const error& failure)
{
    call.attempts = std::max(call.attempts, failure.attempts());
    if (!failure.code())
        blame(call, "failed, and says not why");
    claims_.push_back({call.plan, doer_of(call.truth), failure.effect()});
    if (failure.elapsed() > scenario_.options.timeout())
        blame(call, "says that it took longer than its deadline allows");
    const auto passed = std::chrono::floor<milliseconds>(clock_.now() - call.begun);
    if (failure.code() == errc::timed_out && passed < scenario_.options.timeout())
        blame(call, "says that its deadline passed, before it did");
    if (failure.code() == errc::cancelled && !call.must_end_now)
        blame(call, "says that it was cancelled, and was not");
    const bool says_ended = failure.code() == errc::client_closed || failure.code() == errc::client_draining;
    if (says_ended && !client_ends_)
        blame(call, "says that its client ended, and it goes on");
    if (failure.effect() == effect::applied)
        blame(call, "failed, and says that it was applied");
    if (failure.code() == errc::not_found && call.plan->what == operation::remove && call.truth->applied != 0)
        blame(call, "failed, although it removed what it was to remove");
    if (failure.effect() == effect::unknown && doer_of(call.truth)->requests == 0)
        blame(call, "its effect is called unknown, but no request ever left");
}

void checker::on_client_closed()
{
    client_ends_ = true;
    for (observed_call& call : calls_)
        call.must_end_now = true;
}

void checker::after_step(const client_statistics& now)
{
    if (now.connections > scenario_.options.max_connections())
        verdict_.add("the pool counts " + std::to_string(now.connections) + " connections");
}

void checker::at_rest(const client_statistics& now, const sim_network& network)
{
    const std::size_t most = scenario_.options.max_connections();
    if (network.open() + network.connecting() > most)
        verdict_.add("more connections than allowed: " + std::to_string(network.open()) + " open and " +
                     std::to_string(network.connecting()) + " being made");
    if (now.connections != network.open() + network.connecting())
        verdict_.add("the pool counts " + std::to_string(now.connections) + " connections, the network " +
                     std::to_string(network.open() + network.connecting()));
    if (now.connections != now.idle_connections + network.connecting() + network.exchanging())
        verdict_.add("a lease leaked: of " + std::to_string(now.connections) + " connections " +
                     std::to_string(now.idle_connections) + " are idle and " +
                     std::to_string(network.exchanging()) + " in use");
    if (network.idle_and_readable() != 0)
        verdict_.add("an idle connection with something to read is kept");
    if (now.waiting_calls > network.connecting() && now.connections < most)
        verdict_.add("a call waits with no connection coming, and the pool is not full");
    // A call that wants a fresh connection may wait beside an idle one while its own is being made.
    if (now.waiting_calls > network.connecting() && now.idle_connections != 0)
        verdict_.add("a call waits beside an idle connection");
    for (const observed_call& call : calls_)
        if (call.must_end_now && call.completions == 0)
            blame(call, "was stopped, and goes on");
    if (now.attempts != checked_attempts_)
        check_budget(now.attempts);
}

void checker::check_budget(std::size_t attempts)
{
    checked_attempts_ = attempts;
    // Calls without an attempt so far count as well, which only makes the check weaker.
    if (attempts <= begun_in_second_.size())
        return;
    const auto retries = static_cast<double>(attempts - begun_in_second_.size());
    const retry_options& options = scenario_.options.retry();
    const std::int64_t last = second_of(clock_.now());
    double allowed = 0;
    for (std::int64_t begin = begun_in_second_.front(); begin <= last; begin += 10) {
        const auto calls = std::count_if(begun_in_second_.begin(), begun_in_second_.end(),
                                         [&](std::int64_t at) { return at > begin - 10 && at < begin + 10; });
        allowed += options.budget_floor() + options.budget_ratio() * static_cast<double>(calls);
    }
    if (retries > allowed + 1e-6)
        verdict_.add("made " + std::to_string(static_cast<int>(retries)) + " retries, the budget allows " +
                     std::to_string(allowed));
}

void checker::before_time_passes(time_point next, const sim_network& network)
{
    for (const observed_call& call : calls_)
        if (call.completions == 0 && call.begun + scenario_.options.timeout() < next)
            blame(call, "goes on past its deadline");
    const time_point oldest = network.oldest_exchange();
    if (oldest != time_point::max() && oldest + scenario_.options.attempt_timeout() < next)
        verdict_.add("an attempt takes longer than an attempt may");
}

void checker::at_the_end(const client_statistics& now)
{
    for (const observed_call& call : calls_)
        if (call.completions != 1)
            blame(call, "never completed");
    require(now.running_calls == 0, "calls are counted as running after the last one ended");
    require(now.waiting_calls == 0, "calls are counted as waiting after the last one ended");
    require(now.connections == now.idle_connections, "a lease is out after the last call ended");
}

void checker::check_effects()
{
    for (const claim& each : claims_) {
        const call_truth& truth = *each.truth;
        const std::string& email = each.plan->email;
        if (each.said == effect::none && truth.bytes_arrived != 0)
            verdict_.add(email + ": effect none, but the service saw " + std::to_string(truth.bytes_arrived) +
                         " bytes");
        // A read changes nothing, so an earlier attempt cannot have left anything.
        if (each.said == effect::rejected && truth.applied != 0 && each.plan->what != operation::get)
            verdict_.add(email + ": effect rejected, but the service did it");
        if (each.said == effect::rejected && truth.refusals == 0)
            verdict_.add(email + ": effect rejected, but the service never said no");
        if (truth.applied_wrong != 0)
            verdict_.add(email + ": applied with other data than that of the call");
    }
}

void checker::check_queue_order(const sim_network& network)
{
    // Only calls whose place in the queue is beyond doubt: those that asked for a connection when they began,
    // sent their first request in their first attempt, cannot have been given a dead connection before, and
    // did not wait for another call for their account.
    std::vector<const observed_call*> queued;
    for (const observed_call& call : calls_)
        if (call.reports_attempts && call.attempts == 1 && call.truth->first_request &&
            !call.truth->begun_behind_gate && call.truth->account->calls.size() == 1)
            queued.push_back(&call);
    for (const observed_call* const early : queued)
        for (const observed_call* const late : queued)
            if (early->begun < late->begun && *early->truth->first_request > *late->truth->first_request &&
                !network.found_one_dead(early->begun, *early->truth->first_request)) {
                blame(*late, "overtook " + early->plan->email + " in the queue");
                return;
            }
}

} // namespace useapi::simulation
