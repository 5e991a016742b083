#include "cli/single_call.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/client/world.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(single_calls)

namespace {

using namespace useapi;
using namespace useapi::cli;
using namespace useapi::test;
using namespace useapi::testing;
using namespace std::chrono_literals;

/** The outcome of a call to a service that never answers, with signals after its begin. */
result<http::response> interrupted_call(world& there, const client& used, int signals)
{
    return run_call<http::response>(there.context, used, [&](auto handler) {
        async_send(used, http::request("GET", "/x"), std::move(handler));
        boost::asio::post(there.context, [signals] {
            for (int i = 0; i < signals; ++i)
                std::raise(SIGINT);
        });
    });
}

BOOST_AUTO_TEST_CASE(signal_cancels_a_call_and_the_second_one_does_not_end_the_process)
{
    for (const int signals : {1, 2}) {
        world there({reply::silence()});
        const client used = there.make_client();
        const auto outcome = interrupted_call(there, used, signals);
        BOOST_REQUIRE(!outcome);
        BOOST_TEST((outcome.error().code() == condition::cancelled));
        BOOST_TEST(wind_up(there.context, used));
    }
}

BOOST_AUTO_TEST_CASE(second_signal_ends_a_call_that_cannot_be_cancelled)
{
    world there({reply::silence()});
    const client used = there.make_client();
    boost::asio::steady_timer limit(there.context, 10s);
    limit.async_wait([](const boost::system::error_code& ended) {
        if (!ended)
            throw std::runtime_error("the call goes on after the second signal");
    });
    const auto outcome = run_call<http::response>(there.context, used, [&](auto handler) {
        // The lambda hides the handler's cancellation slot.
        async_send(used, http::request("GET", "/x"),
                   [handler = std::move(handler)](result<http::response> arrived) mutable {
                       handler(std::move(arrived));
                   });
        boost::asio::post(there.context, [] {
            std::raise(SIGINT);
            std::raise(SIGINT);
        });
    });
    BOOST_TEST(!outcome.has_value());
}

BOOST_AUTO_TEST_CASE(signal_after_the_call_does_what_it_did_before)
{
    world there;
    const client used = there.make_client();
    {
        const call_interrupter interrupter(there.context, used);
    }
    struct sigaction left = {};
    BOOST_REQUIRE(::sigaction(SIGINT, nullptr, &left) == 0);
    BOOST_TEST((left.sa_handler == SIG_DFL));
}

BOOST_AUTO_TEST_CASE(forgotten_wait_is_told_at_the_end)
{
    world there;
    const client used = there.make_client();
    BOOST_TEST(wind_up(there.context, used));
    boost::asio::steady_timer forgotten(there.context, 1h);
    forgotten.async_wait([](const boost::system::error_code&) {});
    BOOST_TEST(!wind_up(there.context, used));
}

BOOST_AUTO_TEST_CASE(time_of_the_service_is_that_of_its_answers)
{
    world there({reply::of(200, "{}").add_field("Date", "Sun, 22 Dec 2024 05:13:20 GMT")});
    const client used = there.make_client();
    (void)there.start(used);
    there.clock.run(there.context);
    const printed shown = printed_by(
        [&](console& out) { BOOST_TEST((service_time_of(used, out) - there.clock.wall_now() > 59min)); });
    BOOST_TEST(shown.err == "");
}

BOOST_AUTO_TEST_CASE(own_clock_is_used_with_a_note_if_the_service_tells_no_time)
{
    world there;
    const client used = there.make_client();
    const printed shown = printed_by([&](console& out) {
        const auto before = std::chrono::system_clock::now();
        BOOST_TEST((service_time_of(used, out) >= before));
    });
    BOOST_TEST(shown.err ==
               "the service did not tell the time: this machine's clock decides whether sessions "
               "have ended\n");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
