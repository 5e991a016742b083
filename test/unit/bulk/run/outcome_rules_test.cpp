#include "bulk/run/outcome_rules.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(outcome_rules)

using namespace useapi;
using namespace useapi::bulk;
using namespace std::chrono_literals;

namespace {

call_outcome failed(error why)
{
    return call_outcome(std::move(why));
}

call_outcome succeeded(unsigned busy_signals, std::map<std::string, unsigned> retries = {})
{
    call_outcome ended(std::nullopt);
    ended.busy_signals = busy_signals;
    ended.retries = std::move(retries);
    return ended;
}

const error told_to_wait = error(errc::rate_limited).status(429);
const error out_of_order = error(errc::service_unavailable).status(503);

} // namespace

BOOST_AUTO_TEST_CASE(pauses_double_up_to_a_quarter_of_a_minute)
{
    const std::chrono::milliseconds expected[] = {1s, 2s, 4s, 8s, 15s, 15s};
    for (unsigned calls = 1; calls <= std::size(expected); ++calls)
        BOOST_TEST((pause_after(calls) == expected[calls - 1]), "after " << calls);
    BOOST_TEST((pause_after(1'000'000) == 15s));
}

BOOST_AUTO_TEST_CASE(reason_of_a_retry_is_the_status_or_else_the_code)
{
    BOOST_TEST(retry_reason(out_of_order) == "status 503");
    BOOST_TEST(retry_reason(error(errc::connection_lost)) == "connection_lost");
}

BOOST_AUTO_TEST_CASE(no_to_a_row_is_clear_only_where_it_speaks_for_earlier_calls_too)
{
    const error wrong_password = error(errc::credentials_refused, effect::rejected).status(401);
    const error conflict = error(errc::request_refused, effect::rejected).status(409);
    const error token = error(errc::token_refused, effect::rejected).status(401);
    for (const error& why : {wrong_password, conflict, token}) {
        BOOST_TEST_CONTEXT(why)
        {
            BOOST_TEST(is_clear_no(why, effect::none));
            BOOST_TEST(is_clear_no(why, effect::rejected));
            BOOST_TEST(is_clear_no(why, effect::unknown) == (why.code() == errc::credentials_refused));
        }
    }
    BOOST_TEST(!is_clear_no(error(errc::connection_lost, effect::unknown), effect::none));
}

BOOST_AUTO_TEST_CASE(who_is_overloaded_is_told_by_every_attempt)
{
    const struct
    {
        const char* what;
        call_outcome ended;
        overload expected;
    } cases[] = {
        {"success", succeeded(0), overload::none},
        {"success after 429", succeeded(1, {{"status 429", 1}}), overload::profile},
        {"success after 503", succeeded(1, {{"status 503", 1}}), overload::origin},
        {"success after both", succeeded(2, {{"status 429", 1}, {"status 503", 1}}), overload::origin},
        {"429", failed(told_to_wait), overload::profile},
        {"503", failed(out_of_order), overload::origin},
        {"lost connection", failed(error(errc::connection_lost)), overload::origin},
        {"refused data", failed(error(errc::request_refused).status(400)), overload::none},
    };

    for (const auto& each : cases)
        BOOST_TEST((overload_of(each.ended) == each.expected), each.what);
}

BOOST_AUTO_TEST_CASE(failure_tells_whether_the_service_answered_and_whether_another_run_may_succeed)
{
    const struct
    {
        const char* what;
        error why;
        bool is_hopeless;
        bool is_without_answer;
        bool is_worth_retrying;
    } cases[] = {
        {"connect", error(errc::connect_failed), false, true, true},
        {"lost connection", error(errc::connection_lost, effect::unknown), false, true, true},
        {"answer that broke off", error(errc::connection_lost, effect::unknown).status(200), false, false,
         true},
        {"no answer in time", error(errc::attempt_timed_out, effect::unknown), false, true, true},
        {"no answer at all", error(errc::timed_out), false, true, true},
        {"503", error(errc::service_unavailable, effect::rejected).status(503), false, true, true},
        {"429", error(errc::rate_limited, effect::rejected).status(429), false, false, true},
        {"certificate", error(errc::certificate_rejected), true, true, true},
        {"own certificate", error(errc::client_certificate_rejected), true, true, true},
        {"proxy", error(errc::proxy_refused), true, true, true},
        {"a page of another server", error(errc::unexpected_content, effect::rejected).status(404), true,
         true, true},
        {"a page after the account", error(errc::unexpected_content, effect::unknown).status(200), false,
         false, true},
        {"token", error(errc::token_refused, effect::rejected).status(401), false, false, true},
        {"password", error(errc::credentials_refused, effect::rejected).status(401), false, false, false},
        {"account", error(errc::request_refused, effect::rejected).status(400), false, false, false},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.what)
        {
            BOOST_TEST(is_hopeless(each.why) == each.is_hopeless);
            BOOST_TEST(is_without_answer(each.why) == each.is_without_answer);
            pending_row pending(input_row(7, runwayml::account_settings("a@b.cd", secret("password"))));
            BOOST_TEST(result_of(pending, row_outcome::failed, &each.why).worth_retrying ==
                       each.is_worth_retrying);
        }
    }
}

// The identifier is what the service's support asks for.
BOOST_AUTO_TEST_CASE(result_of_a_row_that_was_refused_has_the_words_of_the_service)
{
    pending_row pending(input_row(7, runwayml::account_settings("a@b.cd", secret("password"))));
    pending.row.profile = "eu";
    pending.status = 200;
    const error why = error(errc::credentials_refused, effect::rejected)
                          .status(401)
                          .request_id("8f1c-FRA")
                          .server_error("Wrong username/password combination.");
    const row_result refused = result_of(pending, row_outcome::rejected, &why);
    BOOST_TEST(refused.request_id == "8f1c-FRA");
    BOOST_TEST(refused.status == 401);
    BOOST_TEST(refused.profile == "eu");
    BOOST_TEST(refused.error == why.code().message() + ": Wrong username/password combination.");
}

BOOST_AUTO_TEST_CASE(row_that_is_not_sent_on_says_what_was_sent_before)
{
    input_row row(7, runwayml::account_settings("user@example.com", secret("password")));
    const row_result unsent = result_of_unsent(row, "not sent: the run was stopped");
    BOOST_TEST((unsent.outcome == row_outcome::skipped));
    BOOST_TEST(unsent.line == 7U);
    BOOST_TEST(unsent.error == "not sent: the run was stopped");
    BOOST_TEST((unsent.effect == effect::none));

    row.effect_so_far = effect::unknown;
    const row_result open = result_of_unsent(row, "not sent: the run was stopped");
    BOOST_TEST((open.outcome == row_outcome::failed));
    BOOST_TEST((open.effect == effect::unknown));
    BOOST_TEST(open.worth_retrying);
    BOOST_TEST(open.error == "sent, with no answer that settles it; not sent: the run was stopped");
}

BOOST_AUTO_TEST_SUITE_END()
