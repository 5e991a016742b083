#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(call_dead_connection)

using namespace useapi;
using namespace useapi::testing;

BOOST_AUTO_TEST_CASE(dead_reused_connection_is_replaced_without_using_up_an_attempt)
{
    world w;
    const auto client = w.make_client(world::options().retry(retry_options().max_attempts(1)));
    const auto first = w.start(client);
    w.run();
    BOOST_TEST(first->succeeded());
    // The client does not notice the end: a connection is only checked after it was idle for longer.
    w.network->close_all(reply::ending::reset);
    const auto second = w.start(client);
    w.run();
    BOOST_TEST(second->succeeded());
    BOOST_TEST(second->at.count() == first->at.count());
    BOOST_TEST(w.network->connects() == 2U);
}

BOOST_AUTO_TEST_CASE(connection_that_dies_with_a_request_is_not_replaced_where_that_is_not_idempotent)
{
    world w({reply::of(200, "{}"), reply().then(reply::ending::reset)});
    const auto client = w.make_client();
    w.start(client);
    w.run();
    const auto second = w.start(client, http::request("POST", "/x"));
    w.run();
    BOOST_TEST(second->failure().code() == errc::connection_lost);
    BOOST_TEST(second->failure().effect() == effect::unknown);
}

BOOST_AUTO_TEST_CASE(connection_found_dead_before_the_request_is_replaced_for_any)
{
    world w;
    const auto client = w.make_client();
    w.start(client);
    w.run();
    w.network->close_all(reply::ending::reset);
    w.network->expect_connects({connect_outcome::failure(errc::connect_failed), connect_outcome::success()});
    const auto second = w.start(client, http::request("POST", "/x"));
    w.run();
    BOOST_TEST(second->succeeded());
    BOOST_TEST(w.network->requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(dead_reused_connection_takes_its_idle_siblings_along)
{
    world w(std::vector<reply>(4, reply::of(200, "{}").after(10ms)));
    const auto client = w.make_client();
    for (int i = 0; i < 4; ++i)
        w.start(client);
    w.run();
    BOOST_TEST(client.statistics().idle_connections == 4U);
    w.network->close_all(reply::ending::reset);
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->succeeded());
    BOOST_TEST(client.statistics().connections == 1U);
    BOOST_TEST(w.network->connects() == 5U);
}

BOOST_AUTO_TEST_CASE(request_lost_on_a_reused_connection_is_an_attempt_like_any_other)
{
    struct row
    {
        const char* name;
        retry_options retry;
        unsigned requests; ///< that the call sends, all of which are lost
        retry_refusal refusal;
    };

    const row rows[] = {
        {"one attempt", retry_options().max_attempts(1), 1, retry_refusal::attempts_exhausted},
        {"two attempts", retry_options().max_attempts(2), 2, retry_refusal::attempts_exhausted},
        {"never after an unknown outcome", retry_options().max_resends_after_unknown(0), 1,
         retry_refusal::unknown_exhausted},
        {"the defaults", retry_options(), 3, retry_refusal::unknown_exhausted},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            std::vector<reply> replies;
            for (int i = 0; i < 4; ++i)
                replies.push_back(reply::of(200, "{}").after(std::chrono::seconds(10 - 2 * i)));
            replies.insert(replies.end(), 10, reply().then(reply::ending::reset));
            world w(std::move(replies));
            const auto client = w.make_client(world::options().retry(r.retry));
            // Makes four idle connections. The one that is taken next is always the oldest of them.
            for (int i = 0; i < 4; ++i) {
                w.start(client);
                w.run_for(1s);
            }
            w.run();
            BOOST_TEST(client.statistics().idle_connections == 4U);
            const auto call = w.start(client);
            w.run();
            BOOST_TEST(call->failure().code() == errc::connection_lost);
            BOOST_TEST(call->failure().effect() == effect::unknown);
            BOOST_TEST(call->failure().retry_refusal() == r.refusal);
            BOOST_TEST(call->failure().attempts() == r.requests);
            BOOST_TEST(w.network->requests().size() == 4 + r.requests);
            BOOST_TEST(client.statistics().attempts == 4 + r.requests);
        }
    }
}

BOOST_AUTO_TEST_CASE(attempt_after_a_dead_reused_connection_insists_on_a_fresh_one)
{
    std::vector<reply> replies;
    for (int i = 0; i < 4; ++i)
        replies.push_back(reply::of(200, "{}").after(std::chrono::seconds(10 - 2 * i)));
    replies.push_back(reply().then(reply::ending::reset));
    world w(std::move(replies));
    const auto client = w.make_client();
    for (int i = 0; i < 4; ++i) {
        w.start(client);
        w.run_for(1s);
    }
    w.run();
    const auto call = w.start(client);
    w.run();
    BOOST_TEST(call->succeeded());
    BOOST_TEST((w.served_by == std::vector<std::size_t>{1, 2, 3, 4, 1, 5}));
}

BOOST_AUTO_TEST_CASE(replacement_of_a_dead_connection_is_waited_for_until_the_deadline)
{
    world w({reply::of(200, "{}"), reply().then(reply::ending::reset)});
    const auto client = w.make_client(world::options().timeout(30s).attempt_timeout(10s).connect_timeout(1h));
    w.start(client);
    w.run();
    w.network->expect_connects({connect_outcome::silence()});
    const auto second = w.start(client);
    w.run();
    BOOST_TEST_REQUIRE(second->completions == 1U);
    BOOST_TEST(second->failure().code() == errc::timed_out);
    BOOST_TEST(second->failure().effect() == effect::unknown);
    BOOST_TEST(second->at.count() == 30000);
}

BOOST_AUTO_TEST_SUITE_END()
