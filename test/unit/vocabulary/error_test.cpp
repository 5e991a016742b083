#include "unit/printing.hpp"

#include <useapi/result.hpp>

#include <boost/test/unit_test.hpp>

#include <set>
#include <sstream>
#include <string>
#include <string_view>

using namespace useapi;

namespace {

constexpr int first_code = static_cast<int>(errc::invalid_argument);
constexpr int last_code = static_cast<int>(errc::unexpected_status);

} // namespace

BOOST_AUTO_TEST_SUITE(errors)

BOOST_AUTO_TEST_CASE(errc_every_value_has_a_message_of_its_own)
{
    std::set<std::string> messages;
    for (int value = first_code; value <= last_code; ++value) {
        const error_code code = static_cast<errc>(value);
        BOOST_TEST(code.failed());
        BOOST_TEST(code.message() != "unknown error");
        messages.insert(code.message());
    }
    BOOST_TEST(messages.size() == static_cast<std::size_t>(last_code - first_code + 1));
    BOOST_TEST(error_category().message(last_code + 1) == "unknown error");
    BOOST_TEST(std::string(error_category().name()) == "useapi");
}

BOOST_AUTO_TEST_CASE(name_of_every_code_is_its_own)
{
    std::set<std::string_view> names;
    for (int value = first_code; value <= last_code; ++value)
        names.insert(name_of(make_error_code(static_cast<errc>(value))));
    BOOST_TEST(names.size() == static_cast<std::size_t>(last_code));
    BOOST_TEST(names.count("other") == 0U);
    BOOST_TEST(name_of(errc::credentials_refused) == "credentials_refused");
    BOOST_TEST(name_of(error_code()) == "other");
}

BOOST_AUTO_TEST_CASE(name_of_every_retry_refusal_is_its_own)
{
    std::set<std::string_view> names;
    for (int value = 0; value <= static_cast<int>(retry_refusal::policy); ++value)
        names.insert(name_of(static_cast<retry_refusal>(value)));
    BOOST_TEST(names.size() == static_cast<std::size_t>(retry_refusal::policy) + 1);
    BOOST_TEST(name_of(retry_refusal::budget_exhausted) == "budget_exhausted");
}

BOOST_AUTO_TEST_CASE(condition_groups_the_codes_that_belong_together)
{
    struct row
    {
        errc code;
        std::set<condition> groups;
    };

    const row rows[] = {
        {errc::invalid_argument, {}},
        {errc::resolve_failed, {condition::transient, condition::transport}},
        {errc::connect_failed, {condition::transient, condition::transport}},
        {errc::tls_failed, {condition::transient, condition::transport}},
        {errc::certificate_rejected, {condition::transport}},
        {errc::client_certificate_rejected, {condition::transport}},
        {errc::proxy_failed, {condition::transport, condition::transient}},
        {errc::proxy_refused, {condition::transport}},
        {errc::connection_lost, {condition::transient, condition::transport}},
        {errc::malformed_response, {condition::transport}},
        {errc::body_too_large, {condition::transport}},
        {errc::unexpected_content, {}},
        {errc::timed_out, {condition::transient, condition::timed_out}},
        {errc::attempt_timed_out, {condition::transient, condition::timed_out}},
        {errc::cancelled, {condition::cancelled}},
        {errc::queue_full, {condition::transient}},
        {errc::client_draining, {condition::cancelled}},
        {errc::client_closed, {condition::cancelled}},
        {errc::token_refused, {condition::refused, condition::token_refused}},
        {errc::subscription_exhausted, {condition::refused, condition::token_refused}},
        {errc::no_place_left, {condition::refused, condition::account_refused}},
        {errc::credentials_refused, {condition::refused, condition::account_refused}},
        {errc::account_suspended, {condition::refused, condition::account_refused}},
        {errc::login_failed, {condition::refused, condition::account_refused}},
        {errc::not_found, {condition::refused}},
        {errc::request_refused, {condition::refused}},
        {errc::rate_limited, {condition::transient}},
        {errc::service_unavailable, {condition::transient}},
        {errc::server_failed, {condition::transient}},
        {errc::unexpected_status, {}},
    };
    const condition all[] = {condition::transient,    condition::timed_out, condition::cancelled,
                             condition::transport,    condition::refused,   condition::account_refused,
                             condition::token_refused};
    for (const row& r : rows) {
        for (const condition group : all) {
            BOOST_TEST_CONTEXT(make_error_code(r.code).message() << " / " << group)
            {
                BOOST_TEST((make_error_code(r.code) == group) == r.groups.contains(group));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(error_message_is_one_line_that_names_reason_and_last_outcome)
{
    struct row
    {
        error value;
        std::string expected;
    };

    const row rows[] = {
        {error(errc::connect_failed, effect::none), "no connection could be made"},
        {error(errc::invalid_argument).detail("maxJobs is 11, must be 1 to 10"),
         "invalid argument, nothing was sent: maxJobs is 11, must be 1 to 10"},
        {error(errc::credentials_refused, effect::rejected)
             .status(401)
             .server_error("Wrong username/password combination.")
             .attempts(1)
             .retry_refusal(retry_refusal::not_retryable),
         "the account's email or password is wrong (HTTP 401: \"Wrong username/password combination.\")"},
        {error(errc::service_unavailable, effect::rejected)
             .status(503)
             .attempts(4)
             .retry_refusal(retry_refusal::attempts_exhausted),
         "the service is unavailable (HTTP 503); retries exhausted after 4 attempts"},
        {error(errc::connection_lost, effect::unknown)
             .attempts(1)
             .retry_refusal(retry_refusal::not_idempotent),
         "the connection was lost before the answer was complete; not safe to repeat after 1 attempt"},
        {error(errc::request_refused, effect::rejected)
             .status(422)
             .server_error("limit")
             .server_details("three accounts"),
         "the service refuses the request (HTTP 422: \"limit\", \"three accounts\")"},
        {error(errc::rate_limited, effect::rejected)
             .status(429)
             .retry_after(std::chrono::milliseconds(89001))
             .attempts(1)
             .retry_refusal(retry_refusal::retry_after_too_far),
         "the service asks for a pause (HTTP 429); the server asks to wait beyond the deadline (90 s) after "
         "1 "
         "attempt"},
        {error(errc::rate_limited, effect::rejected)
             .status(429)
             .retry_after(std::chrono::milliseconds(5000))
             .request_id("8f1c2a3b4c5d6e7f-FRA")
             .attempts(4)
             .retry_refusal(retry_refusal::attempts_exhausted),
         "the service asks for a pause (HTTP 429); retries exhausted after 4 attempts"},
    };
    for (const row& r : rows) {
        BOOST_TEST(r.value.message() == r.expected);
        std::ostringstream streamed;
        streamed << r.value;
        BOOST_TEST(streamed.str() == r.expected);
    }
}

BOOST_AUTO_TEST_CASE(error_keeps_what_the_answer_says_of_itself)
{
    const error none;
    BOOST_TEST(!none.retry_after().has_value());
    BOOST_TEST(none.request_id().empty());
    error some(errc::rate_limited);
    some.retry_after(std::chrono::milliseconds(7)).request_id("a");
    BOOST_TEST(some.retry_after()->count() == 7);
    BOOST_TEST(some.request_id() == "a");
    BOOST_TEST(!some.retry_after(std::nullopt).retry_after().has_value());
    const error moved = error(errc::rate_limited).retry_after(std::chrono::milliseconds(0)).request_id("b");
    BOOST_TEST(moved.retry_after()->count() == 0);
    BOOST_TEST(moved.request_id() == "b");
}

BOOST_AUTO_TEST_CASE(error_keeps_a_quota_that_its_copies_do_not_share)
{
    BOOST_TEST(!error().rate_limit().has_value());
    BOOST_TEST(error().to_curl().empty());
    BOOST_TEST(!error().response());
    error some = error(errc::rate_limited).rate_limit(rate_limit().remaining(3));
    const error copy = some;
    some.rate_limit(std::nullopt);
    BOOST_TEST(!some.rate_limit().has_value());
    BOOST_TEST((copy.rate_limit() == rate_limit().remaining(3)));
    static_assert(sizeof(error) <= 248, "an error grows no more: what is new belongs into error_facts");
}

BOOST_AUTO_TEST_CASE(result_value_throws_the_error_where_there_is_none)
{
    const result<int> good = 7;
    BOOST_TEST(good.value() == 7);
    const result<int> bad = error(errc::not_found, effect::rejected).status(404);
    try {
        bad.value();
        BOOST_ERROR("did not throw");
    } catch (const exception& thrown) {
        BOOST_TEST(thrown.code() == errc::not_found);
        BOOST_TEST(thrown.reason().status() == 404);
        BOOST_TEST(std::string(thrown.what()).find("no such account") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(effect_names_are_those_of_the_results_file)
{
    BOOST_TEST(to_string(effect::none) == "none");
    BOOST_TEST(to_string(effect::rejected) == "rejected");
    BOOST_TEST(to_string(effect::unknown) == "unknown");
    BOOST_TEST(to_string(effect::applied) == "applied");
}

BOOST_AUTO_TEST_SUITE_END()
