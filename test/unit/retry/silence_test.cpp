#include "retry/silence.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

using namespace useapi::retry;
using namespace std::chrono_literals;

namespace {

const silence::time_point began{std::chrono::hours(1)};

void fail(silence& watched, std::chrono::milliseconds at, int attempts = 1)
{
    for (int i = 0; i != attempts; ++i)
        watched.on_no_answer(began + at);
}

} // namespace

BOOST_AUTO_TEST_SUITE(silences)

BOOST_AUTO_TEST_CASE(calls_pass_until_there_was_no_answer_for_long_enough)
{
    silence watched(10s);
    BOOST_TEST(watched.ask(began).passes);
    fail(watched, 0s, 2);
    BOOST_TEST(watched.ask(began + 1h).passes);
    BOOST_TEST(watched.ask(began + 1h).passes); // two attempts are no silence
    fail(watched, 5s);
    BOOST_TEST(watched.ask(began + 9999ms).passes);
    BOOST_TEST(watched.ask(began + 9999ms).passes);
    BOOST_TEST(watched.ask(began + 10s).passes); // the probe
    const silence::answer refused = watched.ask(began + 10s);
    BOOST_TEST(!refused.passes);
    BOOST_TEST((refused.lasts == 10s));
    BOOST_TEST((refused.until_probe == 1s));
}

BOOST_AUTO_TEST_CASE(probes_pass_ever_more_rarely)
{
    silence watched(10s);
    fail(watched, 0s, 3);
    auto at = 10s;
    for (const auto pause : {1s, 2s, 4s, 8s, 16s, 30s, 30s}) {
        BOOST_TEST(watched.ask(began + at).passes);
        BOOST_TEST(!watched.ask(began + at).passes);
        BOOST_TEST(!watched.ask(began + at + pause - 1ms).passes);
        fail(watched, at);
        at += pause;
    }
    // However long no call asked, one passes and no more.
    BOOST_TEST(watched.ask(began + 24h).passes);
    BOOST_TEST(!watched.ask(began + 24h).passes);
}

BOOST_AUTO_TEST_CASE(answer_lets_all_pass_and_begins_anew)
{
    silence watched(10s);
    fail(watched, 0s, 3);
    BOOST_TEST(watched.ask(began + 10s).passes);
    watched.on_answer();
    BOOST_TEST(watched.ask(began + 10s).passes);
    BOOST_TEST(watched.ask(began + 10s).passes);
    fail(watched, 20s, 3);
    BOOST_TEST(watched.ask(began + 29s).passes);
    BOOST_TEST(watched.ask(began + 30s).passes);
    BOOST_TEST((watched.ask(began + 30s).until_probe == 1s));
}

BOOST_AUTO_TEST_SUITE_END()
