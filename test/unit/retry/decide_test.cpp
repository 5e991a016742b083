#include "retry/decide.hpp"
#include "retry/effect_of_status.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>

using namespace useapi;
using namespace useapi::retry;
using namespace std::chrono_literals;

namespace {

call_progress first_attempt()
{
    return {1, 0, true, 60s};
}

} // namespace

BOOST_AUTO_TEST_SUITE(decisions)

BOOST_AUTO_TEST_CASE(decide_follows_the_table)
{
    struct row
    {
        errc code;
        useapi::effect effect;
        int status;
        bool again;
    };

    const row rows[] = {
        {errc::resolve_failed, effect::none, 0, true},
        {errc::connect_failed, effect::none, 0, true},
        {errc::tls_failed, effect::none, 0, true},
        {errc::attempt_timed_out, effect::none, 0, true},
        {errc::certificate_rejected, effect::none, 0, false},
        {errc::client_certificate_rejected, effect::none, 0, false},
        {errc::proxy_failed, effect::none, 0, true},
        {errc::proxy_refused, effect::none, 0, false},
        {errc::connection_lost, effect::unknown, 0, true},
        {errc::attempt_timed_out, effect::unknown, 0, true},
        {errc::service_unavailable, effect::unknown, 408, true},
        {errc::rate_limited, effect::rejected, 429, true},
        {errc::service_unavailable, effect::unknown, 502, true},
        {errc::service_unavailable, effect::rejected, 503, true},
        {errc::service_unavailable, effect::unknown, 504, true},
        {errc::service_unavailable, effect::unknown, 520, true},
        {errc::service_unavailable, effect::unknown, 524, true},
        {errc::server_failed, effect::unknown, 500, true},
        {errc::login_failed, effect::rejected, 500, false},
        {errc::request_refused, effect::rejected, 400, false},
        {errc::token_refused, effect::rejected, 401, false},
        {errc::credentials_refused, effect::rejected, 401, false},
        {errc::account_suspended, effect::rejected, 401, false},
        {errc::subscription_exhausted, effect::rejected, 402, false},
        {errc::no_place_left, effect::rejected, 402, false},
        {errc::request_refused, effect::rejected, 403, false},
        {errc::not_found, effect::rejected, 404, false},
        {errc::request_refused, effect::rejected, 409, false},
        {errc::request_refused, effect::rejected, 410, false},
        {errc::account_out_of_credits, effect::rejected, 412, false},
        {errc::request_refused, effect::rejected, 422, false},
        {errc::server_failed, effect::rejected, 501, false},
        {errc::server_failed, effect::rejected, 505, false},
        {errc::account_in_error_state, effect::rejected, 596, false},
        {errc::unexpected_status, effect::rejected, 302, false},
        {errc::malformed_response, effect::unknown, 0, false},
        {errc::header_too_large, effect::unknown, 0, false},
        {errc::body_too_large, effect::unknown, 0, false},
        {errc::unexpected_content, effect::unknown, 200, false},
        {errc::queue_full, effect::none, 0, false},
        {errc::cancelled, effect::unknown, 0, false},
        {errc::client_draining, effect::none, 0, false},
        {errc::client_closed, effect::none, 0, false},
        {errc::timed_out, effect::unknown, 0, false},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.code << " " << r.status)
        {
            call_progress progress = first_attempt();
            progress.unknown_outcomes = r.effect == effect::unknown;
            const decision next = decide(retry_options(), {r.code, r.effect, r.status, {}}, progress, 0.5);
            BOOST_TEST(next.retry == r.again);
            if (!r.again)
                BOOST_TEST(next.refusal == retry_refusal::not_retryable);
        }
    }
}

BOOST_AUTO_TEST_CASE(decide_refuses_to_repeat_what_is_not_idempotent_and_may_have_been_applied)
{
    call_progress progress{1, 1, false, 60s};
    BOOST_TEST(
        decide(retry_options(), {errc::connection_lost, effect::unknown, 0, {}}, progress, 0).refusal ==
        retry_refusal::not_idempotent);
    BOOST_TEST(
        decide(retry_options(), {errc::service_unavailable, effect::unknown, 502, {}}, progress, 0).refusal ==
        retry_refusal::not_idempotent);
    progress.unknown_outcomes = 0;
    BOOST_TEST(
        decide(retry_options(), {errc::service_unavailable, effect::rejected, 503, {}}, progress, 0).retry);
    BOOST_TEST(decide(retry_options(), {errc::connect_failed, effect::none, 0, {}}, progress, 0).retry);
}

BOOST_AUTO_TEST_CASE(decide_stops_at_its_limits)
{
    struct row
    {
        const char* name;
        call_progress progress;
        useapi::effect effect;
        std::optional<retry_refusal> refusal;
    };

    const row rows[] = {
        {"third of four", {3, 0, true, 60s}, effect::rejected, std::nullopt},
        {"fourth of four", {4, 0, true, 60s}, effect::rejected, retry_refusal::attempts_exhausted},
        {"second unknown", {2, 2, true, 60s}, effect::unknown, std::nullopt},
        {"third unknown", {3, 3, true, 60s}, effect::unknown, retry_refusal::unknown_exhausted},
        {"third unknown, then a no", {3, 3, true, 60s}, effect::rejected, std::nullopt},
        {"no time left", {1, 0, true, 0ms}, effect::rejected, retry_refusal::deadline},
        {"deadline passed", {1, 0, true, -5ms}, effect::rejected, retry_refusal::deadline},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            const decision next =
                decide(retry_options(), {errc::service_unavailable, r.effect, 504, {}}, r.progress, 0.0);
            BOOST_TEST(next.retry == !r.refusal.has_value());
            if (r.refusal)
                BOOST_TEST(next.refusal == *r.refusal);
        }
    }
}

BOOST_AUTO_TEST_CASE(decide_waits_as_the_server_asks_or_backs_off)
{
    struct row
    {
        int status;
        errc code;
        std::optional<std::chrono::milliseconds> retry_after;
        std::chrono::milliseconds wait;
        bool closes_gate;
    };

    const row rows[] = {
        {429, errc::rate_limited, 7s, 7s, true},
        {503, errc::service_unavailable, 7s, 7s, true},
        {502, errc::service_unavailable, 7s, 7s, false},
        {429, errc::rate_limited, 0s, 500ms, true}, // the longer base, half of it
        {429, errc::rate_limited, {}, 500ms, false},
        {503, errc::service_unavailable, {}, 500ms, false},
        {502, errc::service_unavailable, {}, 100ms, false},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.status << " " << r.retry_after.has_value())
        {
            const decision next = decide(retry_options(), {r.code, effect::rejected, r.status, r.retry_after},
                                         first_attempt(), 0.5);
            BOOST_TEST(next.retry);
            BOOST_TEST(next.wait.count() == r.wait.count());
            BOOST_TEST(next.close_gate.has_value() == r.closes_gate);
        }
    }
}

BOOST_AUTO_TEST_CASE(decide_gives_up_on_a_wait_beyond_the_deadline_and_still_closes_the_gate)
{
    const decision next =
        decide(retry_options(), {errc::rate_limited, effect::rejected, 429, 60s}, first_attempt(), 0.5);
    BOOST_TEST(!next.retry);
    BOOST_TEST(next.refusal == retry_refusal::retry_after_too_far);
    BOOST_TEST((next.close_gate == 60s));
    const decision exhausted = decide(retry_options().max_attempts(1),
                                      {errc::rate_limited, effect::rejected, 429, 5s}, first_attempt(), 0.5);
    BOOST_TEST(!exhausted.retry);
    BOOST_TEST((exhausted.close_gate == 5s));
}

BOOST_AUTO_TEST_CASE(decide_knows_nothing_of_codes_of_other_categories)
{
    const error_code other(2, boost::system::generic_category());
    BOOST_TEST(!decide(retry_options(), {other, effect::none, 0, {}}, first_attempt(), 0.5).retry);
}

BOOST_AUTO_TEST_CASE(effect_of_status_leaves_open_what_a_gateway_cannot_know)
{
    for (const int status : {101, 408, 500, 502, 504, 520, 521, 522, 523, 524, 600, 999})
        BOOST_TEST(effect_of_status(status) == effect::unknown);
    for (const int status : {301, 400, 401, 404, 422, 429, 501, 503, 519, 525, 596})
        BOOST_TEST(effect_of_status(status) == effect::rejected);
    for (const int status : {200, 201, 204, 299})
        BOOST_TEST(effect_of_status(status) == effect::applied);
}

BOOST_AUTO_TEST_SUITE_END()
