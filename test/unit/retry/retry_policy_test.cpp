#include "retry/decide.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <optional>

BOOST_AUTO_TEST_SUITE(policy)

using namespace useapi;
using namespace useapi::retry;
using namespace std::chrono_literals;

namespace {

class scripted_policy : public retry_policy
{
public:
    using script = std::function<retry_choice(const failed_attempt&, retry_choice)>;

    explicit scripted_policy(script answer) : answer_(std::move(answer)) {}

    retry_choice choose(const failed_attempt& failed, retry_choice proposed) const noexcept override
    {
        return answer_(failed, proposed);
    }

private:
    script answer_;
};

retry_options ruled_by(scripted_policy::script answer)
{
    retry_options options;
    options.policy(std::make_shared<scripted_policy>(std::move(answer)));
    return options;
}

retry_options always_again_after(std::chrono::milliseconds wait)
{
    return ruled_by([wait](const failed_attempt&, retry_choice) { return retry_choice::again_after(wait); });
}

call_progress first_attempt()
{
    return {1, 0, true, 60s};
}

} // namespace

BOOST_AUTO_TEST_CASE(policy_is_told_what_failed_and_what_is_proposed)
{
    std::optional<failed_attempt> told;
    std::optional<retry_choice> offered;
    const auto options = ruled_by([&](const failed_attempt& failed, retry_choice proposed) {
        told = failed;
        offered = proposed;
        return proposed;
    });
    const decision next =
        decide(options, {errc::rate_limited, effect::rejected, 429, 7s}, {2, 1, true, 60s}, 0.5);
    BOOST_TEST_REQUIRE(told.has_value());
    BOOST_TEST((told->code() == errc::rate_limited));
    BOOST_TEST((told->effect() == effect::rejected));
    BOOST_TEST(told->status() == 429);
    BOOST_TEST(told->number() == 2U);
    BOOST_TEST((told->remaining() == 60s));
    BOOST_TEST((told->retry_after() == std::optional<std::chrono::milliseconds>(7s)));
    BOOST_TEST(offered->again());
    BOOST_TEST((offered->wait() == 7s));
    BOOST_TEST(next.retry);
    BOOST_TEST((next.wait == 7s));
}

BOOST_AUTO_TEST_CASE(policy_that_gives_up_ends_the_call)
{
    const auto options =
        ruled_by([](const failed_attempt&, retry_choice) { return retry_choice::give_up(); });
    const decision next = decide(options, {errc::connect_failed, effect::none, 0, {}}, first_attempt(), 0.5);
    BOOST_TEST(!next.retry);
    BOOST_TEST((next.refusal == retry_refusal::policy));
}

BOOST_AUTO_TEST_CASE(policy_that_agrees_with_the_end_leaves_its_reason)
{
    const auto options = ruled_by([](const failed_attempt&, retry_choice proposed) { return proposed; });
    const decision next =
        decide(options, {errc::request_refused, effect::rejected, 409, {}}, first_attempt(), 0.5);
    BOOST_TEST(!next.retry);
    BOOST_TEST((next.refusal == retry_refusal::not_retryable));
}

BOOST_AUTO_TEST_CASE(policy_may_ask_for_what_the_table_gives_up)
{
    struct row
    {
        errc code;
        useapi::effect effect;
        int status;
        bool again;
    };

    const row rows[] = {
        {errc::request_refused, effect::rejected, 409, true},
        {errc::not_found, effect::rejected, 404, true},
        {errc::account_out_of_credits, effect::rejected, 412, true},
        {errc::server_failed, effect::rejected, 501, true},
        {errc::unexpected_status, effect::rejected, 302, true},
        {errc::malformed_response, effect::unknown, 0, true},
        {errc::unexpected_content, effect::unknown, 200, true},
        {errc::unexpected_content, effect::rejected, 401, false},
        {errc::unexpected_content, effect::unknown, 500, false},
        {errc::login_failed, effect::rejected, 500, false},
        {errc::credentials_refused, effect::rejected, 401, false},
        {errc::account_suspended, effect::rejected, 401, false},
        {errc::account_in_error_state, effect::rejected, 596, false},
        {errc::token_refused, effect::rejected, 401, false},
        {errc::subscription_exhausted, effect::rejected, 402, false},
        {errc::certificate_rejected, effect::none, 0, false},
        {errc::client_certificate_rejected, effect::none, 0, false},
        {errc::proxy_refused, effect::none, 0, false},
        {errc::queue_full, effect::none, 0, false},
        {errc::cancelled, effect::unknown, 0, false},
        {errc::timed_out, effect::unknown, 0, false},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(name_of(r.code))
        {
            const decision next =
                decide(always_again_after(3s), {r.code, r.effect, r.status, {}}, first_attempt(), 0.5);
            BOOST_TEST(next.retry == r.again);
            if (r.again)
                BOOST_TEST((next.wait == 3s));
            else
                BOOST_TEST((next.refusal == retry_refusal::not_retryable));
        }
    }
}

BOOST_AUTO_TEST_CASE(policy_is_bound_by_the_limits)
{
    struct row
    {
        const char* name;
        call_progress progress;
        retry_refusal refusal;
    };

    const row rows[] = {
        {"attempts", {4, 1, true, 60s}, retry_refusal::attempts_exhausted},
        {"unknown effect", {3, 3, true, 60s}, retry_refusal::unknown_exhausted},
        {"not idempotent", {1, 1, false, 60s}, retry_refusal::not_idempotent},
        {"deadline", {1, 1, true, 5s}, retry_refusal::deadline},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            const decision next = decide(always_again_after(5s),
                                         {errc::connection_lost, effect::unknown, 0, {}}, r.progress, 0.5);
            BOOST_TEST(!next.retry);
            BOOST_TEST((next.refusal == r.refusal));
        }
    }
}

BOOST_AUTO_TEST_CASE(policy_that_waits_less_than_nothing_does_not_wait)
{
    const decision next =
        decide(always_again_after(-1s), {errc::connect_failed, effect::none, 0, {}}, first_attempt(), 0.5);
    BOOST_TEST(next.retry);
    BOOST_TEST((next.wait == 0s));
}

BOOST_AUTO_TEST_CASE(gate_is_closed_whatever_the_policy_says)
{
    const auto options =
        ruled_by([](const failed_attempt&, retry_choice) { return retry_choice::give_up(); });
    const decision next =
        decide(options, {errc::service_unavailable, effect::rejected, 503, 9s}, first_attempt(), 0.5);
    BOOST_TEST(!next.retry);
    BOOST_TEST((next.close_gate == std::optional<std::chrono::milliseconds>(9s)));
}

BOOST_AUTO_TEST_SUITE_END()
