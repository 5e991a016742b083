#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

client_options one_attempt()
{
    return world::options().retry(retry_options().max_attempts(1)).timeout(10min).max_connections(16);
}

/** Lets time pass, even if nothing is due. */
void pass(world& w, std::chrono::milliseconds time)
{
    w.clock.schedule(w.clock.now() + time, [] {});
    w.run_for(time);
}

std::vector<reply> many(const reply& which, std::size_t count)
{
    return std::vector<reply>(count, which);
}

/** Starts calls, a second apart, and returns them. */
std::vector<std::shared_ptr<observed>> start_one_a_second(world& w, const client& c, int count)
{
    std::vector<std::shared_ptr<observed>> calls;
    for (int i = 0; i != count; ++i) {
        calls.push_back(w.start(c));
        pass(w, 1s);
    }
    return calls;
}

} // namespace

BOOST_AUTO_TEST_SUITE(traffic_of_a_client)

BOOST_AUTO_TEST_CASE(new_calls_fail_at_once_while_the_service_is_silent)
{
    world w(many(reply().then(reply::ending::reset), 4));
    const client c = w.make_client(one_attempt().load(load_options().fail_fast_after(3s)));
    const auto calls = start_one_a_second(w, c, 3);
    for (const auto& each : calls)
        BOOST_TEST(each->failure().code() == errc::connection_lost);
    pass(w, 1s);
    const auto probe = w.start(c); // at 4 s
    const auto refused = w.start(c);
    pass(w, 1ms);
    BOOST_TEST(probe->failure().code() == errc::connection_lost);
    BOOST_TEST_REQUIRE(!refused->succeeded());
    const error why = refused->failure();
    BOOST_TEST(why.code() == errc::service_unavailable);
    BOOST_TEST(why.effect() == effect::none);
    BOOST_TEST(why.attempts() == 0U);
    BOOST_TEST(why.status() == 0);
    BOOST_TEST(why.retry_after().value_or(0s).count() == 1000);
    BOOST_TEST(why.detail() == "it has not answered for 4 s, so calls fail at once until it does");
    BOOST_TEST(w.network->requests().size() == 4U);

    // The next probe gets an answer, a refusal: all calls are made again.
    pass(w, 1s);
    const auto second = w.start(c);
    pass(w, 10ms);
    BOOST_TEST(second->succeeded());
    const auto after = w.start(c);
    w.run();
    BOOST_TEST(after->succeeded());
}

BOOST_AUTO_TEST_CASE(any_answer_ends_the_silence)
{
    std::vector<reply> script = many(reply().then(reply::ending::reset), 3);
    script.push_back(reply::of(503, "{}"));
    world w(script);
    const client c = w.make_client(one_attempt().load(load_options().fail_fast_after(1s)));
    start_one_a_second(w, c, 3);
    const auto probe = w.start(c);
    pass(w, 10ms);
    BOOST_TEST(probe->failure().status() == 503);
    const auto next = w.start(c);
    w.run();
    BOOST_TEST(next->succeeded());
}

BOOST_AUTO_TEST_CASE(connections_that_cannot_be_made_are_silence_and_calls_that_were_given_up_are_not)
{
    world w;
    const client c = w.make_client(one_attempt().load(load_options().fail_fast_after(1s)));
    w.network->expect_connects(
        std::vector<connect_outcome>(3, connect_outcome::failure(errc::connect_failed)));
    start_one_a_second(w, c, 3);
    BOOST_TEST(w.start(c)->completions == 0U); // the probe
    const auto refused = w.start(c);
    pass(w, 1ms);
    BOOST_TEST(refused->failure().code() == errc::service_unavailable);

    world other(many(reply::silence(), 7));
    const client patient = other.make_client(one_attempt().load(load_options().fail_fast_after(1s)));
    for (int i = 0; i != 5; ++i) {
        const auto given_up = other.start(patient);
        pass(other, 1s);
        given_up->cancel.emit(boost::asio::cancellation_type::terminal);
        pass(other, 1ms);
        BOOST_TEST(given_up->failure().code() == errc::cancelled);
    }
    const auto last = other.start(patient);
    const auto as_well = other.start(patient);
    pass(other, 1ms);
    BOOST_TEST(last->completions == 0U);
    BOOST_TEST(as_well->completions == 0U);
}

BOOST_AUTO_TEST_CASE(invalid_call_is_no_probe)
{
    world w(many(reply().then(reply::ending::reset), 3));
    const client c = w.make_client(one_attempt().load(load_options().fail_fast_after(1s)));
    start_one_a_second(w, c, 3);
    const auto invalid = w.start(c, http::request("GET", "no slash"));
    const auto probe = w.start(c);
    w.run();
    BOOST_TEST(invalid->failure().code() == errc::invalid_argument);
    BOOST_TEST(probe->succeeded());
}

BOOST_AUTO_TEST_CASE(limit_begins_low_is_halved_once_a_round_trip_and_grows_again)
{
    // Eight at first: all busy, so the limit is halved once.
    std::vector<reply> script = many(reply::of(503, "{}").after(100ms), 8);
    for (int i = 0; i != 200; ++i)
        script.push_back(reply::of(200, "{}").after(100ms));
    world w(script);
    const client c = w.make_client(one_attempt().load(load_options().adaptive_concurrency(true)));
    std::vector<std::shared_ptr<observed>> calls;
    for (int i = 0; i != 100; ++i)
        calls.push_back(w.start(c));
    const auto under_way_at = [&](std::chrono::milliseconds time) {
        w.run_for(time);
        return c.statistics().connections - c.statistics().idle_connections;
    };
    BOOST_TEST(under_way_at(50ms) == 8U);
    BOOST_TEST(under_way_at(100ms) == 4U); // at 150 ms
    const std::size_t later = under_way_at(200ms);
    BOOST_TEST(later >= 5U);
    BOOST_TEST(later <= 6U);
    w.run();
    const auto failures =
        std::count_if(calls.begin(), calls.end(), [](const auto& call) { return !call->succeeded(); });
    BOOST_TEST(failures == 8);
    // A connection is not closed if its use is only put off.
    BOOST_TEST(w.network->connects() <= 16U);
    BOOST_TEST(c.statistics().closed.otherwise == 0U);
}

BOOST_AUTO_TEST_CASE(without_the_option_all_connections_are_used_at_once)
{
    world w(many(reply::of(200, "{}").after(100ms), 20));
    const client c = w.make_client(one_attempt());
    for (int i = 0; i != 20; ++i)
        w.start(c);
    w.run_for(50ms);
    BOOST_TEST(w.network->requests().size() == 16U);
    w.run();
}

BOOST_AUTO_TEST_SUITE_END()
