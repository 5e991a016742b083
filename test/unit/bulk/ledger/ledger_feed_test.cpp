#include "unit/bulk/ledger/ledger_world.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::testing;

BOOST_AUTO_TEST_SUITE(ledger_feeds)

BOOST_AUTO_TEST_CASE(row_is_recorded_as_sent_before_its_call_begins)
{
    ledger_world w;
    w.begin(10);
    BOOST_TEST(w.world->running.empty());
    while (!w.finished) {
        for (const auto& [email, done] : w.world->running)
            BOOST_TEST((w.store->state(std::stoul(email.substr(1))) == row_state::sent));
        if (!w.world->running.empty())
            w.succeed(std::stoul(w.world->running.begin()->first.substr(1)));
        else
            BOOST_TEST_REQUIRE(w.context.run_one() == 1U);
    }
    BOOST_TEST(w.summary.applied == 10U);
    for (std::size_t i = 0; i < 10; ++i)
        BOOST_TEST((w.store->state(i) == row_state::applied));
}

// A run that is killed leaves these rows recorded as sent.
BOOST_AUTO_TEST_CASE(rows_recorded_as_sent_are_those_of_calls_and_a_batch)
{
    ledger_world w;
    w.profile_of_rows = "eu";
    w.options.add_profile(profile("eu").max_logins(2)).add_profile(profile("us"));
    w.begin(300, 4);
    w.wait_for_calls(2);
    for (std::size_t ended = 0; ended < 30; ++ended) {
        w.wait_for_calls(2);
        w.context.poll();
        std::size_t sent = 0;
        for (std::size_t i = 0; i < w.store->count(); ++i)
            sent += w.store->state(i, "eu") == row_state::sent;
        BOOST_TEST(sent <= w.world->running.size() + 4, sent << " rows are recorded as sent");
        w.succeed(ended);
    }
    w.succeed_until_finished();
    BOOST_TEST(w.summary.applied == 300U);
}

// Workers would take the rows of a slow profile from each other, and a run that is killed would leave them as
// sent.
BOOST_AUTO_TEST_CASE(no_more_rows_of_a_profile_are_recorded_as_sent_than_are_in_demand)
{
    boost::asio::io_context context{1};
    const auto source = std::make_shared<scripted_feed::shared_state>();
    for (std::size_t i = 0; i < 20; ++i) {
        input_row made = scenario::row(i);
        made.profile = i < 10 ? "eu" : "us";
        source->items.push_back(std::move(made));
    }
    const auto store = std::make_shared<scripted_store::shared_state>();
    const auto feed = std::make_shared<ledger_feed>(
        context, std::make_unique<lane_feed>(context, std::make_unique<scripted_feed>(source), 2),
        std::make_unique<ledger_writer>(
            context, std::make_unique<scripted_store>(store), [](const std::string&) {},
            [](const std::string&) {}),
        [](const input_row&) { return row_digest{1}; }, 16);
    const row_feed::demand wanted = [](const std::string& profile) { return profile == "eu" ? 3U : 1U; };
    bool is_answered = false;
    BOOST_TEST(std::holds_alternative<row_source::nothing_yet>(feed->next(wanted)));
    feed->async_wait([&is_answered] { is_answered = true; });
    while (!is_answered)
        BOOST_TEST_REQUIRE(context.run_one() == 1U);
    std::map<std::string, std::size_t> recorded;
    {
        const std::lock_guard lock(store->mutex);
        for (const auto& [key, row] : store->rows)
            ++recorded[key.profile];
    }
    BOOST_TEST(recorded["eu"] == 3U);
    BOOST_TEST(recorded["us"] == 1U);
    std::size_t given = 0;
    while (std::holds_alternative<input_row>(feed->next([](const std::string&) { return 0U; })))
        ++given;
    BOOST_TEST(given == 4U);
}

BOOST_AUTO_TEST_CASE(run_that_finished_has_its_last_outcome_in_the_ledger)
{
    ledger_world w;
    w.begin(1);
    w.wait_for_calls(1);
    w.succeed(0);
    BOOST_TEST(!w.finished);
    w.succeed_until_finished();
    BOOST_TEST((w.store->state(0) == row_state::applied));
    w.context.run(); // and nothing keeps the context busy
}

BOOST_AUTO_TEST_CASE(rows_that_are_settled_are_reported_and_not_sent)
{
    ledger_world first;
    first.begin(6);
    first.succeed_until_finished();

    ledger_world second;
    second.store = first.store;
    second.begin(8);
    second.succeed_until_finished();
    BOOST_TEST(second.world->calls.size() == 2U);
    BOOST_TEST(second.summary.applied == 8U);
    BOOST_TEST(second.summary.from_ledger == 6U);
    BOOST_TEST(second.results.size() == 8U);
    BOOST_TEST(second.summary.exit_code() == 0);
}

// Whoever reads the results would take such a row for one that the service does not have.
BOOST_AUTO_TEST_CASE(row_of_an_earlier_run_without_outcome_is_unknown_if_this_run_reaches_no_service)
{
    ledger_world killed;
    killed.begin(1);
    killed.wait_for_calls(1);

    ledger_world second;
    second.store = killed.store;
    second.options.row_retries(0);
    second.begin(2);
    second.wait_for_calls(2);
    second.end(0, error(errc::client_closed, effect::none));
    second.end(1, error(errc::client_closed, effect::none));
    second.succeed_until_finished();
    BOOST_TEST_REQUIRE(second.results.size() == 2U);
    BOOST_TEST((second.results[0].effect == effect::unknown));
    BOOST_TEST((second.results[1].effect == effect::none));
    BOOST_TEST((second.store->state(0) == row_state::unknown));
    BOOST_TEST((second.store->state(1) == row_state::failed));
}

BOOST_AUTO_TEST_CASE(stopped_run_records_what_was_admitted_and_not_sent)
{
    ledger_world w;
    w.begin(30, 8);
    w.wait_for_calls(4);
    w.run->stop(stop_reason::interrupted);
    w.succeed_until_finished();
    BOOST_TEST(w.summary.skipped == 26U);
    BOOST_TEST(w.results.size() == 30U);
    for (const auto& [key, row] : w.store->rows)
        BOOST_TEST(
            (row.state == (w.world->calls.contains(key.email) ? row_state::applied : row_state::pending)),
            key.email);
}

BOOST_AUTO_TEST_CASE(ledger_that_cannot_be_written_ends_the_run_with_nothing_sent_unrecorded)
{
    ledger_world w;
    w.store->fails_from = 2;
    w.begin(30);
    w.succeed_until_finished();
    BOOST_TEST((w.summary.stopped == stop_reason::ledger_failed));
    BOOST_TEST(w.summary.stop_detail == "ledger x: the disk is full");
    BOOST_TEST(w.results.size() == 30U);
    for (const auto& [email, times] : w.world->calls)
        BOOST_TEST((w.store->state(std::stoul(email.substr(1))) == row_state::sent));
}

BOOST_AUTO_TEST_CASE(ledger_that_can_never_be_written_has_nothing_sent)
{
    ledger_world w;
    w.store->fails_from = 1;
    w.begin(30);
    w.succeed_until_finished();
    BOOST_TEST(w.world->calls.empty());
    BOOST_TEST(w.summary.exit_code() == 2);
}

BOOST_AUTO_TEST_CASE(rows_of_another_worker_are_looked_at_again)
{
    ledger_world w;
    w.store->is_shared = true;
    w.store->held_for[row_key("", email_of(1))] = 2;
    w.store->held_for[row_key("", email_of(7))] = 1;
    w.begin(10);
    w.succeed_until_finished();
    BOOST_TEST(w.summary.applied == 10U);
    BOOST_TEST(w.results.size() == 10U);
    for (std::size_t i = 0; i < 10; ++i)
        BOOST_TEST(w.world->calls[email_of(i)] == 1U);
}

BOOST_AUTO_TEST_CASE(run_goes_on_once_a_lost_ledger_answers_again)
{
    ledger_world w;
    w.store->is_lost_for = 2;
    w.begin(10);
    w.succeed_until_finished();
    BOOST_TEST(w.summary.applied == 10U);
    BOOST_TEST(w.summary.exit_code() == 0);
    BOOST_TEST(w.failure.empty(), w.failure);
    for (std::size_t i = 0; i < 10; ++i)
        BOOST_TEST((w.store->state(i) == row_state::applied));
    BOOST_TEST_REQUIRE(w.notices.size() == 2U);
    BOOST_TEST(w.notices[0] == "ledger x: lost its connection; it is asked again for up to 120 s");
    BOOST_TEST(w.notices[1].starts_with("the ledger answers again, after 0."), w.notices[1]);
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_while_the_ledger_is_lost)
{
    ledger_world w;
    w.store->is_lost_for = ~0U;
    w.begin(30);
    w.wait_for_calls(4);
    while (w.notices.empty() || !w.world->running.empty()) {
        while (!w.world->running.empty())
            w.succeed(std::stoul(w.world->running.begin()->first.substr(1)));
        BOOST_TEST_REQUIRE(w.context.run_one() == 1U);
    }
    for (const auto& [email, times] : w.world->calls)
        BOOST_TEST((w.store->state(std::stoul(email.substr(1))) == row_state::sent), email);
    BOOST_TEST(w.world->calls.size() < 10U);
    w.store->is_lost_for = 0;
    w.succeed_until_finished();
    BOOST_TEST(w.summary.applied == 30U);
}

BOOST_AUTO_TEST_CASE(row_that_waits_for_another_call_is_left_to_the_worker_that_took_it_over)
{
    ledger_world w;
    w.store->is_shared = true;
    w.begin(1);
    w.wait_for_calls(1);
    w.end(0, lost);
    w.sleep_beyond_lease({0}, true);
    w.ring();
    BOOST_TEST(w.world->running.empty());
    w.succeed_until_finished();
    BOOST_TEST(w.world->calls[email_of(0)] == 1U);
    BOOST_TEST(w.results.size() == 1U);
    BOOST_TEST(w.summary.applied == 1U);
    BOOST_TEST(w.summary.from_ledger == 1U);
    BOOST_TEST(w.summary.exit_code() == 0);
}

BOOST_AUTO_TEST_CASE(row_that_comes_back_from_another_worker_is_sent)
{
    ledger_world w;
    w.store->is_shared = true;
    w.begin(1);
    w.wait_for_calls(1);
    w.end(0, lost);
    w.sleep_beyond_lease({0}, false);
    w.ring();
    BOOST_TEST(w.world->running.empty());
    w.succeed_until_finished();
    BOOST_TEST(w.world->calls[email_of(0)] == 2U);
    BOOST_TEST(w.results.size() == 1U);
    BOOST_TEST((w.store->state(0) == row_state::applied));
}

BOOST_AUTO_TEST_CASE(row_that_was_sent_and_lost_is_no_unsent_one_where_the_run_is_stopped)
{
    ledger_world w;
    w.store->is_shared = true;
    w.begin(1);
    w.wait_for_calls(1);
    w.end(0, lost);
    w.sleep_beyond_lease({}, false);
    w.ring();
    w.run->stop(stop_reason::interrupted);
    w.succeed_until_finished();
    BOOST_TEST_REQUIRE(w.results.size() == 1U);
    BOOST_TEST((w.results.front().outcome == row_outcome::failed));
    BOOST_TEST((w.results.front().effect == effect::unknown));
    BOOST_TEST((w.store->state(0) == row_state::unknown));
}

BOOST_AUTO_TEST_CASE(rows_admitted_ahead_of_their_turn_are_claimed_anew_once_the_lease_is_over)
{
    ledger_world w;
    w.store->is_shared = true;
    w.profile_of_rows = "eu";
    w.options.add_profile(profile("eu").max_logins(2)).add_profile(profile("us"));
    w.begin(10);
    w.wait_for_calls(2);
    while (w.store->count() < 3)
        BOOST_TEST_REQUIRE(w.context.run_one() == 1U);
    w.sleep_beyond_lease({2, 8}, true);
    w.succeed_until_finished();
    BOOST_TEST(w.results.size() == 10U);
    BOOST_TEST(w.summary.applied == 10U);
    BOOST_TEST(w.summary.from_ledger == 2U);
    BOOST_TEST(w.world->peak == 2U);
    for (std::size_t i = 0; i < 10; ++i)
        BOOST_TEST(w.world->calls[email_of(i)] == (i == 2 || i == 8 ? 0U : 1U), "row " << i);
}

BOOST_AUTO_TEST_CASE(worker_begins_at_a_place_of_its_own_and_comes_to_the_rest_later)
{
    ledger_world w;
    w.store->is_shared = true;
    w.first_number = 6;
    w.begin(10);
    w.wait_for_calls(4);
    for (std::size_t i = 6; i < 10; ++i)
        BOOST_TEST(w.world->running.contains(email_of(i)), "row " << i);
    w.succeed_until_finished();
    BOOST_TEST(w.summary.applied == 10U);
    BOOST_TEST(w.summary.exit_code() == 0);
    for (std::size_t i = 0; i < 10; ++i)
        BOOST_TEST(w.world->calls[email_of(i)] == 1U, "row " << i);
}

BOOST_AUTO_TEST_CASE(run_that_is_stopped_in_its_first_pass_reports_every_row_once)
{
    ledger_world w;
    w.store->is_shared = true;
    w.first_number = 6;
    w.begin(20);
    w.wait_for_calls(4);
    w.run->stop(stop_reason::interrupted);
    w.succeed_until_finished();
    std::set<std::string> emails;
    for (const row_result& each : w.results)
        emails.insert(each.email);
    BOOST_TEST(w.results.size() == 20U);
    BOOST_TEST(emails.size() == 20U);
}

BOOST_AUTO_TEST_CASE(rows_are_recorded_as_sent_by_the_clock_of_their_service)
{
    const wall_time there{std::chrono::hours(4)};
    ledger_world w;
    w.begin(8, 1);
    w.feed->use_service_clock([&](const std::string&) { return std::optional(there); });
    w.succeed_until_finished();
    const std::lock_guard lock(w.store->mutex);
    std::size_t by_the_service = 0;
    for (const auto& [key, row] : w.store->rows)
        by_the_service += row.sent_at == there ? 1U : 0U;
    BOOST_TEST(by_the_service != 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
