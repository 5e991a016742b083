#include "unit/client/recorder.hpp"
#include "unit/client/world.hpp"

#include <boost/asio/cancellation_type.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

/** A world whose client is observed. */
class watched_world : public world
{
public:
    explicit watched_world(std::vector<reply> script = {}) : world(std::move(script)) {}

    client make_watched(client_options chosen = world::options())
    {
        return make_client(chosen.observe_with(seen));
    }

    std::shared_ptr<observed> start_templated(const client& client)
    {
        http::request request("GET", "/things/user@example.com?secret=1");
        request.url_template("/things/{email}");
        return start(client, std::move(request));
    }

    std::shared_ptr<recorder> seen = std::make_shared<recorder>();
};

void check_events(const recorder& seen, const std::vector<std::string>& expected)
{
    const auto lines = seen.lines();
    BOOST_TEST(lines == expected, boost::test_tools::per_element());
    if (lines != expected)
        BOOST_TEST_MESSAGE(seen.text());
}

std::size_t count_of(const recorder& seen, std::string_view beginning)
{
    const auto lines = seen.lines();
    return static_cast<std::size_t>(std::count_if(
        lines.begin(), lines.end(), [&](const std::string& line) { return line.starts_with(beginning); }));
}

bool tells(const recorder& seen, std::string_view text)
{
    return seen.text().find(text) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(observers)

BOOST_AUTO_TEST_CASE(call_on_a_fresh_connection_tells_its_way)
{
    watched_world w({reply::of(200, "{}").after(30ms)});
    w.network->expect_connects({connect_outcome::success(20ms)});
    const auto client = w.make_watched();
    w.start_templated(client);
    w.run();
    const std::string call = " call 1 GET /things/{email} service.test:443";
    check_events(*w.seen,
                 {
                     "queued" + call,
                     "connecting connection 1 service.test:443",
                     "opened connection 1 service.test:443 after 20 ms ",
                     "acquired" + call + " connection 1 fresh after 20 ms",
                     "sent" + call + " connection 1 resend 0 after 0 ms",
                     "first byte" + call + " connection 1 resend 0 after 30 ms",
                     "response" + call + " connection 1 resend 0 after 30 ms status 200 body 2 of 44",
                     "released" + call + " connection 1 reusable",
                     "ended" + call + " success applied status 200 attempts 1 after 50 ms",
                 });
}

BOOST_AUTO_TEST_CASE(call_on_a_reused_connection_makes_none)
{
    watched_world w;
    const auto client = w.make_watched();
    w.start_templated(client);
    w.run();
    w.seen->clear();
    w.start(client);
    w.run();
    const std::string call = " call 2 GET  service.test:443";
    check_events(*w.seen, {
                              "queued" + call,
                              "acquired" + call + " connection 1 reused after 0 ms",
                              "sent" + call + " connection 1 resend 0 after 0 ms",
                              "first byte" + call + " connection 1 resend 0 after 0 ms",
                              "response" + call + " connection 1 resend 0 after 0 ms status 200 body 2 of 44",
                              "released" + call + " connection 1 reusable",
                              "ended" + call + " success applied status 200 attempts 1 after 0 ms",
                          });
}

BOOST_AUTO_TEST_CASE(busy_answer_closes_the_gate_and_holds_calls_back)
{
    watched_world w({reply::of(503, "{}").add_field("Retry-After", "5")});
    const auto client = w.make_watched();
    w.start_templated(client);
    w.run_for(1s);
    const std::string call = " call 1 GET /things/{email} service.test:443";
    BOOST_TEST(tells(*w.seen, "gate closed" + call + " by 503 for 5000 ms\n"));
    BOOST_TEST(
        tells(*w.seen, "decided" + call +
                           " again after 5000 ms, status 503, attempt 1 service_unavailable rejected\n"));
    w.start(client);
    w.run();
    // Four seconds are left, and the release is spread over a quarter of the wait.
    const std::string held = "held back call 2 GET  service.test:443 for ";
    BOOST_TEST_REQUIRE(tells(*w.seen, held));
    const int wait = std::stoi(w.seen->text().substr(w.seen->text().find(held) + held.size()));
    BOOST_TEST(wait >= 4000);
    BOOST_TEST(wait <= 5250);
    BOOST_TEST(tells(*w.seen, "sent" + call + " connection 1 resend 1 after 0 ms\n"));
    BOOST_TEST(tells(*w.seen, "ended" + call + " success applied status 200 attempts 2 after "));
    BOOST_TEST(count_of(*w.seen, "ended") == 2U);
}

BOOST_AUTO_TEST_CASE(dead_reused_connection_is_told_as_replaced)
{
    watched_world w;
    const auto client = w.make_watched();
    w.start_templated(client);
    w.run();
    w.network->close_all(reply::ending::reset);
    w.seen->clear();
    w.start_templated(client);
    w.run();
    const std::string call = " call 2 GET /things/{email} service.test:443";
    const std::vector<std::string> first = {
        "queued" + call,
        "acquired" + call + " connection 1 reused after 0 ms",
        "released" + call + " connection 1 done with",
        "decided" + call + " again after 0 ms, connection_replaced, attempt 1 connection_lost none",
    };
    const auto lines = w.seen->lines();
    BOOST_TEST_REQUIRE(lines.size() > first.size());
    BOOST_TEST(std::vector<std::string>(lines.begin(), lines.begin() + 4) == first,
               boost::test_tools::per_element());
    BOOST_TEST(tells(*w.seen, "closed connection 1 service.test:443 found_dead after 0 ms\n"));
    BOOST_TEST(tells(*w.seen, "acquired" + call + " connection 2 fresh after 0 ms\n"));
    BOOST_TEST(tells(*w.seen, "sent" + call + " connection 2 resend 0 after 0 ms\n"));
    BOOST_TEST(lines.back() == "ended" + call + " success applied status 200 attempts 1 after 0 ms");
}

BOOST_AUTO_TEST_CASE(request_lost_on_a_reused_connection_is_told_as_an_attempt)
{
    watched_world w({reply::of(200, "{}"), reply().then(reply::ending::reset)});
    const auto client = w.make_watched();
    w.start_templated(client);
    w.run();
    w.seen->clear();
    w.start_templated(client);
    w.run();
    const std::string call = " call 2 GET /things/{email} service.test:443";
    BOOST_TEST(tells(*w.seen, "failed" + call + " connection 1 resend 0 after 0 ms connection_lost\n"));
    BOOST_TEST(tells(*w.seen, "closed connection 1 service.test:443 found_dead after 0 ms\n"));
    BOOST_TEST(tells(*w.seen, " connection_lost, attempt 1 connection_lost unknown\n"));
    BOOST_TEST(tells(*w.seen, "sent" + call + " connection 2 resend 1 after 0 ms\n"));
    BOOST_TEST(
        w.seen->lines().back().starts_with("ended" + call + " success applied status 200 attempts 2 after "));
}

BOOST_AUTO_TEST_CASE(call_cancelled_in_the_queue_has_no_exchange)
{
    watched_world w({reply::of(200, "{}").after(1s)});
    const auto client = w.make_watched(world::options().max_connections(1));
    w.start(client);
    w.run_for(10ms);
    w.seen->clear();
    const auto waiting = w.start_templated(client);
    w.run_for(90ms);
    waiting->cancel.emit(boost::asio::cancellation_type::total);
    w.run_for(100ms);
    const std::string call = " call 2 GET /things/{email} service.test:443";
    check_events(*w.seen, {
                              "queued" + call,
                              "ended" + call + " cancelled none status 0 attempts 0 after 90 ms",
                          });
}

BOOST_AUTO_TEST_CASE(time_out_of_an_attempt_and_of_the_call_are_told_apart)
{
    watched_world w({reply::silence(), reply::silence()});
    const auto client = w.make_watched(world::options().timeout(30s).attempt_timeout(20s));
    w.start_templated(client);
    w.run();
    const std::string call = " call 1 GET /things/{email} service.test:443";
    BOOST_TEST(tells(*w.seen, "failed" + call + " connection 1 resend 0 after 20000 ms attempt_timed_out\n"));
    BOOST_TEST(tells(*w.seen, "closed connection 1 service.test:443 exchange_failed after 20000 ms\n"));
    BOOST_TEST(tells(*w.seen, ", attempt_timed_out, attempt 1 attempt_timed_out unknown\n"));
    BOOST_TEST(tells(*w.seen, " connection 2 resend 1 after 9"));
    BOOST_TEST(tells(*w.seen, "ended" + call + " timed_out unknown status 0 attempts 2 after 30000 ms\n"));
    BOOST_TEST(count_of(*w.seen, "decided") == 1U);
}

BOOST_AUTO_TEST_CASE(connect_failures_are_told_with_the_decision_that_follows)
{
    watched_world w;
    w.network->expect_connects({connect_outcome::failure(errc::resolve_failed, 40ms),
                                connect_outcome::failure(errc::certificate_rejected, 5ms)});
    const auto client = w.make_watched();
    w.start_templated(client);
    w.run();
    const std::string call = " call 1 GET /things/{email} service.test:443";
    BOOST_TEST(tells(*w.seen, "not opened connection 1 service.test:443 resolve_failed after 40 ms\n"));
    BOOST_TEST(tells(*w.seen, ", resolve_failed, attempt 1 resolve_failed none\n"));
    BOOST_TEST(tells(*w.seen, "not opened connection 2 service.test:443 certificate_rejected after 5 ms\n"));
    BOOST_TEST(tells(*w.seen, "decided" + call +
                                  " no further, refused: not_retryable, attempt 2 "
                                  "certificate_rejected none\n"));
    BOOST_TEST(tells(*w.seen, "ended" + call + " certificate_rejected none status 0 attempts 2 after "));
}

BOOST_AUTO_TEST_CASE(drain_closes_what_is_idle_and_refuses_what_comes)
{
    watched_world w;
    const auto client = w.make_watched();
    w.start_templated(client);
    w.run();
    w.seen->clear();
    client.async_drain(3s, [](std::size_t) {});
    w.run();
    w.start_templated(client);
    w.run();
    const std::string call = " call 2 GET /things/{email} service.test:443";
    check_events(*w.seen, {
                              "closed connection 1 service.test:443 stopped after 0 ms",
                              "queued" + call,
                              "ended" + call + " client_closed none status 0 attempts 0 after 0 ms",
                          });
}

BOOST_AUTO_TEST_CASE(budget_and_attempts_are_named_where_they_end_a_call)
{
    watched_world w(std::vector<reply>(400, reply::of(503, "{}")));
    auto options = world::options().timeout(10min);
    options.retry(retry_options().budget_floor(5).busy_base_delay(1ms).max_delay(2ms));
    const auto client = w.make_watched(options);
    for (int i = 0; i < 20; ++i)
        w.start_templated(client);
    w.run();
    BOOST_TEST(tells(*w.seen, "refused: budget_exhausted, attempt "));
    BOOST_TEST(count_of(*w.seen, "queued") == 20U);
    BOOST_TEST(count_of(*w.seen, "ended") == 20U);
}

BOOST_AUTO_TEST_CASE(request_refused_by_validation_is_told_without_its_path)
{
    watched_world w;
    const auto client = w.make_watched();
    w.start(client, http::request("GET", "no-slash-secret"));
    w.run();
    check_events(*w.seen, {
                              "queued call 1 GET  service.test:443",
                              "ended call 1 GET  service.test:443 invalid_argument none status 0 attempts 0 "
                              "after 0 ms",
                          });
}

namespace {

/** Calls the client inside each event. If the client held a lock then, this would block for ever. */
class meddler final : public observer
{
public:
    std::function<void()> act;
    std::size_t acts = 0;

    void on_call_queued(const event::call_queued&) noexcept override { meddle(); }

    void on_connection_acquired(const event::connection_acquired&) noexcept override { meddle(); }

    void on_request_sent(const event::request_sent&) noexcept override { meddle(); }

    void on_first_byte(const event::first_byte&) noexcept override { meddle(); }

    void on_response_received(const event::response_received&) noexcept override { meddle(); }

    void on_request_failed(const event::request_failed&) noexcept override { meddle(); }

    void on_connection_released(const event::connection_released&) noexcept override { meddle(); }

    void on_retry_decided(const event::retry_decided&) noexcept override { meddle(); }

    void on_gate_closed(const event::gate_closed&) noexcept override { meddle(); }

    void on_call_held_back(const event::call_held_back&) noexcept override { meddle(); }

    void on_call_ended(const event::call_ended&) noexcept override { meddle(); }

    void on_connection_connecting(const event::connection_connecting&) noexcept override { meddle(); }

    void on_connection_opened(const event::connection_opened&) noexcept override { meddle(); }

    void on_connection_failed(const event::connection_failed&) noexcept override { meddle(); }

    void on_connection_closed(const event::connection_closed&) noexcept override { meddle(); }

    void meddle() noexcept
    {
        ++acts;
        if (act)
            act();
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(observer_may_call_the_client_from_every_event)
{
    std::size_t events = 1;
    // Closes the client at each event in turn, until a run has fewer events than that.
    for (std::size_t nth = 1; nth <= events; ++nth) {
        BOOST_TEST_CONTEXT("client closed at event " << nth)
        {
            world w({reply::of(429, "{}").add_field("Retry-After", "1"), reply().then(reply::ending::reset),
                     reply::of(200, "{}")});
            w.network->expect_connects({connect_outcome::failure(errc::connect_failed)});
            const auto meddling = std::make_shared<meddler>();
            {
                const auto client = w.make_client(world::options().observe_with(meddling));
                meddling->act = [&] {
                    (void)client.statistics();
                    if (meddling->acts == nth)
                        client.close();
                };
                const auto first = w.start(client);
                const auto second = w.start(client);
                w.run();
                BOOST_TEST(first->completions == 1U);
                BOOST_TEST(second->completions == 1U);
                events = std::max(events, meddling->acts);
            }
            meddling->act = nullptr;
            w.run();
        }
    }
    BOOST_TEST(events > 20U);
}

BOOST_AUTO_TEST_CASE(observer_may_cancel_the_call_from_every_event)
{
    std::size_t events = 1;
    for (std::size_t nth = 1; nth <= events; ++nth) {
        BOOST_TEST_CONTEXT("call cancelled at event " << nth)
        {
            world w({reply::of(429, "{}").add_field("Retry-After", "1"), reply().then(reply::ending::reset),
                     reply::of(200, "{}")});
            w.network->expect_connects({connect_outcome::failure(errc::connect_failed)});
            const auto meddling = std::make_shared<meddler>();
            const auto client = w.make_client(world::options().observe_with(meddling));
            std::shared_ptr<observed> call;
            meddling->act = [&] {
                if (meddling->acts >= nth && call)
                    call->cancel.emit(boost::asio::cancellation_type::total);
            };
            call = w.start(client);
            w.run();
            BOOST_TEST(call->completions == 1U);
            BOOST_TEST(client.statistics().running_calls == 0U);
            events = std::max(events, meddling->acts);
            meddling->act = nullptr;
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
