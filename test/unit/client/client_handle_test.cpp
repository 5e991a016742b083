#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <utility>

using namespace useapi;
using namespace useapi::testing;

BOOST_AUTO_TEST_SUITE(handle)

// NOLINTBEGIN(bugprone-use-after-move): tests what a handle does that was moved from

BOOST_AUTO_TEST_CASE(operations_of_a_handle_that_was_moved_from_complete_with_client_closed)
{
    world w;
    client moved_from = w.make_client();
    const client moved_to = std::move(moved_from);
    for (const client& used : {moved_from, client(moved_from), client(std::move(moved_from))}) {
        const auto refused = w.start(used);
        BOOST_TEST(refused->completions == 0U);
        std::optional<std::size_t> cut;
        used.async_drain(1s, [&cut](std::size_t count) { cut = count; });
        used.close();
        w.run();
        BOOST_TEST(refused->completions == 1U);
        BOOST_TEST(refused->failure().code() == errc::client_closed);
        BOOST_TEST(refused->failure().effect() == effect::none);
        BOOST_TEST(cut.value() == 0U);
        BOOST_TEST(used.statistics().attempts == 0U);
        BOOST_TEST(&used.context() == &w.context);
    }
    const auto served = w.start(moved_to);
    w.run();
    BOOST_TEST(served->succeeded());
}

BOOST_AUTO_TEST_CASE(handle_that_was_moved_from_keeps_no_client_open_and_may_be_assigned_to)
{
    world w({reply::silence()});
    client moved_from = w.make_client();
    std::shared_ptr<observed> call;
    {
        const client moved_to = std::move(moved_from);
        call = w.start(moved_to);
        w.run_for(1s);
    }
    w.run();
    BOOST_TEST(call->failure().code() == errc::client_closed);
    BOOST_TEST(call->at.count() == 1000);
    moved_from = w.make_client();
    const auto served = w.start(moved_from);
    w.run();
    BOOST_TEST(served->succeeded());
}

// NOLINTEND(bugprone-use-after-move)

BOOST_AUTO_TEST_CASE(operation_that_is_started_when_the_context_is_gone_destroys_its_handler)
{
    auto w = std::make_unique<world>();
    const client outlives = w->make_client();
    const auto before = w->start(outlives);
    w.reset();
    auto held = std::make_shared<int>();
    async_send(outlives, http::request("GET", "/x"), [held](const result<http::response>&) { ++*held; });
    outlives.async_drain(1s, [held](std::size_t) { ++*held; });
    outlives.close();
    BOOST_TEST(before->completions == 0U);
    BOOST_TEST(*held == 0);
    BOOST_TEST(held.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(exception_of_a_handler_leaves_run_and_the_client_goes_on)
{
    world w;
    const auto client = w.make_client();
    async_send(client, http::request("GET", "/x"), [](const result<http::response>&) { throw 5; });
    BOOST_CHECK_THROW(w.run(), int);
    const auto next = w.start(client);
    w.run();
    BOOST_TEST(next->succeeded());
    BOOST_TEST(client.statistics().connections_opened == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
