#include "integration/client/loopback.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

struct observation
{
    result<account> outcome;
    emulator::server_statistics seen;
    std::size_t stored;
};

observation upsert_against(emulator::options settings, client_options (*adapt)(client_options) = nullptr)
{
    emulator::background_server service{std::move(settings)};
    asio::io_context context(1);
    client_options chosen = options_for(service);
    if (adapt)
        chosen = adapt(chosen);
    const client c(context, chosen);
    auto outcome = run(context, upsert_account(c, settings_of("a@b.cd")));
    return {std::move(outcome), service.statistics(), service.accounts(api_token).size()};
}

client_options with_short_attempts(client_options chosen)
{
    return chosen.attempt_timeout(100ms);
}

client_options with_small_body(client_options chosen)
{
    return chosen.body_limit(256);
}

} // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(faults_of_a_moment_are_overcome)
{
    for (const char* spec :
         {"status=429,retry-after=0,nth=1", "status=429,retry-after=none,nth=1", "status=503,nth=1",
          "status=502,nth=1", "status=504,nth=1", "status=520,nth=1", "status=524,nth=1", "status=408,nth=1",
          "reset=before-request,nth=1", "reset=after-request,nth=1",
          "reset=after-request,applied=before,nth=1", "truncate,nth=1", "delay=50ms,nth=1", "close,nth=1",
          "close=silent,nth=1", "status=500,nth=1,body=Internal error"}) {
        BOOST_TEST_CONTEXT(spec)
        {
            const auto seen = upsert_against(emulator::options().add_fault(spec));
            BOOST_TEST(seen.outcome.has_value());
            BOOST_TEST(seen.stored == 1U);
            BOOST_TEST(seen.seen.requests.posts <= 2U);
        }
    }
}

BOOST_AUTO_TEST_CASE(retry_after_on_the_wire_is_waited_for)
{
    for (const char* spec : {"status=429,retry-after=1,nth=1", "status=503,retry-after=date+2,nth=1"}) {
        BOOST_TEST_CONTEXT(spec)
        {
            const auto began = std::chrono::steady_clock::now();
            const auto seen = upsert_against(emulator::options().add_fault(spec));
            BOOST_TEST(seen.outcome.has_value());
            BOOST_TEST((std::chrono::steady_clock::now() - began >= 900ms));
        }
    }
}

BOOST_AUTO_TEST_CASE(failed_login_is_never_repeated)
{
    const auto seen = upsert_against(emulator::options().add_fault("status=500"));
    BOOST_TEST(seen.outcome.error().code() == errc::login_failed);
    BOOST_TEST(seen.outcome.error().effect() == effect::rejected);
    BOOST_TEST(seen.seen.requests.posts == 1U);
}

BOOST_AUTO_TEST_CASE(lasting_faults_end_with_the_error_that_fits)
{
    struct row
    {
        const char* spec;
        errc expected;
        effect what;
        unsigned posts;
    };

    const row rows[] = {
        {"status=402", errc::subscription_exhausted, effect::rejected, 1},
        {"status=402,body=Subscription quantity exceeded", errc::no_place_left, effect::rejected, 1},
        {"status=412", errc::account_out_of_credits, effect::rejected, 1},
        {"status=422", errc::request_refused, effect::rejected, 1},
        {"status=596", errc::account_in_error_state, effect::rejected, 1},
        {"status=301", errc::unexpected_status, effect::rejected, 1},
        {"status=429,retry-after=none", errc::rate_limited, effect::rejected, 4},
        {"status=503", errc::service_unavailable, effect::rejected, 4},
        {"status=520", errc::service_unavailable, effect::unknown, 3},
        {"reset=after-request", errc::connection_lost, effect::unknown, 3},
        {"truncate", errc::connection_lost, effect::unknown, 3},
        {"garbage", errc::malformed_response, effect::unknown, 1},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.spec)
        {
            const auto seen = upsert_against(emulator::options().add_fault(r.spec));
            BOOST_TEST_REQUIRE(seen.outcome.has_error());
            BOOST_TEST(seen.outcome.error().code() == r.expected);
            BOOST_TEST(seen.outcome.error().effect() == r.what);
            BOOST_TEST(seen.seen.requests.posts == r.posts);
        }
    }
}

BOOST_AUTO_TEST_CASE(stalled_answer_ends_with_the_attempt)
{
    const auto once = upsert_against(emulator::options().add_fault("stall,nth=1"), with_short_attempts);
    BOOST_TEST(once.outcome.has_value());
    BOOST_TEST(once.seen.requests.posts == 2U);
    const auto always = upsert_against(emulator::options().add_fault("stall"), with_short_attempts);
    BOOST_TEST(always.outcome.error().code() == errc::attempt_timed_out);
    BOOST_TEST(always.outcome.error().effect() == effect::unknown);
    BOOST_TEST(always.seen.requests.posts == 3U);
}

BOOST_AUTO_TEST_CASE(oversized_answer_is_refused)
{
    const auto seen = upsert_against(
        emulator::options().add_fault("status=200,body=" + std::string(2000, 'x')), with_small_body);
    BOOST_TEST(seen.outcome.error().code() == errc::body_too_large);
}

BOOST_AUTO_TEST_CASE(html_in_place_of_an_account_is_unexpected_content)
{
    const auto seen = upsert_against(emulator::options().add_fault("status=200,body=<html>portal</html>"));
    BOOST_TEST(seen.outcome.error().code() == errc::unexpected_content);
}

BOOST_AUTO_TEST_CASE(closed_port_is_reported_after_its_attempts)
{
    asio::io_context context(1);
    client_options chosen{secret(api_token)};
    {
        emulator::background_server service{emulator::options()};
        chosen = options_for(service);
        // The CA file goes with the server: read it while it is there.
        const client probe(context, chosen);
        service.stop();
        const auto outcome = run(context, upsert_account(probe, settings_of("a@b.cd")));
        BOOST_TEST(outcome.error().code() == errc::connect_failed);
        BOOST_TEST(outcome.error().effect() == effect::none);
        BOOST_TEST(outcome.error().attempts() == 4U);
    }
}

BOOST_AUTO_TEST_CASE(restarted_server_is_reached_again_through_the_same_client)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service));
    BOOST_TEST(run(context, upsert_account(c, settings_of("a@b.cd"))).has_value());
    service.stop();
    service.restart();
    BOOST_TEST(run(context, upsert_account(c, settings_of("b@b.cd"))).has_value());
    BOOST_TEST(service.accounts(api_token).size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
