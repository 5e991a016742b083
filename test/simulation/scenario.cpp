#include "simulation/scenario.hpp"

#include <algorithm>
#include <array>

namespace useapi::simulation {
namespace {

using namespace std::chrono_literals;

constexpr std::array refusals{302, 400, 401, 402, 403, 404, 409, 410, 412, 422, 501, 505, 596, 500};

} // namespace

scenario::scenario(std::uint64_t seed) : options(secret("user:1234-abcdefghijklmnop")), random(seed)
{
    is_import = random.chance(0.2);
    choose_options();
    choose_faults();
    choose_calls();
    choose_events();
    options.seed(random.below(1'000'000));
}

void scenario::choose_options()
{
    retry_options retry;
    retry.max_attempts(static_cast<unsigned>(random.between(1, 5)))
        .max_resends_after_unknown(static_cast<unsigned>(random.below(4)))
        .base_delay(random.between(1ms, 400ms))
        .busy_base_delay(random.between(1ms, 1500ms))
        .max_delay(random.between(100ms, 5000ms));
    if (random.chance(0.5))
        retry.budget_ratio(static_cast<double>(random.below(5)) / 10)
            .budget_floor(static_cast<unsigned>(random.below(5)));
    else
        retry.budget_ratio(1000);

    options.base_url("https://service.test/v1")
        .max_connections(random.chance(0.4) ? random.between(1, 2) : random.between(1, 8))
        .max_waiting(random.chance(0.15) ? random.below(6) : 100)
        .timeout(random.chance(0.3) ? random.between(50ms, 2000ms) : random.between(2s, 60s))
        .attempt_timeout(random.chance(0.3) ? random.between(20ms, 1000ms) : random.between(1s, 20s))
        .idle_timeout(random.chance(0.3) ? random.between(1ms, 500ms) : random.between(1s, 50s))
        .retry(retry);
    if (random.chance(0.3))
        options.max_connection_age(random.between(100ms, 20s));
    is_observed = random.chance(0.5);
    connect_timeout = random.between(100ms, 10s);
}

void scenario::choose_faults()
{
    is_drawn_out = random.chance(0.1);
    longest_latency = random.chance(0.3) ? 0ms : random.between(1ms, 300ms);
    shortest_latency = random.chance(0.5) ? longest_latency / 4 : 0ms;

    // A history with every fault at once ends each call early, and shows little of any.
    const bool is_calm = random.chance(0.15);
    const auto sometimes = [&](double most) {
        return !is_calm && random.chance(0.3) ? random.fraction() * most : 0.0;
    };
    faults.connect_fails = sometimes(0.7);
    faults.connect_hangs = sometimes(0.4);
    faults.request_cut = sometimes(0.5);
    faults.slow_writer = sometimes(0.4);
    faults.busy = is_drawn_out ? random.fraction() * 0.4 : sometimes(0.6);
    faults.upstream = sometimes(0.5);
    faults.garbage = sometimes(0.3);
    faults.answer_cut = sometimes(0.5);
    faults.stall = sometimes(0.4);
    faults.slow_answer = sometimes(0.6);
    faults.last_answer = sometimes(0.6);
    faults.extra_bytes = sometimes(0.3);
    faults.other_account = sometimes(0.2);
    faults.tiny_reads = random.chance(0.2) ? random.fraction() : 0.0;
}

void scenario::choose_calls()
{
    const std::size_t count = random.chance(0.5) ? random.between(1, 8) : random.between(4, 40);
    const auto usual_spread = random.chance(0.4) ? 0ms : random.between(1ms, 20s);
    const auto spread = is_drawn_out ? random.between(120s, 400s) : usual_spread;
    refused_ = random.chance(0.4) ? random.fraction() * 0.5 : 0;
    cancelled_ = random.chance(0.4) ? random.fraction() * 0.6 : 0;
    is_all_upserts_ = is_import || random.chance(0.5);
    // Each row of an import is for an account of its own.
    shared_ = is_all_upserts_ && !is_import && random.chance(0.4) ? random.fraction() : 0;
    if (shared_ != 0 && random.chance(0.7)) {
        equal_ = random.fraction();
        options.join_equal_logins(random.chance(0.7));
        // Long enough for all calls. A call that finds the queue full ends before its handler can run, and
        // takes no turn, so the service could not tell which of equal calls is logging in.
        options.max_waiting(100);
    }
    for (std::size_t i = 0; i < count; ++i) {
        calls.push_back(choose_call(i));
        calls.back().at = random.between(0ms, spread);
    }
    if (is_import || !random.chance(0.3))
        return;
    reacts = random.fraction();
    for (std::size_t i = random.between(1, 20); i != 0; --i)
        spare_calls.push_back(choose_call(count + i));
}

planned_call scenario::choose_call(std::size_t number)
{
    planned_call call;
    call.what = is_all_upserts_ ? operation::upsert : static_cast<operation>(random.below(5));
    const std::size_t account = random.chance(shared_) ? random.below(3) : number;
    call.email = std::to_string(account).append("@x.io");
    call.password = std::to_string(number) + "-" + std::to_string(random.below(1'000'000)).append("pw");
    call.max_jobs = static_cast<int>(random.between(1, 10));
    if (random.chance(refused_))
        call.refusal = refusals[random.below(refusals.size())];
    if (random.chance(equal_))
        ask_as_before(call);
    if (random.chance(cancelled_))
        call.cancel_after = random.chance(0.2) ? 0ms : random.between(0ms, options.timeout() / 2);
    return call;
}

/** Has the call ask for the same as the last call for its account, if there is one. */
void scenario::ask_as_before(planned_call& call)
{
    for (const auto* const chosen : {&spare_calls, &calls}) {
        const auto found = std::find_if(chosen->rbegin(), chosen->rend(), [&call](const planned_call& each) {
            return each.email == call.email;
        });
        if (found == chosen->rend())
            continue;
        call.password = found->password;
        call.max_jobs = found->max_jobs;
        call.refusal = found->refusal;
        return;
    }
}

void scenario::choose_events()
{
    const auto sometime = [&] { return random.between(0ms, 15s); };
    if (random.chance(0.15)) {
        storm_begins = random.between(0ms, 3s);
        storm_lasts = random.between(100ms, 5s);
    }
    if (random.chance(0.25))
        for (std::size_t i = random.between(1, 3); i != 0; --i)
            restarts.push_back(sometime());
    if (random.chance(0.3))
        clock_skew = std::chrono::seconds(random.below(7200)) - 1h;
    if (random.chance(0.05))
        token_revoked = sometime();

    if (random.chance(0.35)) {
        ending = static_cast<simulation::ending>(random.between(1, 4));
        if (random.chance(0.5))
            ends_at = random.chance(0.3) ? 0ms : sometime();
        ends_at_step = random.between(1, random.chance(0.5) ? 40 : 400);
        grace = random.chance(0.3) ? 0ms : random.between(1ms, 5s);
        if (ending == simulation::ending::drain && random.chance(0.6)) {
            grace = random.between(1s, 10s);
            drains_again_after = random.between(0ms, grace / 4);
            second_grace = random.chance(0.2) ? 0ms : random.between(1ms, grace);
        }
    }
    if (ending == simulation::ending::none && !token_revoked && !is_import && random.chance(0.4)) {
        heals_at = sometime();
        for (std::size_t i = 0; i < 3; ++i) {
            planned_call call;
            call.email = std::to_string(i).append("@healed.io");
            call.password = "pw";
            calls_once_healed.push_back(std::move(call));
        }
    }
    if (random.chance(0.3))
        cancels_at_step = random.between(1, random.chance(0.5) ? 40 : 400);

    if (is_import) {
        import.concurrency(random.between(1, 12))
            .rate(random.chance(0.3) ? static_cast<double>(random.between(1, 50)) : 0)
            .grace(random.between(0ms, 3s))
            .row_timeout(random.between(1s, 40s))
            .row_retries(static_cast<unsigned>(random.below(4)));
        if (random.chance(0.2))
            import_stops = sometime();
        import_is_cut = random.chance(0.4);
    }
}

} // namespace useapi::simulation
