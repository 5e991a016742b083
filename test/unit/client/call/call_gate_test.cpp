#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

reply told_to_wait(std::string seconds)
{
    return reply::of(429, "{}").add_field("Retry-After", std::move(seconds)).after(10ms);
}

std::size_t count_of_successes(const std::vector<std::shared_ptr<observed>>& calls)
{
    return static_cast<std::size_t>(
        std::count_if(calls.begin(), calls.end(), [](const auto& call) { return call->succeeded(); }));
}

} // namespace

BOOST_AUTO_TEST_SUITE(gates)

BOOST_AUTO_TEST_CASE(gate_holds_back_calls_that_wait_for_a_connection)
{
    world w({told_to_wait("30"), told_to_wait("30")});
    const auto client = w.make_client(world::options().max_connections(2));
    std::vector<std::shared_ptr<observed>> calls;
    for (int i = 0; i < 50; ++i)
        calls.push_back(w.start(client));
    w.run_for(29s);
    BOOST_TEST(w.network->requests().size() == 2U);
    w.run();
    BOOST_TEST(count_of_successes(calls) == 50U);
    for (const auto& call : calls)
        BOOST_TEST(call->at.count() >= 30000);
    BOOST_TEST(w.network->connects() == 2U);
}

BOOST_AUTO_TEST_CASE(gate_that_is_closed_anew_holds_back_calls_that_were_asleep_at_it)
{
    world w({told_to_wait("8"), told_to_wait("600"), told_to_wait("600")});
    const auto client = w.make_client(world::options().max_connections(100));
    std::vector<std::shared_ptr<observed>> calls{w.start(client)};
    w.run_for(1s);
    for (int i = 0; i < 50; ++i)
        calls.push_back(w.start(client));
    w.run();
    // Only the calls that were told to wait, and at most the few whose requests were under way then.
    BOOST_TEST(w.network->requests().size() <= 6U);
    BOOST_TEST(count_of_successes(calls) <= 4U);
    for (const auto& call : calls) {
        if (call->succeeded())
            continue;
        BOOST_TEST(call->failure().code() == errc::rate_limited);
        BOOST_TEST(call->failure().retry_refusal() == retry_refusal::retry_after_too_far);
    }
}

BOOST_AUTO_TEST_CASE(call_held_back_after_it_waited_for_a_connection_made_no_attempt)
{
    world w({told_to_wait("86400")});
    const auto client = w.make_client(world::options().max_connections(1));
    w.start(client);
    const auto waiting = w.start(client);
    w.run();
    BOOST_TEST(waiting->failure().code() == errc::rate_limited);
    BOOST_TEST(waiting->failure().attempts() == 0U);
    BOOST_TEST(waiting->failure().effect() == effect::none);
    BOOST_TEST(client.statistics().attempts == 1U);
    BOOST_TEST(client.statistics().idle_connections == 1U);
}

BOOST_AUTO_TEST_CASE(attempt_whose_connection_was_dead_and_is_held_back_then_counts_once)
{
    const reply gone = reply::of(404, "{}");
    world w({reply::of(200, "{}").then(reply::ending::reset), told_to_wait("30").after(50ms), gone, gone});
    const auto client = w.make_client();
    w.start(client);
    const auto told = w.start(client);
    w.run_for(1ms);
    w.network->expect_connects({connect_outcome::success(100ms)});
    std::vector<unsigned> numbers;
    const auto call = w.start(client.with(call_options().attempt_fields([&numbers](unsigned attempt) {
        numbers.push_back(attempt);
        return std::vector<http::field>();
    })));
    w.run();
    BOOST_TEST(w.network->connects() == 3U);
    BOOST_TEST(call->at.count() >= 30000);
    BOOST_TEST(call->failure().code() == errc::not_found);
    BOOST_TEST(call->failure().attempts() == 1U);
    BOOST_TEST((numbers == std::vector<unsigned>{1, 1}));
    BOOST_TEST(told->failure().attempts() == 2U);
    BOOST_TEST(client.statistics().attempts == 4U);
}

BOOST_AUTO_TEST_CASE(one_call_a_minute_probes_a_gate_that_is_closed_for_long_and_a_success_reopens_it)
{
    world w({told_to_wait("86400"), told_to_wait("86400"), reply::of(502, ""), reply::of(200, "{}")});
    const auto client = w.make_client(world::options().retry(retry_options().max_attempts(1)));
    std::vector<std::shared_ptr<observed>> calls;
    for (int second = 0; second < 250; ++second) {
        calls.push_back(w.start(client));
        w.clock.schedule_after(1s, [] {});
        w.run();
    }
    // Probes in the seconds 0, 61, 121 and 181. The last one succeeded, so all later calls were sent.
    BOOST_TEST(w.network->requests().size() == 4U + 68U);
    for (int second = 0; second < 250; ++second)
        BOOST_TEST(calls[static_cast<std::size_t>(second)]->succeeded() == (second >= 181),
                   "second " << second);
}

BOOST_AUTO_TEST_CASE(calls_with_time_to_wait_probe_in_turn)
{
    world w({told_to_wait("600"), told_to_wait("600")});
    const auto client = w.make_client(world::options().timeout(1h));
    std::vector<std::shared_ptr<observed>> calls;
    for (int i = 0; i < 10; ++i) {
        calls.push_back(w.start(client));
        w.run_for(1s);
    }
    w.run_for(60s);
    BOOST_TEST(w.network->requests().size() == 2U);
    w.run_for(60s);
    BOOST_TEST(w.network->requests().size() >= 3U);
    BOOST_TEST(w.run());
    BOOST_TEST(count_of_successes(calls) == 10U);
}

BOOST_AUTO_TEST_CASE(client_tells_for_how_long_it_holds_calls_back)
{
    world w({told_to_wait("30")});
    client used = w.make_client();
    BOOST_TEST(used.held_back().count() == 0);
    w.start(used);
    w.run_for(10s);
    BOOST_TEST(used.held_back() > 15s);
    BOOST_TEST(used.held_back() <= 30s);
    const client moved = std::move(used);
    BOOST_TEST(used.held_back().count() == 0);
    BOOST_TEST(used.options().base_url() == moved.options().base_url());
    w.run();
    BOOST_TEST(moved.held_back().count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
