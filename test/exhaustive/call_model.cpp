#include "exhaustive/retry_models.hpp"
#include "retry/call_record.hpp"
#include "retry/decide.hpp"

#include <useapi/retry/refusal.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <sstream>

namespace useapi::exhaustive::requests {
namespace {

using namespace std::chrono_literals;
using namespace useapi::retry;

constexpr auto deadline = 60s;

/** A way in which an attempt fails. */
struct failure
{
    const char* name;
    errc code;
    useapi::effect effect;
    int status;
    std::optional<std::chrono::milliseconds> retry_after{};
    bool is_final = false; ///< to try again would do harm, whatever a policy says
};

const std::array failures{
    failure{"no connection", errc::connect_failed, effect::none, 0},
    failure{"certificate rejected", errc::certificate_rejected, effect::none, 0, {}, true},
    failure{"proxy refuses", errc::proxy_refused, effect::none, 0, {}, true},
    failure{"connection lost", errc::connection_lost, effect::unknown, 0},
    failure{"too slow", errc::attempt_timed_out, effect::unknown, 0},
    failure{"malformed", errc::malformed_response, effect::unknown, 0},
    failure{"429", errc::rate_limited, effect::rejected, 429},
    failure{"429, wait 5 s", errc::rate_limited, effect::rejected, 429, 5s},
    failure{"503, wait a day", errc::service_unavailable, effect::rejected, 503, 24h},
    failure{"503", errc::service_unavailable, effect::rejected, 503},
    failure{"502", errc::service_unavailable, effect::unknown, 502},
    failure{"500", errc::server_failed, effect::unknown, 500},
    failure{"501", errc::server_failed, effect::rejected, 501},
    failure{"400", errc::request_refused, effect::rejected, 400},
    failure{"409", errc::request_refused, effect::rejected, 409},
    failure{"404", errc::not_found, effect::rejected, 404},
    failure{"wrong password", errc::credentials_refused, effect::rejected, 401, {}, true},
    failure{"wrong token", errc::token_refused, effect::rejected, 401, {}, true},
    failure{"login failed", errc::login_failed, effect::rejected, 400, {}, true},
    failure{"account in an error state", errc::account_in_error_state, effect::rejected, 400, {}, true},
    failure{"unreadable 401", errc::unexpected_content, effect::rejected, 401, {}, true}};

promise attempts_bounded{"no call makes more attempts than it may"};
promise no_second_post{"a request that is not idempotent is not sent again once it may have been applied"};
promise resends_bounded{"after unknown outcomes a request is sent again no more often than allowed"};
promise no_second_login{"a refused login, token, certificate or proxy is never tried again"};
promise in_time{"no attempt begins after the deadline"};
promise wait_is_kept{"a wait that the server asks for is neither cut short nor made longer"};
promise refusal_has_reason{"a call that is not tried again says why"};
promise gate_closes{"a wait that a 429 or 503 asks for closes the gate, no other"};
promise effect_is_gravest{
    "a call fails with the gravest effect of all attempts, unless a refusal speaks for all"};
promise record_counts{"the record counts attempts, busy answers and unknown outcomes"};
promise call_ends{"every call ends"};

const std::array promises{&attempts_bounded,  &no_second_post, &resends_bounded, &no_second_login,
                          &in_time,           &wait_is_kept,   &gate_closes,     &refusal_has_reason,
                          &effect_is_gravest, &record_counts,  &call_ends};

constexpr std::array faults{
    planted_fault{"one_attempt_more", "one attempt more than allowed"},
    planted_fault{"resent_too_often", "unknown outcomes are not counted for the next attempt"},
    planted_fault{"refusal_is_retried", "a refused login counts as a lost connection"},
    planted_fault{"outcome_is_forgotten", "the record is not told of an outcome"},
    planted_fault{"deadline_is_forgotten", "the time that is left is not looked at"},
    planted_fault{"wait_is_forgotten", "the Retry-After of an answer is not looked at"}};

constexpr std::array fault_of_posts{
    planted_fault{"post_is_repeated", "a request counts as idempotent although it is not"}};

enum class policy_kind
{
    none,
    eager,
    tired
};

class fixed_policy final : public retry_policy
{
public:
    explicit fixed_policy(bool again) : again_(again) {}

    retry_choice choose(const failed_attempt&, retry_choice) const noexcept override
    {
        return again_ ? retry_choice::again_after(0ms) : retry_choice::give_up();
    }

private:
    const bool again_;
};

struct call_settings
{
    std::string_view name;
    bool idempotent = true;
    bool read_only = false;
    unsigned max_attempts = 0; ///< of this call; 0: as in `options_of`
    policy_kind policy = policy_kind::none;
};

retry_options options_of(const call_settings& settings)
{
    retry_options options;
    options.max_attempts(4).max_resends_after_unknown(1).base_delay(1s).busy_base_delay(3s);
    if (settings.policy != policy_kind::none)
        options.policy(std::make_shared<fixed_policy>(settings.policy == policy_kind::eager));
    return options;
}

/** Its events are failures of an attempt: in which way, after which time, and with which random back-off. */
class call_model final : public model
{
public:
    call_model(const call_settings& settings, std::string_view fault)
        : settings_(settings), fault_(fault), options_(options_of(settings))
    {
        begin();
    }

    std::unique_ptr<model> copy() const override { return std::make_unique<call_model>(*this); }

    std::vector<event> next() const override
    {
        std::vector<event> events;
        for (std::size_t how = 0; !is_over_ && how != failures.size(); ++how)
            for (std::uint8_t ways = 0; ways != 4; ++ways)
                events.push_back({ways, static_cast<std::uint8_t>(how)});
        return events;
    }

    void play(event what) override
    {
        const failure& how = failures[what.whom];
        remaining_ -= what.kind / 2 != 0 ? 25s : 0s;
        const double random = what.kind % 2 != 0 ? 0.999 : 0;
        const attempt_outcome outcome{make_error_code(how.code), how.effect, how.status, how.retry_after};
        note(how, outcome);
        const decision next = ask(outcome, random);
        check(how, next);
        if (next.retry) {
            remaining_ -= next.wait;
            begin();
        } else {
            conclude(how);
        }
    }

    std::string state() const override
    {
        std::ostringstream text;
        if (is_over_)
            return "over";
        text << attempts_ << unknown_ << busy_ << static_cast<int>(gravest_) << ' ' << remaining_.count()
             << ' ' << (may_have_been_applied_ ? 'm' : '-');
        return text.str();
    }

    void end_well() override
    {
        for (int i = 0; i != 10 && !is_over_; ++i)
            play({1, 0});
        require(is_over_, call_ends);
    }

    std::string text_of(event what) const override
    {
        std::string text = failures[what.whom].name;
        if (what.kind / 2 != 0)
            text += " after 25 s";
        return text;
    }

private:
    bool has(std::string_view fault) const noexcept { return fault_ == fault; }

    unsigned most_attempts() const { return settings_.max_attempts != 0 ? settings_.max_attempts : 4; }

    void begin()
    {
        record_.on_attempt();
        ++attempts_;
        require(remaining_ > 0ms, in_time);
    }

    void note(const failure& how, const attempt_outcome& outcome)
    {
        if (!has("outcome_is_forgotten"))
            record_.on_failed(outcome);
        unknown_ += how.effect == effect::unknown;
        busy_ += how.status == 429 || how.status == 503 || how.code == errc::attempt_timed_out;
        gravest_ = std::max(gravest_, how.effect);
        may_have_been_applied_ = may_have_been_applied_ || how.effect == effect::unknown;
        const call_progress told = record_.progress(settings_.idempotent, remaining_);
        require(told.attempts == attempts_ && told.unknown_outcomes == unknown_ &&
                    record_.busy_signals() == busy_ && record_.attempts() == attempts_ &&
                    record_.may_have_been_applied() == may_have_been_applied_,
                record_counts);
    }

    decision ask(attempt_outcome outcome, double random) const
    {
        const bool idempotent = settings_.idempotent || has("post_is_repeated");
        call_progress progress = record_.progress(idempotent, remaining_);
        progress.max_attempts = settings_.max_attempts;
        if (has("one_attempt_more"))
            --progress.attempts;
        if (has("resent_too_often"))
            progress.unknown_outcomes = 0;
        if (has("deadline_is_forgotten"))
            progress.remaining = 1h;
        if (has("refusal_is_retried") && outcome.code == errc::login_failed)
            outcome.code = errc::connection_lost;
        if (has("wait_is_forgotten"))
            outcome.retry_after.reset();
        return decide(options_, outcome, progress, random);
    }

    void check(const failure& how, const decision& next)
    {
        const bool is_busy = how.status == 429 || how.status == 503;
        require(next.close_gate == (is_busy ? how.retry_after : std::nullopt), gate_closes);
        require(next.retry == (next.refusal == retry_refusal::not_considered), refusal_has_reason);
        require(!next.retry || !how.is_final, no_second_login);
        require(!next.retry || settings_.idempotent || !may_have_been_applied_, no_second_post);
        require(attempts_ + next.retry <= most_attempts(), attempts_bounded);
        require(!next.retry || (next.wait >= 0ms && next.wait < remaining_), in_time);
        resends_ += next.retry && how.effect == effect::unknown;
        require(resends_ <= options_.max_resends_after_unknown(), resends_bounded);
        require(!next.retry || options_.policy() || !how.retry_after || next.wait == *how.retry_after,
                wait_is_kept);
    }

    void conclude(const failure& how)
    {
        is_over_ = true;
        error ended(how.code, how.effect);
        ended.status(how.status);
        const bool speaks_for_all = how.effect == effect::rejected && ended.code() == condition::refused &&
                                    (settings_.read_only || voids_earlier_attempts(ended));
        record_.conclude(ended, settings_.read_only);
        require(ended.effect() == (speaks_for_all ? effect::rejected : gravest_), effect_is_gravest);
        require(ended.attempts() == attempts_, record_counts);
    }

    const call_settings settings_;
    const std::string_view fault_;
    const retry_options options_;
    call_record record_;
    std::chrono::milliseconds remaining_ = deadline;
    bool is_over_ = false;
    // The history, kept in the plainest way.
    unsigned attempts_ = 0;
    unsigned unknown_ = 0;
    unsigned busy_ = 0;
    unsigned resends_ = 0;
    effect gravest_ = effect::none;
    bool may_have_been_applied_ = false;
};

subject subject_of(const call_settings& settings, std::span<const planted_fault> looked_for)
{
    return {std::string(settings.name),
            [settings](std::string_view fault) { return std::make_unique<call_model>(settings, fault); },
            promises, looked_for};
}

} // namespace

std::vector<subject> make_subjects()
{
    call_settings idempotent;
    idempotent.name = "call that may be sent twice, 4 attempts";
    call_settings post;
    post.name = "call that must not be sent twice";
    post.idempotent = false;
    call_settings query;
    query.name = "call that asks for no change, 2 attempts";
    query.read_only = true;
    query.max_attempts = 2;
    call_settings eager;
    eager.name = "call whose policy always tries again";
    eager.policy = policy_kind::eager;
    call_settings tired;
    tired.name = "call whose policy never tries again";
    tired.policy = policy_kind::tired;
    return {subject_of(idempotent, faults), subject_of(post, fault_of_posts), subject_of(query, {}),
            subject_of(eager, {}), subject_of(tired, {})};
}

} // namespace useapi::exhaustive::requests
