#include "retry/origin_gate.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(gates)

using namespace useapi::retry;
using namespace std::chrono_literals;

namespace {

const origin_gate::time_point start{1000s};

/** The time at which the gate opens for a call that asks now; `now` if the call may pass. */
origin_gate::time_point opens(origin_gate gate, origin_gate::time_point now, double random)
{
    return gate.ask(now, random).opens;
}

} // namespace

BOOST_AUTO_TEST_CASE(gate_is_open_until_it_is_closed)
{
    origin_gate gate;
    const auto told = gate.ask(start, 0.9);
    BOOST_TEST(told.passes);
    BOOST_TEST(!told.is_probe);
    BOOST_TEST((told.opens == start));
    BOOST_TEST((told.ask_again == start));
    BOOST_TEST(!gate.is_closed(start));
}

BOOST_AUTO_TEST_CASE(gate_lets_calls_pass_spread_behind_the_end_of_the_wait)
{
    origin_gate gate;
    gate.close_for(start, 4s);
    BOOST_TEST(gate.is_closed(start));
    BOOST_TEST(!gate.ask(start, 0.0).passes);
    BOOST_TEST((opens(gate, start, 0.0) == start + 4s));
    BOOST_TEST((opens(gate, start + 1s, 0.5) == start + 4s + 500ms));
    BOOST_TEST((gate.ask(start + 1s, 0.5).ask_again == start + 4s + 500ms));
    BOOST_TEST((opens(gate, start + 3999ms, 0.0) == start + 4s));
    BOOST_TEST((gate.stays_closed_for(start + 1s) == 3s));
    BOOST_TEST(gate.ask(start + 4s, 0.9).passes);
    BOOST_TEST((gate.stays_closed_for(start + 4s) == 0s));
    gate.close_for(start + 10s, 100s);
    BOOST_TEST((opens(gate, start + 10s, 0.5) == start + 111s));
}

BOOST_AUTO_TEST_CASE(gate_keeps_the_later_end)
{
    origin_gate gate;
    gate.close_for(start, 10s);
    gate.close_for(start + 1s, 2s);
    BOOST_TEST((opens(gate, start + 5s, 0.0) == start + 10s));
}

BOOST_AUTO_TEST_CASE(gate_told_to_wait_for_nothing_stays_open)
{
    origin_gate gate;
    gate.close_for(start, 0s);
    BOOST_TEST(gate.ask(start, 0.9).passes);
}

BOOST_AUTO_TEST_CASE(gate_lets_one_probe_a_minute_through)
{
    struct step
    {
        std::chrono::milliseconds at;
        bool passes;
        std::chrono::milliseconds ask_again;
    };

    origin_gate gate;
    gate.close_for(start, 24h);
    const step steps[] = {
        {0s, false, 60s},       {59999ms, false, 60s}, {60s, true, 60s},    {60s, false, 120s},
        {119s, false, 120s},    {500s, true, 500s},    {501s, false, 560s}, {24h - 1s, true, 24h - 1s},
        {24h - 1s, false, 24h}, {24h, true, 24h},
    };
    for (const step& s : steps) {
        BOOST_TEST_CONTEXT("after " << s.at.count() << " ms")
        {
            const auto told = gate.ask(start + s.at, 0.0);
            BOOST_TEST(told.passes == s.passes);
            BOOST_TEST(told.is_probe == (s.passes && s.at < 24h));
            BOOST_TEST((told.ask_again == start + s.ask_again));
            if (!s.passes)
                BOOST_TEST((told.opens == start + 24h));
        }
    }
}

BOOST_AUTO_TEST_CASE(gate_of_a_minute_is_not_probed)
{
    origin_gate gate;
    gate.close_for(start, 60s);
    for (auto at = 0s; at < 60s; ++at)
        BOOST_TEST(!gate.ask(start + at, 0.0).passes);
    BOOST_TEST(!gate.ask(start + 60s, 0.0).is_probe);
}

BOOST_AUTO_TEST_CASE(gate_that_is_reopened_lets_everything_pass_until_it_is_closed_again)
{
    origin_gate gate;
    gate.close_for(start, 24h);
    BOOST_TEST(gate.ask(start + 60s, 0.0).is_probe);
    gate.reopen();
    BOOST_TEST(gate.ask(start + 61s, 0.9).passes);
    BOOST_TEST((gate.stays_closed_for(start + 61s) == 0s));
    gate.close_for(start + 62s, 90s);
    BOOST_TEST(!gate.ask(start + 121s, 0.0).passes);
    BOOST_TEST(gate.ask(start + 122s, 0.0).is_probe);
}

BOOST_AUTO_TEST_SUITE_END()
