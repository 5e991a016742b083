#include "simulation/scenario.hpp"

#include <algorithm>
#include <array>

namespace useapi::simulation {
namespace {

using namespace std::chrono_literals;

constexpr std::array refusals{302, 400, 401, 402, 403, 404, 409, 410, 412, 422, 501, 505, 596, 500};

} // namespace

scenario::scenario(random_source source)
    : options(secret("user:1234-abcdefghijklmnop")), random(std::move(source))
{
    is_import = random.about({"import"}).chance(0.2, "runs");
    choose_options();
    choose_faults();
    choose_calls();
    choose_events();
    options.seed(random.about({"options"}).below(1'000'000, "seed"));
}

void scenario::choose_options()
{
    const chooser choose = random.about({"options"});
    retry_options retry;
    retry.max_attempts(static_cast<unsigned>(choose.between(1, 5, "max_attempts")))
        .max_resends_after_unknown(static_cast<unsigned>(choose.below(4, "max_resends_after_unknown")))
        .base_delay(choose.between(1ms, 400ms, "base_delay"))
        .busy_base_delay(choose.between(1ms, 1500ms, "busy_base_delay"))
        .max_delay(choose.between(100ms, 5000ms, "max_delay"));
    if (choose.chance(0.5, "small_budget"))
        retry.budget_ratio(static_cast<double>(choose.below(5, "budget_ratio_tenths")) / 10)
            .budget_floor(static_cast<unsigned>(choose.below(5, "budget_floor")));
    else
        retry.budget_ratio(1000);

    options.base_url("https://service.test/v1")
        .max_connections(choose.chance(0.4, "few_connections") ? choose.between(1, 2, "max_connections")
                                                               : choose.between(1, 8, "max_connections"))
        .max_waiting(choose.chance(0.15, "short_queue") ? choose.below(6, "max_waiting") : 100)
        .timeout(choose.chance(0.3, "short_timeout") ? choose.between(50ms, 2000ms, "timeout")
                                                     : choose.between(2s, 60s, "timeout"))
        .attempt_timeout(choose.chance(0.3, "short_attempts")
                             ? choose.between(20ms, 1000ms, "attempt_timeout")
                             : choose.between(1s, 20s, "attempt_timeout"))
        .idle_timeout(choose.chance(0.3, "short_idle_timeout") ? choose.between(1ms, 500ms, "idle_timeout")
                                                               : choose.between(1s, 50s, "idle_timeout"))
        .retry(retry);
    if (choose.chance(0.3, "connections_age"))
        options.max_connection_age(choose.between(100ms, 20s, "max_connection_age"));
    // A replay that may be observed tells more.
    is_observed = choose.chance(0.5, "observed", true);
    connect_timeout = choose.between(100ms, 10s, "connect_timeout");
}

void scenario::choose_faults()
{
    const chooser choose = random.about({"faults"});
    is_drawn_out = choose.chance(0.1, "drawn_out");
    longest_latency =
        choose.chance(0.3, "no_latency", true) ? 0ms : choose.between(1ms, 300ms, "longest_latency");
    shortest_latency = choose.chance(0.5, "even_latency") ? longest_latency / 4 : 0ms;

    // A history with every fault at once ends each call early, and shows little of any.
    const bool is_calm = choose.chance(0.15, "calm");
    const auto sometimes = [&](double most, std::string_view what) {
        return !is_calm && choose.chance(0.3, what) ? choose.fraction() * most : 0.0;
    };
    faults.connect_fails = sometimes(0.7, "connect_fails");
    faults.connect_hangs = sometimes(0.4, "connect_hangs");
    faults.request_cut = sometimes(0.5, "request_cut");
    faults.slow_writer = sometimes(0.4, "slow_writer");
    faults.busy = is_drawn_out ? choose.fraction() * 0.4 : sometimes(0.6, "busy");
    faults.upstream = sometimes(0.5, "upstream");
    faults.garbage = sometimes(0.3, "garbage");
    faults.answer_cut = sometimes(0.5, "answer_cut");
    faults.stall = sometimes(0.4, "stall");
    faults.slow_answer = sometimes(0.6, "slow_answer");
    faults.last_answer = sometimes(0.6, "last_answer");
    faults.extra_bytes = sometimes(0.3, "extra_bytes");
    faults.other_account = sometimes(0.2, "other_account");
    faults.tiny_reads = choose.chance(0.2, "tiny_reads") ? choose.fraction() : 0.0;
}

void scenario::choose_calls()
{
    const chooser choose = random.about({"calls"});
    const std::size_t count =
        choose.chance(0.5, "few") ? choose.between(1, 8, "count") : choose.between(4, 40, "count");
    const auto usual_spread = choose.chance(0.4, "at_once") ? 0ms : choose.between(1ms, 20s, "spread");
    const auto spread = is_drawn_out ? choose.between(120s, 400s, "spread") : usual_spread;
    refused_ = choose.chance(0.4, "refused") ? choose.fraction() * 0.5 : 0;
    cancelled_ = choose.chance(0.4, "cancelled") ? choose.fraction() * 0.6 : 0;
    is_all_upserts_ = is_import || choose.chance(0.5, "all_upserts");
    // Each row of an import is for an account of its own.
    shared_ = is_all_upserts_ && !is_import && choose.chance(0.4, "shared") ? choose.fraction() : 0;
    if (shared_ != 0 && choose.chance(0.7, "equal")) {
        equal_ = choose.fraction();
        options.join_equal_logins(choose.chance(0.7, "joined"));
        // Long enough for all calls. A call that finds the queue full ends before its handler can run, and
        // takes no turn, so the service could not tell which of equal calls is logging in.
        options.max_waiting(100);
    }
    for (std::size_t i = 0; i < count; ++i) {
        const subject name{"call", i};
        const chooser of_call = random.about(name);
        if (!of_call.is_present())
            continue;
        calls.push_back(choose_call(name, i));
        calls.back().at = of_call.between(0ms, spread, "at");
    }
    if (is_import || !choose.chance(0.3, "spare"))
        return;
    reacts = choose.fraction();
    for (std::size_t i = choose.between(1, 20, "spare_count"); i != 0; --i)
        if (const subject name{"spare", i}; random.about(name).is_present())
            spare_calls.push_back(choose_call(name, count + i));
}

planned_call scenario::choose_call(const subject& name, std::size_t number)
{
    const chooser choose = random.about(name);
    planned_call call;
    call.name = name;
    call.what = is_all_upserts_ ? operation::upsert : static_cast<operation>(choose.below(5, "operation"));
    const std::size_t account = choose.chance(shared_, "shares") ? choose.below(3, "account") : number;
    call.email = std::to_string(account).append("@x.io");
    // Its length matters, where a connection ends at a byte of the request.
    call.password =
        std::to_string(number) + "-" + std::string(choose.length_of_number("password_length"), '7') + "pw";
    call.max_jobs = static_cast<int>(choose.between(1, 10, "max_jobs"));
    if (choose.chance(refused_, "refused"))
        call.refusal = refusals[choose.below(refusals.size(), "refusal")];
    if (choose.chance(equal_, "equal"))
        ask_as_before(call);
    if (choose.chance(cancelled_, "cancelled"))
        call.cancel_after =
            choose.chance(0.2, "at_once") ? 0ms : choose.between(0ms, options.timeout() / 2, "cancel_after");
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
    const auto sometime = [&](const subject& what) { return random.about(what).between(0ms, 15s, "at"); };
    const chooser choose = random.about({"events"});
    if (choose.chance(0.15, "storm")) {
        storm_begins = choose.between(0ms, 3s, "storm_begins");
        storm_lasts = choose.between(100ms, 5s, "storm_lasts");
    }
    if (choose.chance(0.25, "restarts"))
        for (std::size_t i = choose.between(1, 3, "restart_count"); i != 0; --i)
            restarts.push_back(sometime({"restart", i}));
    if (choose.chance(0.3, "clock_skew"))
        clock_skew = std::chrono::seconds(choose.below(7200, "clock_skew_seconds")) - 1h;
    if (choose.chance(0.05, "token_revoked"))
        token_revoked = sometime({"revocation"});

    choose_ending(random.about({"ending"}));
    if (ending == simulation::ending::none && !token_revoked && !is_import && choose.chance(0.4, "healing")) {
        heals_at = sometime({"healing"});
        for (std::size_t i = 0; i < 3; ++i) {
            planned_call call;
            call.name = {"healed", i};
            call.email = std::to_string(i).append("@healed.io");
            call.password = "pw";
            if (random.about(call.name).is_present())
                calls_once_healed.push_back(std::move(call));
        }
    }
    if (choose.chance(0.3, "cancels"))
        cancels_at_step =
            choose.between(1, choose.chance(0.5, "cancels_early", true) ? 40 : 400, "cancels_at_step");
    if (is_import)
        choose_import(random.about({"import"}));
}

void scenario::choose_ending(const chooser& choose)
{
    if (!choose.chance(0.35, "planned"))
        return;
    ending = static_cast<simulation::ending>(choose.between(1, 4, "kind"));
    if (choose.chance(0.5, "at_a_time"))
        ends_at = choose.chance(0.3, "at_once") ? 0ms : choose.between(0ms, 15s, "at");
    ends_at_step = choose.between(1, choose.chance(0.5, "early", true) ? 40 : 400, "at_step");
    grace = choose.chance(0.3, "no_grace") ? 0ms : choose.between(1ms, 5s, "grace");
    if (ending != simulation::ending::drain || !choose.chance(0.6, "drains_again"))
        return;
    grace = choose.between(1s, 10s, "first_grace");
    drains_again_after = choose.between(0ms, grace / 4, "drains_again_after");
    second_grace = choose.chance(0.2, "no_second_grace") ? 0ms : choose.between(1ms, grace, "second_grace");
}

void scenario::choose_import(const chooser& choose)
{
    import.concurrency(choose.between(1, 12, "concurrency"))
        .rate(choose.chance(0.3, "paced") ? static_cast<double>(choose.between(1, 50, "rate")) : 0)
        .grace(choose.between(0ms, 3s, "grace"))
        .row_timeout(choose.between(1s, 40s, "row_timeout"))
        .row_retries(static_cast<unsigned>(choose.below(4, "row_retries")));
    if (choose.chance(0.2, "stops"))
        import_stops = choose.between(0ms, 15s, "stops_at");
    import_is_cut = choose.chance(0.4, "is_cut");
}

} // namespace useapi::simulation
