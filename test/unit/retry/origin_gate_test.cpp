#include "retry/origin_gate.hpp"

#include <boost/test/unit_test.hpp>

using namespace useapi::retry;
using namespace std::chrono_literals;

namespace {

const origin_gate::time_point start{1000s};

} // namespace

BOOST_AUTO_TEST_SUITE(gates)

BOOST_AUTO_TEST_CASE(gate_is_open_until_it_is_closed)
{
    const origin_gate gate;
    BOOST_TEST((gate.passes_at(start, 0.9) == start));
}

BOOST_AUTO_TEST_CASE(gate_lets_calls_pass_spread_behind_the_end_of_the_wait)
{
    origin_gate gate;
    gate.close_for(start, 4s);
    BOOST_TEST((gate.passes_at(start, 0.0) == start + 4s));
    BOOST_TEST((gate.passes_at(start + 1s, 0.5) == start + 4s + 500ms));
    BOOST_TEST((gate.passes_at(start + 3999ms, 0.0) == start + 4s));
    BOOST_TEST((gate.passes_at(start + 4s, 0.9) == start + 4s));
    gate.close_for(start + 10s, 100s);
    BOOST_TEST((gate.passes_at(start + 10s, 0.5) == start + 111s));
}

BOOST_AUTO_TEST_CASE(gate_keeps_the_later_end)
{
    origin_gate gate;
    gate.close_for(start, 10s);
    gate.close_for(start + 1s, 2s);
    BOOST_TEST((gate.passes_at(start + 5s, 0.0) == start + 10s));
}

BOOST_AUTO_TEST_CASE(gate_told_to_wait_for_nothing_stays_open)
{
    origin_gate gate;
    gate.close_for(start, 0s);
    BOOST_TEST((gate.passes_at(start, 0.9) == start));
}

BOOST_AUTO_TEST_SUITE_END()
