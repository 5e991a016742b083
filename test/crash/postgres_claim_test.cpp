#include "bulk/ledger/ledger_reading.hpp"
#include "bulk/ledger/ledger_store.hpp"
#include "crash/postgres_server.hpp"

#include <useapi/error.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::crash;

const row_key some_key("", "a@example.com");

std::unique_ptr<ledger_store> ledger_for(const std::string& url, bool may_repeat)
{
    ledger_purpose purpose;
    purpose.identity.input = "-";
    purpose.identity.base_url = "https://x";
    purpose.rules.may_repeat = may_repeat;
    return open_ledger(url, purpose);
}

std::unique_ptr<ledger_store> ledger_for_a_service_that_must_not_be_repeated(const std::string& url)
{
    return ledger_for(url, false);
}

ledger_claim some_claim()
{
    return ledger_claim(some_key, row_digest{1}, 2);
}

BOOST_AUTO_TEST_SUITE(claims_in_postgresql, *boost::unit_test::precondition(postgres_is_there))

// The writer repeats a commit whose answer it never got. The row was recorded as sent, and was not sent.
BOOST_AUTO_TEST_CASE(claim_that_is_repeated_is_admitted_again)
{
    const postgres_server database;
    const auto ledger = ledger_for_a_service_that_must_not_be_repeated(database.make_database("run"));
    for (int i = 0; i < 2; ++i) {
        const auto admissions = ledger->commit({}, {some_claim()});
        BOOST_TEST_REQUIRE(admissions.size() == 1U);
        BOOST_TEST((admissions.front().step == next_step::send), "commit " << i);
    }
}

BOOST_AUTO_TEST_CASE(claim_of_a_row_that_was_begun_is_not_admitted_again)
{
    const postgres_server database;
    const auto ledger = ledger_for_a_service_that_must_not_be_repeated(database.make_database("run"));
    ledger->commit({}, {some_claim()});
    ledger_claim begun = some_claim();
    begun.was_begun = true;
    BOOST_TEST((ledger->commit({}, {begun}).front().step == next_step::keep));
}

BOOST_AUTO_TEST_CASE(row_that_another_worker_left_as_sent_is_not_admitted)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    ledger_for_a_service_that_must_not_be_repeated(url)->commit({}, {some_claim()});
    const auto ledger = ledger_for_a_service_that_must_not_be_repeated(url);
    BOOST_TEST((ledger->commit({}, {some_claim()}).front().step == next_step::keep));
}

// By the database's clock the lease is over, and by the worker's it is not.
BOOST_AUTO_TEST_CASE(lease_that_the_database_ended_is_told_of)
{
    const postgres_server database;
    const auto ledger = ledger_for_a_service_that_must_not_be_repeated(database.make_database("run"));
    ledger->commit({}, {some_claim()});
    BOOST_TEST(ledger->lost_leases() == 0U);
    database.ask("run", "UPDATE useapi_worker SET lease_until = clock_timestamp() - interval '1 s'");
    ledger->commit({}, {});
    BOOST_TEST(ledger->lost_leases() == 1U);
    ledger->commit({}, {});
    BOOST_TEST(ledger->lost_leases() == 1U);
}

// Otherwise rows are recorded in the ledger of another import.
BOOST_AUTO_TEST_CASE(ledger_that_was_replaced_while_it_could_not_be_looked_at_is_refused)
{
    const postgres_server database;
    const auto ledger = ledger_for(database.make_database("run"), true);
    database.ask("run", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'useapi'");
    BOOST_CHECK_THROW(ledger->commit({}, {some_claim()}), ledger_not_ready);

    database.ask("run", "CREATE FUNCTION locked() RETURNS boolean LANGUAGE plpgsql AS "
                        "$$ BEGIN RAISE lock_not_available; END $$");
    database.ask("run", "CREATE POLICY locked ON useapi_run USING (locked())");
    database.ask("run", "ALTER TABLE useapi_run ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");
    BOOST_CHECK_THROW(ledger->commit({}, {some_claim()}), ledger_out_of_reach);

    database.ask("run", "ALTER TABLE useapi_run DISABLE ROW LEVEL SECURITY");
    database.ask("run", "UPDATE useapi_run SET value = '1' WHERE name = 'salt'");
    BOOST_CHECK_EXCEPTION(ledger->commit({}, {some_claim()}), exception, [](const exception& refused) {
        return refused.reason().detail().find("was replaced since this import began") != std::string::npos;
    });
}

/** A database whose role "slow" waits, as it reads a row that no worker has, until the gate is open. */
class gated_database
{
public:
    gated_database()
    {
        ledger_for(url(), true)->commit({}, {some_claim()});
        server_.ask("run", "UPDATE useapi_account SET worker = NULL");
        server_.ask("run", "CREATE TABLE gate (is_closed boolean)");
        server_.ask("run", "CREATE FUNCTION pass(worker text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN "
                           "WHILE worker IS NULL AND EXISTS (SELECT FROM gate) LOOP PERFORM pg_sleep(0.01); "
                           "END LOOP; RETURN true; END $$");
        server_.ask("run", "ALTER TABLE useapi_account ENABLE ROW LEVEL SECURITY");
        server_.ask("run", "CREATE POLICY reads ON useapi_account FOR SELECT USING (pass(worker))");
        server_.ask("run", "CREATE POLICY adds ON useapi_account FOR INSERT WITH CHECK (true)");
        server_.ask("run", "CREATE POLICY changes ON useapi_account FOR UPDATE USING (true)");
        server_.ask("run", "CREATE ROLE slow LOGIN");
        server_.ask("run", "GRANT ALL ON ALL TABLES IN SCHEMA public TO slow");
    }

    const std::string& url() const noexcept { return url_; }

    std::string url_of_slow_role() const { return server_.url_of("slow", "run"); }

    void wait_until_the_slow_role_waits() const
    {
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (server_.ask("run", "SELECT count(*) FROM pg_stat_activity WHERE usename = 'slow' AND "
                                  "wait_event = 'PgSleep'") != "1\n")
            BOOST_TEST_REQUIRE((std::chrono::steady_clock::now() < limit));
    }

    void close() const { server_.ask("run", "INSERT INTO gate VALUES (true)"); }

    void open() const { server_.ask("run", "DELETE FROM gate"); }

private:
    const postgres_server server_;
    const std::string url_ = server_.make_database("run");
};

// Otherwise two workers log in to one account at the same time.
BOOST_AUTO_TEST_CASE(row_that_a_worker_took_which_entered_during_a_claim_is_not_admitted)
{
    const gated_database database;
    const auto slow = ledger_for(database.url_of_slow_role(), true);
    database.close();
    auto late = std::async(std::launch::async, [&] { return slow->commit({}, {some_claim()}); });
    database.wait_until_the_slow_role_waits();
    const auto other = ledger_for(database.url(), true);
    const auto admitted = other->commit({}, {some_claim()});
    database.open();
    BOOST_TEST((admitted.front().step == next_step::send));
    BOOST_TEST((late.get().front().step == next_step::wait));
    // Its owner still has it, and can settle it.
    BOOST_TEST((slow->commit({}, {some_claim()}).front().step == next_step::wait));
}

BOOST_AUTO_TEST_CASE(outcome_of_a_row_is_recorded)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    const auto ledger = ledger_for_a_service_that_must_not_be_repeated(url);
    ledger->commit({}, {some_claim()});
    row_result applied;
    applied.outcome = row_outcome::applied;
    applied.effect = effect::applied;
    ledger->commit({ledger_outcome(some_key, applied)}, {});
    std::vector<row_state> states;
    read_ledger(url)->for_each([&states](const ledger_row& row) { states.push_back(row.state); });
    BOOST_TEST_REQUIRE(states.size() == 1U);
    BOOST_TEST((states.front() == row_state::applied));
}

// A user could not go on after the input was moved, and would see no share of the rows that are done.
BOOST_AUTO_TEST_CASE(ledger_goes_with_a_moved_input_and_tells_of_its_rows)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    ledger_purpose purpose;
    purpose.identity.input = "/x/in.csv";
    purpose.identity.first_email = "a@example.com";
    purpose.identity.base_url = "https://x";
    purpose.rows = 40;
    open_ledger(url, purpose);
    BOOST_TEST(read_ledger(url)->run().rows == 40U);
    BOOST_TEST(read_ledger(url)->run().input == "/x/in.csv");
    purpose.identity.input = "/y/in.csv";
    BOOST_CHECK_NO_THROW(open_ledger(url, purpose));
    purpose.identity.first_email = "z@example.com";
    BOOST_CHECK_THROW(open_ledger(url, purpose), exception);
}

// Workers that begin at the same rows wait for each other.
BOOST_AUTO_TEST_CASE(workers_begin_far_from_each_other)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    std::vector<std::unique_ptr<ledger_store>> workers;
    for (const double place : {0.0, 0.5, 0.25, 0.75, 0.125}) {
        workers.push_back(ledger_for_a_service_that_must_not_be_repeated(url));
        BOOST_TEST(workers.back()->first_place() == place);
    }
    workers.clear();
    BOOST_TEST(ledger_for_a_service_that_must_not_be_repeated(url)->first_place() == 0.0);
}

BOOST_AUTO_TEST_CASE(worker_with_another_file_is_told_how_long_the_others_keep_their_rows)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    const auto open_for_rows = [&url](std::uint8_t rows) {
        ledger_purpose purpose;
        purpose.identity.input = "-";
        purpose.identity.base_url = "https://x";
        purpose.fingerprint = [rows](const ledger_salt&) {
            work_fingerprint made;
            made.rows = {rows};
            return made;
        };
        return open_ledger(url, purpose);
    };
    const auto at_work = open_for_rows(1);
    std::string said;
    try {
        open_for_rows(2);
    } catch (const exception& refused) {
        said = refused.reason().detail();
    }
    constexpr std::string_view before_time = "wait for the end of their leases, in ";
    const std::size_t at = said.find(before_time);
    BOOST_TEST_REQUIRE(at != std::string::npos, said);
    const std::int64_t told = 1000 * std::stoll(said.substr(at + before_time.size()));
    const std::int64_t left = std::stoll(database.ask(
        "run",
        "SELECT (extract(epoch FROM lease_until - clock_timestamp()) * 1000)::bigint FROM useapi_worker"));
    BOOST_TEST(told >= left);
    BOOST_TEST(told <= left + 5000);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
