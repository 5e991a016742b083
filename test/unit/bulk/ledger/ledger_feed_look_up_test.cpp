#include "unit/bulk/ledger/ledger_world.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <set>
#include <string>

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::testing;

/** A ledger in which the first rows are settled, and then every second row. */
std::shared_ptr<scripted_store::shared_state> ledger_with(std::size_t settled, std::size_t mixed)
{
    auto made = std::make_shared<scripted_store::shared_state>();
    for (std::size_t i = 0; i < settled + mixed; i += i < settled ? 1 : 2) {
        ledger_row row =
            mark_sent(nullptr, ledger_claim({"", email_of(i)}, row_digest{1}, i + 1), wall_time());
        row.state = row_state::applied;
        row.effect = effect::applied;
        made->rows.emplace(row.key, row);
    }
    return made;
}

std::size_t sent_rows(scripted_store::shared_state& store)
{
    const std::lock_guard lock(store.mutex);
    std::size_t sent = 0;
    for (const auto& [key, row] : store.rows)
        sent += row.state == row_state::sent;
    return sent;
}

BOOST_AUTO_TEST_SUITE(ledger_looks)

// Each question may be a round trip to a database tens of milliseconds away.
BOOST_AUTO_TEST_CASE(settled_rows_are_looked_up_many_at_a_time)
{
    ledger_world w;
    w.store = ledger_with(5'000, 0);
    w.begin(5'010);
    w.succeed_until_finished();
    BOOST_TEST(w.summary.from_ledger == 5'000U);
    BOOST_TEST(w.world->calls.size() == 10U);
    BOOST_TEST(w.results.size() == 5'010U);
    BOOST_TEST(w.store->commits <= 30U);
}

BOOST_AUTO_TEST_CASE(row_that_was_looked_up_is_recorded_as_sent_only_when_it_goes)
{
    ledger_world w;
    w.store = ledger_with(100, 1'000);
    w.begin(1'200);
    while (!w.finished) {
        const std::size_t sent = sent_rows(*w.store);
        BOOST_TEST_REQUIRE(sent <= w.world->running.size() + 2 * w.feed->batch(), sent << " rows are sent");
        if (!w.world->running.empty())
            w.succeed(std::stoul(w.world->running.begin()->first.substr(1)));
        else
            BOOST_TEST_REQUIRE(w.context.run_one() == 1U);
    }
    BOOST_TEST(w.summary.applied == 1'200U);
    BOOST_TEST(w.summary.from_ledger == 600U);
    BOOST_TEST(w.world->calls.size() == 600U);
}

BOOST_AUTO_TEST_CASE(rows_that_others_have_are_looked_up_again)
{
    ledger_world w;
    w.store = ledger_with(50, 0);
    w.store->is_shared = true;
    std::set<std::size_t> held{10, 60, 200, 640};
    for (const std::size_t each : held)
        w.store->held_for[row_key("", email_of(each))] = 2;
    w.store->settled_elsewhere.insert(row_key("", email_of(200)));
    w.begin(700);
    w.succeed_until_finished();
    BOOST_TEST(w.summary.applied == 700U);
    BOOST_TEST(w.summary.from_ledger == 51U);
    BOOST_TEST(w.world->calls.size() == 649U);
}

BOOST_AUTO_TEST_CASE(run_that_is_stopped_reports_rows_that_were_looked_up_once)
{
    ledger_world w;
    w.store = ledger_with(100, 400);
    w.begin(600);
    w.wait_for_calls(4);
    w.context.poll();
    w.run->stop(stop_reason::interrupted);
    w.succeed_until_finished();
    BOOST_TEST(w.results.size() == 600U);
    std::set<std::string> emails;
    for (const row_result& each : w.results)
        emails.insert(each.email);
    BOOST_TEST(emails.size() == 600U);
    BOOST_TEST(sent_rows(*w.store) == 0U);
}

BOOST_AUTO_TEST_CASE(profile_whose_token_is_refused_leaves_no_row_that_was_looked_up_unreported)
{
    ledger_world w;
    w.store = ledger_with(100, 400);
    w.begin(600);
    w.wait_for_calls(4);
    w.end(std::stoul(w.world->running.begin()->first.substr(1)), error(errc::token_refused));
    w.succeed_until_finished();
    std::set<std::string> emails;
    for (const row_result& each : w.results)
        emails.insert(each.email);
    BOOST_TEST(emails.size() == 600U);
    BOOST_TEST(w.results.size() == 600U);
    BOOST_TEST(sent_rows(*w.store) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
