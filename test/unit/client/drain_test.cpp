#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>

using namespace useapi;
using namespace useapi::testing;

namespace {

struct drained
{
    std::optional<std::size_t> cut;
    std::chrono::milliseconds at{};
};

std::shared_ptr<drained> start_drain(world& w, const client& client, std::chrono::milliseconds grace)
{
    auto seen = std::make_shared<drained>();
    client.async_drain(grace, [&w, seen](std::size_t cut) {
        seen->cut = cut;
        seen->at = std::chrono::duration_cast<std::chrono::milliseconds>(w.clock.elapsed());
    });
    return seen;
}

} // namespace

BOOST_AUTO_TEST_SUITE(drain)

BOOST_AUTO_TEST_CASE(drain_of_an_idle_client_completes_at_once)
{
    world w;
    const auto client = w.make_client();
    w.start(client);
    w.run();
    const auto seen = start_drain(w, client, 5s);
    BOOST_TEST(!seen->cut);
    w.run();
    BOOST_TEST(seen->cut.value() == 0U);
    BOOST_TEST(w.network->open() == 0U);
}

BOOST_AUTO_TEST_CASE(drain_lets_running_exchanges_finish_and_fails_the_rest)
{
    world w({reply::of(200, "{}").after(2s), reply::of(429, "{}").add_field("Retry-After", "20")});
    const auto client = w.make_client(world::options().max_connections(2));
    const auto running = w.start(client);
    const auto backing_off = w.start(client);
    w.run_for(500ms);
    const auto seen = start_drain(w, client, 10s);
    const auto late = w.start(client);
    w.run();
    BOOST_TEST(running->succeeded());
    BOOST_TEST(backing_off->failure().code() == errc::client_draining);
    BOOST_TEST(backing_off->failure().effect() == effect::rejected);
    BOOST_TEST(late->failure().code() == errc::client_draining);
    BOOST_TEST(late->failure().effect() == effect::none);
    BOOST_TEST(seen->cut.value() == 0U);
    BOOST_TEST(seen->at.count() == 2000);
}

BOOST_AUTO_TEST_CASE(drain_fails_waiting_calls_with_an_error_of_its_own)
{
    world w({reply::of(200, "{}").after(2s)});
    const auto client = w.make_client(world::options().max_connections(1));
    w.start(client);
    const auto waiting = w.start(client);
    w.run_for(500ms);
    start_drain(w, client, 10s);
    w.run_for(1ms);
    BOOST_TEST(waiting->failure().code() == errc::client_draining);
    BOOST_TEST(waiting->failure().code() == condition::cancelled);
    w.run();
}

BOOST_AUTO_TEST_CASE(drain_does_not_hide_a_real_answer)
{
    world w({reply::of(404, "{}").after(1s)});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run_for(100ms);
    start_drain(w, client, 10s);
    w.run();
    BOOST_TEST(call->failure().code() == errc::not_found);
}

BOOST_AUTO_TEST_CASE(drain_cuts_what_still_runs_after_the_grace_period)
{
    world w({reply::silence()});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run_for(100ms);
    const auto seen = start_drain(w, client, 3s);
    w.run();
    BOOST_TEST(call->failure().code() == errc::client_closed);
    BOOST_TEST(call->failure().effect() == effect::unknown);
    BOOST_TEST(seen->cut.value() == 1U);
    BOOST_TEST(seen->at.count() == 3100);
}

BOOST_AUTO_TEST_CASE(drain_without_grace_closes_at_once)
{
    world w({reply::silence()});
    const auto client = w.make_client();
    const auto call = w.start(client);
    w.run_for(100ms);
    const auto seen = start_drain(w, client, 0s);
    w.run();
    BOOST_TEST(call->failure().code() == errc::client_closed);
    BOOST_TEST(seen->cut.value() == 1U);
    BOOST_TEST(seen->at.count() == 100);
}

BOOST_AUTO_TEST_SUITE_END()
