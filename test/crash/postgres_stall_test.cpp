#include "bulk/ledger/ledger_reading.hpp"
#include "crash/child.hpp"
#include "crash/option.hpp"
#include "crash/postgres_server.hpp"
#include "crash/sending_watch.hpp"
#include "crash/slow_relay.hpp"
#include "crash/workplace.hpp"

#include "emulator/server/background_server.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::crash;
using namespace std::chrono_literals;

/// A server, a database `run` in it, the service, and an input.
class shared_run
{
public:
    explicit shared_run(std::size_t rows, std::chrono::milliseconds login_delay = 0ms)
        : url(database.make_database("run")), work(rows),
          service(emulator::options().login_delay(login_delay).log([seen = seen](std::string_view line) {
              seen->take(line);
          }))
    {
    }

    std::vector<std::string> import_over(const std::string& where,
                                         std::vector<std::string> options = {}) const
    {
        options.insert(options.end(), {"--ledger", where, "--results", ""});
        return work.import_into(service, options);
    }

    bool is_said(std::string_view text) const { return work.said().find(text) != std::string::npos; }

    std::uint64_t posts() const { return service.statistics().requests.posts; }

    postgres_server database;
    std::string url;
    workplace work;
    std::shared_ptr<sending_watch> seen = std::make_shared<sending_watch>();
    emulator::background_server service;
};

std::string through(const slow_relay& relay)
{
    return "postgresql://useapi@127.0.0.1:" + std::to_string(relay.port()) + "/run";
}

/// Holds a lock in a session of its own, until it is told to end.
class held_lock
{
public:
    held_lock(const postgres_server& on, const std::string& statement)
        : on_(on), thread_([&on, statement] {
              on.try_to_ask("run", "SET application_name TO 'holder'; BEGIN; " + statement +
                                       "; SELECT pg_sleep(60); COMMIT");
          })
    {
        wait_for("application_name = 'holder' AND wait_event = 'PgSleep'");
    }

    held_lock(const held_lock&) = delete;
    held_lock& operator=(const held_lock&) = delete;

    ~held_lock() { release(); }

    void release()
    {
        if (!thread_.joinable())
            return;
        on_.ask("run", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                       "WHERE application_name = 'holder'");
        thread_.join();
    }

    /// Until a session is in that state, for a minute at most.
    void wait_for(const std::string& state) const
    {
        const auto limit = std::chrono::steady_clock::now() + 1min;
        while (on_.ask("run", "SELECT count(*) > 0 FROM pg_stat_activity WHERE " + state) != "t\n")
            BOOST_TEST_REQUIRE((std::chrono::steady_clock::now() < limit), state);
    }

private:
    const postgres_server& on_;
    std::thread thread_;
};

constexpr const char* waits_for_a_lock = "application_name = 'useapi' AND wait_event_type = 'Lock'";

BOOST_AUTO_TEST_SUITE(postgresql_in_the_way, *boost::unit_test::precondition(postgres_is_there))

BOOST_AUTO_TEST_CASE(database_of_any_default_isolation_serves_workers)
{
    for (const std::string level : {"repeatable read", "serializable"}) {
        shared_run run(400);
        run.database.ask("run", "ALTER ROLE useapi SET default_transaction_isolation TO '" + level + "'");
        std::deque<child> workers;
        for (int i = 0; i < 3; ++i)
            workers.emplace_back(run.import_over(run.url), api_token, run.work.output());
        for (child& each : workers)
            BOOST_TEST(each.wait() == 0, level << ": " << run.work.said());
        BOOST_TEST(run.posts() == run.work.rows());
        BOOST_TEST(crash::run({"accounts", "status", "--ledger", run.url}, api_token, run.work.output()) == 0,
                   run.work.said());
    }
}

// With one question for each row, one after the other, a thousand rows took 40 s at that distance.
BOOST_AUTO_TEST_CASE(database_ten_milliseconds_away_holds_up_nothing)
{
    shared_run run(option("--rows", 1000));
    const slow_relay relay(run.database.socket(), 5ms);
    const auto begun = std::chrono::steady_clock::now();
    const int code =
        crash::run(run.import_over(through(relay), {"--concurrency", "1000"}), api_token, run.work.output());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    BOOST_TEST(code == 0, run.work.said());
    BOOST_TEST_MESSAGE(static_cast<double>(run.work.rows()) / took.count() << " rows a second");
    BOOST_TEST(took.count() < 20);
}

BOOST_AUTO_TEST_CASE(batch_that_takes_long_does_not_outlast_its_lease)
{
    shared_run run(1000);
    const slow_relay relay(run.database.socket(), 40ms);
    child import(run.import_over(through(relay), {"--concurrency", "1000", "--lease", "2"}), api_token,
                 run.work.output());
    const auto code = import.wait_for(1min);
    BOOST_TEST((code == 0), run.work.said());
    BOOST_TEST(run.posts() == run.work.rows());
}

BOOST_AUTO_TEST_CASE(table_that_another_session_locks_is_told_of_and_waited_for)
{
    shared_run run(600, 5ms);
    child import(run.import_over(run.url, {"--lease", "1", "--rate", "200"}), api_token, run.work.output());
    while (run.posts() < 50)
        BOOST_TEST_REQUIRE(!import.wait_for(10ms).has_value(), run.work.said());
    held_lock lock(run.database, "LOCK TABLE useapi_account");
    while (!run.is_said("another session of the database holds it up"))
        BOOST_TEST_REQUIRE(!import.wait_for(10ms).has_value(), run.work.said());
    lock.release();
    BOOST_TEST(import.wait() == 0, run.work.said());
    BOOST_TEST(run.is_said("the ledger answers again, after "), run.work.said());
    BOOST_TEST(run.service.accounts(api_token).size() == run.work.rows());
}

BOOST_AUTO_TEST_CASE(ledger_that_cannot_be_opened_for_a_lock_is_refused_after_a_while)
{
    shared_run run(5);
    BOOST_TEST(crash::run(run.import_over(run.url), api_token, run.work.output()) == 0, run.work.said());
    const held_lock lock(run.database, "LOCK TABLE useapi_run");
    for (const std::vector<std::string>& words :
         {run.import_over(run.url, {"--lease", "1"}),
          std::vector<std::string>{"accounts", "status", "--ledger", run.url}}) {
        child waiting(words, api_token, run.work.output());
        const auto code = waiting.wait_for(30s);
        BOOST_TEST((code == 2), words[1] << ": " << run.work.said());
        BOOST_TEST(run.is_said("another session of the database holds it up"), run.work.said());
    }
}

BOOST_AUTO_TEST_CASE(signal_ends_a_command_that_waits_for_its_ledger)
{
    shared_run run(5);
    BOOST_TEST(crash::run(run.import_over(run.url), api_token, run.work.output()) == 0, run.work.said());
    for (const std::vector<std::string>& words :
         {run.import_over(run.url), std::vector<std::string>{"accounts", "status", "--ledger", run.url}}) {
        for (const int number : {SIGINT, SIGTERM}) {
            const held_lock lock(run.database, "LOCK TABLE useapi_run");
            child waiting(words, api_token, run.work.output());
            lock.wait_for(waits_for_a_lock);
            waiting.signal(number);
            const auto code = waiting.wait_for(5s);
            BOOST_TEST((code == -number || code == 128 + number), words[1] << ": " << run.work.said());
        }
    }
}

// Like the test of kills, with stalls of the database in place of the kills.
BOOST_AUTO_TEST_CASE(no_row_is_begun_by_two_workers_whenever_the_database_stalls)
{
    shared_run run(option("--accounts", 1500), 20ms);
    slow_relay relay(run.database.socket(), 0ms);
    std::mt19937_64 random(option("--seed", 1));
    std::deque<child> workers;
    for (int i = 0; i < 3; ++i)
        workers.emplace_back(
            run.import_over(through(relay), {"--lease", "1", "--concurrency", "8", "--rate", "150"}),
            api_token, run.work.output());
    while (run.posts() == 0 || run.database.ask("run", "SELECT count(*) FROM useapi_worker") != "3\n")
        BOOST_TEST_REQUIRE(!workers.front().wait_for(10ms).has_value(), run.work.said());
    std::uniform_int_distribution<int> pause(50, 300);
    std::uniform_int_distribution<int> stall(100, 1500);
    std::uint64_t stalls = 0;
    for (const std::uint64_t most = option("--stalls", 8); stalls < most; ++stalls) {
        if (workers.front().wait_for(std::chrono::milliseconds(pause(random))))
            break;
        relay.hold(true);
        static_cast<void>(workers.front().wait_for(std::chrono::milliseconds(stall(random))));
        relay.hold(false);
    }
    BOOST_TEST(stalls > 0U);
    for (child& each : workers)
        BOOST_TEST(each.wait() == 0, run.work.said());
    BOOST_TEST_MESSAGE(stalls << " stalls, " << run.posts() << " POSTs of " << run.work.rows() << " rows");
    BOOST_TEST(run.seen->overlaps() == 0U);
    BOOST_TEST(run.service.accounts(api_token).size() == run.work.rows());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
