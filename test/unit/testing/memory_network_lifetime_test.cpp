#include "unit/testing/service_world.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>

using namespace useapi;
using namespace useapi::testing;

namespace {

/** A world whose parts the test destroys during calls. The calls wait for an answer that will come, for one
    that never comes, for a connection, for a connection that is being made, and for the gate. */
struct crowded_world
{
    crowded_world()
    {
        clock.emplace();
        context.emplace();
        network.emplace(*context, *clock, [alive = alive, replies = 0](const received_request&) mutable {
            switch (++replies) {
            case 1:
                return reply::of(200, "{}").after(30s);
            case 2:
                return reply::silence();
            default:
                return reply::error(503, "busy").retry_after(20s);
            }
        });
        network->expect_connects({connect_outcome::success(), connect_outcome::success(1ms),
                                  connect_outcome::success(2ms), connect_outcome::silence()});
        handle.emplace(network->make_client(service_world::options().max_connections(4)));
        for (int i = 0; i < 8; ++i)
            runwayml::async_get_account(
                *handle, "a@b.cd", [this, kept = alive](const result<runwayml::account>&) { ++completed; });
        clock->run_for(*context, 1s);
        BOOST_TEST(completed == 0U);
        BOOST_TEST(alive.use_count() > 8);
    }

    void destroy(char part)
    {
        switch (part) {
        case 'k':
            clock.reset();
            break;
        case 'x':
            context.reset();
            break;
        case 'n':
            network.reset();
            break;
        default:
            handle.reset();
        }
    }

    const std::shared_ptr<int> alive = std::make_shared<int>(0);
    unsigned completed = 0;
    std::optional<virtual_clock> clock;
    std::optional<boost::asio::io_context> context;
    std::optional<memory_network> network;
    std::optional<client> handle;
};

} // namespace

BOOST_AUTO_TEST_SUITE(lifetimes)

BOOST_AUTO_TEST_CASE(parts_destroyed_in_any_order_in_mid_call_leave_nothing_behind)
{
    std::string order = "hknx"; // sorted
    do {
        BOOST_TEST_CONTEXT("order " << order)
        {
            crowded_world w;
            for (const char part : order)
                w.destroy(part);
            BOOST_TEST(w.completed == 0U);
            BOOST_TEST(w.alive.use_count() == 1);
        }
    } while (std::next_permutation(order.begin(), order.end()));
}

BOOST_AUTO_TEST_CASE(network_destroyed_before_its_client_is_a_network_that_is_down)
{
    crowded_world w;
    w.network.reset();
    BOOST_TEST(w.clock->run(*w.context));
    BOOST_TEST(w.completed == 8U);
    std::optional<error> failure;
    runwayml::async_get_account(*w.handle, "a@b.cd",
                                [&](const result<runwayml::account>& outcome) { failure = outcome.error(); });
    w.clock->run(*w.context);
    BOOST_TEST_REQUIRE(failure.has_value());
    BOOST_TEST(failure->code() == errc::connect_failed);
    BOOST_TEST(failure->effect() == effect::none);
}

BOOST_AUTO_TEST_SUITE_END()
