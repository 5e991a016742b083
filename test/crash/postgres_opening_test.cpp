#include "bulk/ledger/postgres/postgres_connection.hpp"
#include "crash/child.hpp"
#include "crash/postgres_server.hpp"
#include "crash/slow_relay.hpp"
#include "crash/workplace.hpp"

#include "emulator/server/background_server.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::crash;
using namespace std::chrono_literals;

/// Waits until the command says so, while it runs. What was said before it, up to `from`, does not count.
bool waits_and_says(child& running, const workplace& work, std::string_view text, std::size_t from = 0)
{
    const auto limit = std::chrono::steady_clock::now() + 60s;
    while (work.said().find(text, from) == std::string::npos)
        if (running.wait_for(10ms) || std::chrono::steady_clock::now() > limit)
            return false;
    return true;
}

BOOST_AUTO_TEST_SUITE(opening_of_a_ledger_on_postgresql, *boost::unit_test::precondition(postgres_is_there))

BOOST_AUTO_TEST_CASE(server_that_starts_up_is_waited_for)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    const emulator::background_server service{emulator::options()};
    const workplace work(5);
    const std::vector<std::string> words = work.import_into(service, {"--ledger", url, "--results", ""});
    database.begin_endless_start();
    {
        child stopped(words, api_token, work.output());
        BOOST_TEST(waits_and_says(stopped, work, "it is asked again for up to 120 s"), work.said());
        stopped.signal(SIGINT);
        BOOST_TEST(stopped.wait_for(5s).value_or(0) == -SIGINT, work.said());
    }
    const std::size_t said = work.said().size();
    child waiting(words, api_token, work.output());
    BOOST_TEST(waits_and_says(waiting, work, "cannot serve now", said), work.said());
    database.end_endless_start();
    BOOST_TEST(waiting.wait() == 0, work.said());
    BOOST_TEST(work.said().find("the ledger answers again, after", said) != std::string::npos, work.said());
    BOOST_TEST(service.accounts(api_token).size() == 5U);
    // A command that does not wait says why the ledger cannot be read.
    database.begin_endless_start();
    BOOST_TEST(run({"accounts", "status", "--ledger", url}, api_token, work.output()) == 2);
}

BOOST_AUTO_TEST_CASE(server_that_serves_a_moment_after_it_refused_is_no_wrong_one)
{
    const postgres_server database;
    database.make_database("run");
    slow_relay relay(database.socket(), 0ms);
    relay.refuse_next();
    const bulk::postgres::connection opened("postgresql://useapi@127.0.0.1:" + std::to_string(relay.port()) +
                                            "/run?sslmode=disable");
    BOOST_TEST(!opened.is_lost());
}

BOOST_AUTO_TEST_CASE(server_that_takes_no_writes_is_waited_for)
{
    const postgres_server database;
    const std::string url = database.make_database("run");
    const emulator::background_server service{emulator::options()};
    const workplace work(5);
    database.refuse_writes(true);
    child waiting(work.import_into(service, {"--ledger", url, "--results", ""}), api_token, work.output());
    BOOST_TEST(waits_and_says(waiting, work, "takes no writes: "), work.said());
    BOOST_TEST(waits_and_says(waiting, work, "it is asked again for up to 120 s"), work.said());
    database.refuse_writes(false);
    BOOST_TEST(waiting.wait() == 0, work.said());
    BOOST_TEST(service.accounts(api_token).size() == 5U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
