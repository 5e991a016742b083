#include "simulation/verdict.hpp"

#include <boost/test/unit_test.hpp>

using namespace useapi::simulation;

BOOST_AUTO_TEST_SUITE(verdicts)

BOOST_AUTO_TEST_CASE(violations_of_one_rule_are_of_one_kind)
{
    struct kind_case
    {
        const char* violation;
        const char* kind;
    };

    constexpr kind_case cases[]{
        {"3@x.io: says that it was cancelled, and was not", "says that it was cancelled, and was not"},
        {"the pool counts 12 connections, the network 0", "the pool counts # connections, the network #"},
        {"a lease leaked: of 1 connections 0 are idle and 0 in use", "a lease leaked"},
        {"12@x.io: overtook 4@x.io in the queue", "overtook #@x.io in the queue"},
        {"0@healed.io: failed, although nothing goes wrong any more: timed out (HTTP 503)",
         "failed, although nothing goes wrong any more"},
        {"a drain never ended", "a drain never ended"},
        {"", ""},
    };
    for (const kind_case& each : cases)
        BOOST_TEST(kind_of(each.violation) == each.kind);
}

BOOST_AUTO_TEST_SUITE_END()
