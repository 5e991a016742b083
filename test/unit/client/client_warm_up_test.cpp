#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

/** The outcome of one `async_connect`. */
struct warming
{
    std::optional<result<std::size_t>> outcome;
    unsigned completions = 0;
    boost::asio::cancellation_signal cancel;
};

std::shared_ptr<warming> warm(const client& c, std::size_t count)
{
    auto noted = std::make_shared<warming>();
    c.async_connect(count, boost::asio::bind_cancellation_slot(noted->cancel.slot(),
                                                               [noted](result<std::size_t> outcome) {
                                                                   noted->outcome = std::move(outcome);
                                                                   ++noted->completions;
                                                               }));
    BOOST_TEST(noted->completions == 0U, "it never completes inside the initiating function");
    return noted;
}

} // namespace

BOOST_AUTO_TEST_SUITE(warm_ups)

BOOST_AUTO_TEST_CASE(connections_are_there_before_the_first_call)
{
    world w;
    w.network->expect_connects({connect_outcome::success(5s), connect_outcome::success(1s)});
    const client c = w.make_client();
    const auto warmed = warm(c, 3);
    w.run_for(4s);
    BOOST_TEST(warmed->completions == 0U);
    BOOST_TEST(c.statistics().idle_connections == 2U);
    // A call meanwhile takes a connection that is ready.
    const auto call = w.start(c);
    w.run_for(100ms);
    BOOST_TEST(call->succeeded());
    w.run_for(1s);
    BOOST_TEST_REQUIRE(warmed->outcome.has_value());
    BOOST_TEST_REQUIRE(warmed->outcome->has_value());
    BOOST_TEST(**warmed->outcome == 3U);
    BOOST_TEST(w.network->connects() == 3U);
    w.start(c);
    w.run();
    BOOST_TEST(w.network->connects() == 3U);
}

BOOST_AUTO_TEST_CASE(no_more_are_made_than_there_may_be_and_what_is_there_counts)
{
    world w;
    const client c = w.make_client();
    const auto most = warm(c, 100);
    w.run();
    BOOST_TEST(most->outcome.value().value() == 4U);
    const auto again = warm(c, 2);
    const auto none = warm(c, 0);
    w.run();
    BOOST_TEST(again->outcome.value().value() == 4U);
    BOOST_TEST(none->outcome.value().value() == 4U);
    BOOST_TEST(w.network->connects() == 4U);
}

BOOST_AUTO_TEST_CASE(first_failure_ends_it_and_what_was_made_stays)
{
    world w;
    w.network->expect_connects(
        {connect_outcome::success(), connect_outcome::failure(errc::connect_failed, 1s)});
    const client c = w.make_client();
    const auto warmed = warm(c, 2);
    w.run();
    BOOST_TEST_REQUIRE(warmed->outcome.has_value());
    BOOST_TEST_REQUIRE(warmed->outcome->has_error());
    BOOST_TEST(warmed->outcome->error().code() == errc::connect_failed);
    BOOST_TEST(warmed->outcome->error().effect() == effect::none);
    BOOST_TEST(c.statistics().idle_connections == 1U);
}

BOOST_AUTO_TEST_CASE(cancellation_close_and_drain_end_it_at_once)
{
    world w;
    const std::vector<connect_outcome> slow(8, connect_outcome::success(5s));
    w.network->expect_connects(slow);
    const client c = w.make_client();
    const auto cancelled = warm(c, 2);
    const auto closed = warm(c, 2);
    cancelled->cancel.emit(boost::asio::cancellation_type::total);
    w.run_for(1ms);
    BOOST_TEST(cancelled->outcome.value().error().code() == errc::cancelled);
    BOOST_TEST(closed->completions == 0U);
    c.close();
    const auto late = warm(c, 1);
    w.run();
    BOOST_TEST(closed->outcome.value().error().code() == errc::client_closed);
    BOOST_TEST(late->outcome.value().error().code() == errc::client_closed);
    BOOST_TEST(cancelled->completions == 1U);
    BOOST_TEST(closed->completions == 1U);

    const client drained = w.make_client();
    w.network->expect_connects(slow);
    const auto waiting = warm(drained, 1);
    drained.async_drain(1s, [](std::size_t) {});
    w.run();
    BOOST_TEST(waiting->outcome.value().error().code() == errc::client_closed); // it has no calls to wait for
}

BOOST_AUTO_TEST_CASE(end_of_the_io_context_destroys_the_handler)
{
    virtual_clock clock;
    const auto held = std::make_shared<int>();
    std::optional<boost::asio::io_context> context(std::in_place);
    memory_network network(*context, clock, [](const received_request&) { return reply::of(200); });
    network.expect_connects({connect_outcome::silence()});
    std::optional<client> c(network.make_client(world::options()));
    c->async_connect(1, [held](const result<std::size_t>&) {});
    clock.run(*context, clock.now() + 1s);
    BOOST_TEST(held.use_count() == 2);
    context.reset();
    BOOST_TEST(held.use_count() == 1);
    c->set_max_connections(3);
    c->async_connect(1, [held](const result<std::size_t>&) {});
    BOOST_TEST(held.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(so_many_connections_are_made_at_a_time)
{
    world w;
    w.network->expect_connects(std::vector<connect_outcome>(4, connect_outcome::success(1s)));
    const client c = w.make_client(world::options().connecting(http::connect_options().max_at_once(2)));
    for (int i = 0; i != 4; ++i)
        w.start(c, http::request("GET", "/x"));
    w.run_for(1500ms);
    BOOST_TEST(w.network->connects() == 2U);
    w.run();
    BOOST_TEST(w.network->requests().size() == 4U);
    BOOST_TEST(w.network->connects() <= 4U);
}

BOOST_AUTO_TEST_CASE(number_of_connections_can_be_changed_while_calls_run)
{
    std::vector<reply> script(20, reply::of(200, "{}").after(1s));
    world w(script);
    const client c = w.make_client(world::options().max_connections(1));
    std::vector<std::shared_ptr<observed>> calls;
    for (int i = 0; i != 12; ++i)
        calls.push_back(w.start(c));
    w.run_for(1500ms);
    BOOST_TEST(w.network->open() == 1U);
    c.set_max_connections(4);
    w.run_for(1s);
    BOOST_TEST(w.network->open() == 4U);
    c.set_max_connections(2);
    w.run();
    for (const auto& call : calls)
        BOOST_TEST(call->succeeded());
    BOOST_TEST(w.network->open() == 2U);
    BOOST_TEST(w.network->peak_open() == 4U);
    for (const std::size_t wrong : {std::size_t{0}, std::size_t{10'001}})
        BOOST_CHECK_EXCEPTION(c.set_max_connections(wrong), exception, [](const exception& refusal) {
            return refusal.reason().detail() == "max_connections must be 1 to 10000";
        });
}

BOOST_AUTO_TEST_SUITE_END()
