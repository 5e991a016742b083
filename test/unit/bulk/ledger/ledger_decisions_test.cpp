#include "bulk/ledger/ledger_decisions.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace useapi::bulk {

// Names in failures, in place of numbers.
static std::ostream& boost_test_print_type(std::ostream& out, row_state value)
{
    return out << to_string(value);
}

static std::ostream& boost_test_print_type(std::ostream& out, next_step value)
{
    static constexpr std::string_view names[]{"send", "ask_first", "keep", "wait"};
    return out << names[static_cast<std::size_t>(value)];
}

} // namespace useapi::bulk

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace std::chrono_literals;

constexpr row_digest same{1};
constexpr row_digest other{2};
constexpr wall_time run_began{1'000'000ms};

ledger_row row_in(row_state state, bool worth_retrying = false, wall_time settled_at = run_began - 1h)
{
    ledger_row row;
    row.key = row_key("", "a@b.cd");
    row.state = state;
    row.digest = same;
    row.worth_retrying = worth_retrying;
    if (state != row_state::pending && state != row_state::sent)
        row.settled_at = settled_at;
    return row;
}

ledger_claim claim_of(const row_digest& digest, bool is_gone = false)
{
    ledger_claim claim(row_key("", "a@b.cd"), digest, 7);
    claim.is_gone = is_gone;
    return claim;
}

resume_rules rules_of(bool verify, bool retry_rejected)
{
    resume_rules rules;
    rules.verify = verify;
    rules.retry_rejected = retry_rejected;
    rules.run_began = run_began;
    return rules;
}

struct decision_case
{
    std::string_view name;
    ledger_row known;
    bool verify;
    bool retry_rejected;
    next_step expected;
};

constexpr wall_time in_this_run = run_began + 1s;

const decision_case decisions[]{
    {"pending", row_in(row_state::pending), false, false, next_step::send},
    {"pending, verify", row_in(row_state::pending), true, false, next_step::send},
    {"deleted", row_in(row_state::deleted), false, false, next_step::send},
    {"sent", row_in(row_state::sent), false, false, next_step::send},
    {"sent, verify", row_in(row_state::sent), true, false, next_step::ask_first},
    {"applied", row_in(row_state::applied), false, false, next_step::keep},
    {"applied, every option", row_in(row_state::applied), true, true, next_step::keep},
    {"rejected", row_in(row_state::rejected), false, false, next_step::keep},
    {"rejected for the token's sake", row_in(row_state::rejected, true), false, false, next_step::send},
    {"rejected for the token's sake in this run", row_in(row_state::rejected, true, in_this_run), false,
     false, next_step::keep},
    {"rejected, verify", row_in(row_state::rejected), true, false, next_step::keep},
    {"rejected, retry", row_in(row_state::rejected), false, true, next_step::send},
    {"rejected in this run, retry", row_in(row_state::rejected, false, in_this_run), false, true,
     next_step::keep},
    {"failed for a while", row_in(row_state::failed, true), false, false, next_step::send},
    {"failed for a while, in this run", row_in(row_state::failed, true, in_this_run), false, false,
     next_step::keep},
    {"failed for good", row_in(row_state::failed), false, false, next_step::keep},
    {"failed for good, retry", row_in(row_state::failed), false, true, next_step::send},
    {"unknown", row_in(row_state::unknown), false, false, next_step::send},
    {"unknown, verify", row_in(row_state::unknown), true, false, next_step::ask_first},
    {"unknown in this run", row_in(row_state::unknown, true, in_this_run), false, false, next_step::keep},
};

row_result result_with(row_outcome outcome, effect what)
{
    row_result result;
    result.outcome = outcome;
    result.effect = what;
    result.attempts = 3;
    result.status = 503;
    result.error = "try again";
    result.retries = {{"status 503", 2}};
    result.elapsed = 250ms;
    return result;
}

BOOST_AUTO_TEST_SUITE(ledger_decisions)

BOOST_AUTO_TEST_CASE(row_without_record_is_sent)
{
    BOOST_TEST(decide(nullptr, claim_of(same), rules_of(true, true)) == next_step::send);
}

BOOST_AUTO_TEST_CASE(recorded_row_gets_what_its_state_calls_for)
{
    for (const decision_case& each : decisions) {
        BOOST_TEST_CONTEXT(each.name)
        {
            BOOST_TEST(decide(&each.known, claim_of(same), rules_of(each.verify, each.retry_rejected)) ==
                       each.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(changed_row_is_sent_whatever_became_of_the_old_one)
{
    for (const row_state state : all_row_states) {
        BOOST_TEST_CONTEXT(to_string(state))
        {
            const ledger_row known = row_in(state);
            BOOST_TEST(decide(&known, claim_of(other), rules_of(true, false)) == next_step::send);
        }
    }
}

BOOST_AUTO_TEST_CASE(sent_row_that_never_left_returns_to_where_it_was)
{
    struct
    {
        std::string_view name;
        row_state before;
        row_digest digest;
        row_state after;
    } const cases[]{
        {"pending", row_state::pending, same, row_state::pending},
        {"failed", row_state::failed, same, row_state::failed},
        {"unknown", row_state::unknown, same, row_state::unknown},
        {"rejected", row_state::rejected, same, row_state::rejected},
        // It is unknown whether an earlier run sent it, and this one did not find out.
        {"sent", row_state::sent, same, row_state::unknown},
        // The service has the old data. The new data is still to be sent.
        {"applied, then changed", row_state::applied, other, row_state::pending},
        {"sent, then changed", row_state::sent, other, row_state::pending},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const ledger_row known = row_in(each.before);
            const ledger_row sent = mark_sent(&known, ledger_claim(known.key, each.digest, 7), in_this_run);
            BOOST_TEST(sent.state == row_state::sent);
            BOOST_TEST((sent.digest == each.digest));
            BOOST_TEST((sent.sent_at == in_this_run));
            BOOST_TEST(mark_outcome(sent, ledger_outcome(known.key), in_this_run).state == each.after);
        }
    }
}

BOOST_AUTO_TEST_CASE(outcome_decides_the_state)
{
    struct
    {
        row_outcome outcome;
        effect what;
        row_state expected;
    } const cases[]{
        {row_outcome::applied, effect::applied, row_state::applied},
        {row_outcome::rejected, effect::rejected, row_state::rejected},
        {row_outcome::failed, effect::none, row_state::failed},
        {row_outcome::failed, effect::rejected, row_state::failed},
        {row_outcome::failed, effect::unknown, row_state::unknown},
    };

    for (const auto& each : cases) {
        ledger_row sent = row_in(row_state::sent);
        sent.attempts = 2;
        sent.retries = {{"status 503", 1}, {"connection_lost", 1}};
        const ledger_row row =
            mark_outcome(sent, ledger_outcome(sent.key, result_with(each.outcome, each.what)), in_this_run);
        BOOST_TEST(row.state == each.expected);
        BOOST_TEST(row.attempts == 5U);
        BOOST_TEST(row.error == "try again");
        BOOST_TEST((row.settled_at == in_this_run));
        BOOST_TEST((row.retries == retry_counts{{"connection_lost", 1}, {"status 503", 3}}));
    }
}

BOOST_AUTO_TEST_CASE(kept_row_is_reported_as_it_was_recorded)
{
    ledger_row row = row_in(row_state::unknown, true);
    row.effect = effect::unknown;
    row.status = 503;
    row.error = "try again";
    const row_result result = result_of(row, 9, "A@b.cd");
    BOOST_TEST(result.line == 9U);
    BOOST_TEST(result.email == "A@b.cd");
    BOOST_TEST(result.outcome_name() == "unknown");
    BOOST_TEST(result.error == "try again");
    BOOST_TEST(result.attempts == 0U);
    BOOST_TEST(result.from_ledger);
    BOOST_TEST(result_of(row_in(row_state::applied), 2, "").outcome_name() == "registered");
    BOOST_TEST(result_of(row_in(row_state::rejected), 2, "").outcome_name() == "refused");
}

run_identity identity(std::string input, std::string first_email, std::string base_url = "https://a/v1")
{
    run_identity made;
    made.input = std::move(input);
    made.first_email = std::move(first_email);
    made.base_url = std::move(base_url);
    return made;
}

BOOST_AUTO_TEST_CASE(ledger_belongs_to_one_input_and_one_service)
{
    const run_identity recorded = identity("/x/in.csv", "a@b.cd");
    BOOST_TEST(!difference(recorded, recorded));
    BOOST_TEST(!difference(recorded, identity("/x/in.csv", "a@b.cd", "https://a/v1/")));
    BOOST_TEST(!difference(recorded, identity("/x/in.csv", "first-row@was.edited")));
    BOOST_TEST(!difference(recorded, identity("/moved/in.csv", "a@b.cd")));
    BOOST_TEST(!difference(identity("-", ""), identity("-", "")));

    BOOST_TEST(difference(recorded, identity("/y/in.csv", "z@b.cd")).value().find("/x/in.csv") !=
               std::string::npos);
    BOOST_TEST(difference(recorded, identity("/x/other.csv", "a@b.cd")).has_value());
    BOOST_TEST(difference(recorded, identity("-", "")).value().find("standard input") != std::string::npos);
    BOOST_TEST(
        difference(recorded, identity("/x/in.csv", "a@b.cd", "https://b/v1")).value().find("https://a/v1") !=
        std::string::npos);
}

BOOST_AUTO_TEST_CASE(retry_counts_survive_being_written)
{
    const retry_counts counts{{"connection_lost", 1}, {"status 503", 12}};
    BOOST_TEST(to_text(counts) == R"({"connection_lost":1,"status 503":12})");
    BOOST_TEST((parse_retry_counts(to_text(counts)) == counts));
    BOOST_TEST(to_text({}) == "");
    BOOST_TEST((parse_retry_counts("") == retry_counts()));
    for (const std::string_view broken : {"{", "[]", "1", R"({"a":-1})", R"({"a":"b"})", R"({"a":1.5})"})
        BOOST_TEST(!parse_retry_counts(broken), broken);
}

BOOST_AUTO_TEST_CASE(registered_row_that_the_service_does_not_hold_is_sent)
{
    const ledger_row applied = row_in(row_state::applied);
    BOOST_TEST(decide(&applied, claim_of(same), rules_of(false, false)) == next_step::keep);
    BOOST_TEST(decide(&applied, claim_of(same, true), rules_of(false, false)) == next_step::send);
    // Another worker registered it after the service was asked.
    const ledger_row just_applied = row_in(row_state::applied, false, in_this_run);
    BOOST_TEST(decide(&just_applied, claim_of(same, true), rules_of(false, false)) == next_step::keep);
    const ledger_row refused = row_in(row_state::rejected);
    BOOST_TEST(decide(&refused, claim_of(same, true), rules_of(false, false)) == next_step::keep);
}

BOOST_AUTO_TEST_CASE(deletion_is_recorded_and_taken_back)
{
    const ledger_row applied = row_in(row_state::applied);
    const ledger_row deleted = mark_deleted(applied);
    BOOST_TEST(deleted.state == row_state::deleted);
    BOOST_TEST((mark_kept(deleted).state == row_state::applied));
    BOOST_TEST((mark_kept(mark_deleted(deleted)).state == row_state::applied));
    BOOST_TEST((mark_kept(applied) == applied));
}

BOOST_AUTO_TEST_CASE(row_is_sent_at_a_time_of_the_service_where_that_is_known)
{
    const wall_time here{std::chrono::hours(10)};
    const wall_time there{std::chrono::hours(4)};
    ledger_claim claim = claim_of(row_digest{1});
    BOOST_TEST((mark_sent(nullptr, claim, here).sent_at == here));
    claim.service_time = there;
    const ledger_row sent = mark_sent(nullptr, claim, here);
    BOOST_TEST((sent.sent_at == there));
    // Only the ledger's clock measures how long the run takes.
    BOOST_TEST((sent.first_sent_at == here));
}

BOOST_AUTO_TEST_CASE(row_that_must_not_be_sent_twice_is_kept_where_it_may_have_been)
{
    const struct
    {
        row_state state;
        next_step expected;
        next_step when_asked_for;
    } cases[] = {
        {row_state::pending, next_step::send, next_step::send},
        {row_state::sent, next_step::keep, next_step::send},
        {row_state::unknown, next_step::keep, next_step::send},
        {row_state::applied, next_step::keep, next_step::keep},
        {row_state::rejected, next_step::keep, next_step::send},
    };

    for (const auto& each : cases)
        BOOST_TEST_CONTEXT(to_string(each.state))
        {
            resume_rules rules = rules_of(false, false);
            rules.may_repeat = false;
            const ledger_row known = row_in(each.state);
            BOOST_TEST(decide(&known, claim_of(same), rules) == each.expected);
            // With other data it is another account, or another login.
            BOOST_TEST(decide(&known, claim_of(other), rules) == next_step::send);
            rules.retry_rejected = true;
            BOOST_TEST(decide(&known, claim_of(same), rules) == each.when_asked_for);
        }
}

BOOST_AUTO_TEST_CASE(row_that_was_sent_without_an_outcome_is_reported_as_perhaps_registered)
{
    ledger_row failed_before = row_in(row_state::failed, true);
    failed_before.error = "connection refused";
    const ledger_row known[]{row_in(row_state::pending), failed_before};

    for (const ledger_row& each : known)
        BOOST_TEST_CONTEXT(to_string(each.state))
        {
            const ledger_row sent = mark_sent(&each, claim_of(same), in_this_run);
            // The next run takes it up, and is stopped before it sends it.
            const ledger_row given_back = mark_outcome(mark_sent(&sent, claim_of(same), in_this_run),
                                                       ledger_outcome(sent.key), in_this_run);
            for (const ledger_row& kept : {sent, given_back}) {
                const row_result told = result_of(kept, 7, "a@b.cd");
                BOOST_TEST(told.outcome_name() == "unknown");
                BOOST_TEST(told.error.find("may be registered already") != std::string::npos, told.error);
            }
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
