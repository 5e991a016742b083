#include "retry/call_record.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <iterator>
#include <vector>

using namespace useapi;
using namespace useapi::retry;
using namespace std::chrono_literals;

namespace {

const attempt_outcome unreachable{errc::connect_failed, effect::none, 0, {}};
const attempt_outcome lost{errc::connection_lost, effect::unknown, 0, {}};
const attempt_outcome late{errc::attempt_timed_out, effect::unknown, 0, {}};
const attempt_outcome busy{errc::service_unavailable, effect::rejected, 503, {}};
const attempt_outcome throttled{errc::rate_limited, effect::rejected, 429, {}};
const attempt_outcome gateway{errc::service_unavailable, effect::unknown, 504, {}};

} // namespace

BOOST_AUTO_TEST_SUITE(call_records)

BOOST_AUTO_TEST_CASE(record_counts_attempts_unknown_outcomes_and_busy_signals)
{
    struct row
    {
        const char* name;
        std::vector<attempt_outcome> attempts;
        unsigned unknown;
        unsigned busy;
    };

    const row rows[] = {
        {"none", {}, 0, 0},
        {"unreachable", {unreachable}, 0, 0},
        {"lost", {lost}, 1, 0},
        {"late", {late}, 1, 1},
        {"busy and throttled", {busy, throttled}, 0, 2},
        {"one of each", {unreachable, lost, late, busy, throttled, gateway}, 3, 3},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            call_record record;
            for (const attempt_outcome& outcome : r.attempts) {
                record.on_attempt();
                record.on_failed(outcome);
            }
            BOOST_TEST(record.attempts() == r.attempts.size());
            BOOST_TEST(record.busy_signals() == r.busy);
            const call_progress progress = record.progress(true, 5s);
            BOOST_TEST(progress.attempts == r.attempts.size());
            BOOST_TEST(progress.unknown_outcomes == r.unknown);
            BOOST_TEST(progress.idempotent);
            BOOST_TEST(progress.remaining == 5s);
        }
    }
}

BOOST_AUTO_TEST_CASE(record_gives_the_error_of_a_call_the_gravest_effect_of_its_attempts)
{
    struct row
    {
        const char* name;
        std::vector<attempt_outcome> attempts;
        errc code;
        effect last;
        effect told;
    };

    const row rows[] = {
        {"invalid argument", {}, errc::invalid_argument, effect::none, effect::none},
        {"unreachable", {unreachable}, errc::connect_failed, effect::none, effect::none},
        {"unreachable after busy", {busy, unreachable}, errc::connect_failed, effect::none, effect::rejected},
        {"unreachable after lost", {lost, unreachable}, errc::connect_failed, effect::none, effect::unknown},
        {"busy after lost", {lost, busy}, errc::service_unavailable, effect::rejected, effect::unknown},
        {"timed out after lost", {lost}, errc::timed_out, effect::none, effect::unknown},
        {"token refused after lost", {lost}, errc::token_refused, effect::rejected, effect::unknown},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.name)
        {
            call_record record;
            for (const attempt_outcome& outcome : r.attempts) {
                record.on_attempt();
                record.on_failed(outcome);
            }
            error failure(r.code, r.last);
            record.conclude(failure, false);
            BOOST_TEST(failure.effect() == r.told);
            BOOST_TEST(failure.attempts() == r.attempts.size());
        }
    }
}

BOOST_AUTO_TEST_CASE(refusal_of_what_the_request_holds_speaks_for_all_attempts)
{
    struct row
    {
        errc code;
        int status;
        bool speaks_for_all;
    };

    const row rows[] = {
        {errc::request_refused, 400, true},
        {errc::credentials_refused, 400, true},
        {errc::credentials_refused, 401, true},
        {errc::request_refused, 413, true},
        {errc::request_refused, 415, true},
        {errc::request_refused, 422, true},
        {errc::token_refused, 401, false},
        {errc::account_suspended, 401, false},
        {errc::subscription_exhausted, 402, false},
        {errc::request_refused, 403, false},
        {errc::not_found, 404, false},
        {errc::request_refused, 405, false},
        {errc::request_refused, 409, false},
        {errc::request_refused, 410, false},
        {errc::account_out_of_credits, 412, false},
        {errc::login_failed, 500, false},
        {errc::account_in_error_state, 596, false},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.code << " " << r.status)
        {
            for (const bool read_only : {false, true}) {
                call_record record;
                record.on_attempt();
                record.on_failed(lost);
                record.on_attempt();
                error failure(r.code, effect::rejected);
                failure.status(r.status);
                record.conclude(failure, read_only);
                BOOST_TEST((failure.effect() == effect::rejected) == (r.speaks_for_all || read_only));
            }
        }
    }
}

namespace {

/** How an attempt may end, and whether the service applied the request. */
struct possible_end
{
    errc code;
    int status;
    effect told;
    bool applied;
    bool only_where_never_applied; ///< the service refuses what the request holds
};

constexpr possible_end possible_ends[] = {
    {errc::connect_failed, 0, effect::none, false, false},
    {errc::connection_lost, 0, effect::unknown, false, false},
    {errc::connection_lost, 0, effect::unknown, true, false},
    {errc::service_unavailable, 504, effect::unknown, true, false},
    {errc::service_unavailable, 503, effect::rejected, false, false},
    {errc::request_refused, 409, effect::rejected, false, false},
    {errc::request_refused, 400, effect::rejected, false, true},
    {errc::token_refused, 401, effect::rejected, false, false},
};

/** Goes through every history of a call, and compares the record with what happened. */
class every_history
{
public:
    every_history(const retry_options& options, bool idempotent) : options_(options), idempotent_(idempotent)
    {
    }

    void go_on(const call_record& before, const std::vector<const possible_end*>& so_far)
    {
        for (const possible_end& end : possible_ends) {
            bool was_applied = false;
            for (const possible_end* const earlier : so_far)
                was_applied = was_applied || earlier->applied;
            if (end.only_where_never_applied && was_applied)
                continue;
            call_record record = before;
            record.on_attempt();
            const attempt_outcome outcome{end.code, end.told, end.status, {}};
            record.on_failed(outcome);
            auto history = so_far;
            history.push_back(&end);
            check(record, history);
            if (decide(options_, outcome, record.progress(idempotent_, 1h), 0.5).retry)
                go_on(record, history);
        }
    }

    unsigned seen = 0;
    unsigned wrong = 0;
    std::size_t longest = 0;

private:
    void check(const call_record& record, const std::vector<const possible_end*>& history)
    {
        ++seen;
        longest = std::max(longest, history.size());
        bool applied = false;
        bool sent = false;
        for (const possible_end* const end : history) {
            applied = applied || end->applied;
            sent = sent || end->told != effect::none;
        }
        unsigned resends_after_unknown = 0;
        for (std::size_t i = 0; i + 1 < history.size(); ++i)
            resends_after_unknown += history[i]->told == effect::unknown;
        error failure(history.back()->code, history.back()->told);
        failure.status(history.back()->status);
        record.conclude(failure, false);
        const bool holds = (!applied || failure.effect() == effect::unknown) &&
                           (!sent || failure.effect() != effect::none) &&
                           failure.attempts() == history.size() &&
                           history.size() <= options_.max_attempts() &&
                           resends_after_unknown <= (idempotent_ ? options_.max_resends_after_unknown() : 0);
        wrong += !holds;
    }

    const retry_options options_;
    const bool idempotent_;
};

} // namespace

BOOST_AUTO_TEST_CASE(no_history_of_four_attempts_breaks_a_limit_or_hides_what_may_have_been_applied)
{
    for (const bool idempotent : {true, false})
        for (const unsigned attempts : {1U, 2U, 3U, 4U})
            for (const unsigned resends : {0U, 1U, 2U, 3U}) {
                BOOST_TEST_CONTEXT("attempts " << attempts << " resends " << resends << " idempotent "
                                               << idempotent)
                {
                    every_history all(
                        retry_options().max_attempts(attempts).max_resends_after_unknown(resends),
                        idempotent);
                    all.go_on(call_record(), {});
                    BOOST_TEST(all.wrong == 0U);
                    BOOST_TEST(all.longest == attempts);
                    BOOST_TEST(all.seen >= std::size(possible_ends));
                }
            }
}

BOOST_AUTO_TEST_SUITE_END()
