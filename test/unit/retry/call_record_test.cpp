#include "retry/call_record.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>
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
            record.conclude(failure);
            BOOST_TEST(failure.effect() == r.told);
            BOOST_TEST(failure.attempts() == r.attempts.size());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
