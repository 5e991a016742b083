#include "bulk/ledger/ledger_reading.hpp"
#include "crash/child.hpp"
#include "crash/pgbouncer.hpp"
#include "crash/postgres_server.hpp"
#include "crash/workplace.hpp"

#include "emulator/server/background_server.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <deque>
#include <string>

namespace {

using namespace useapi;
using namespace useapi::crash;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(ledger_behind_pgbouncer, *boost::unit_test::precondition(postgres_is_there) *
                                                   boost::unit_test::precondition(pgbouncer_is_there))

BOOST_AUTO_TEST_CASE(workers_share_sessions_that_forget_everything_between_transactions)
{
    const postgres_server database;
    database.make_database("run");
    const pgbouncer pool(database);
    const workplace work(600);
    const emulator::background_server service(emulator::options().login_delay(5ms));
    std::deque<child> workers;
    for (int i = 0; i < 3; ++i)
        workers.emplace_back(work.import_into(service, {"--ledger", pool.url(), "--results", ""}), api_token,
                             work.output());
    for (child& each : workers)
        BOOST_TEST(each.wait() == 0, work.said());
    BOOST_TEST(service.statistics().requests.posts == work.rows());
    BOOST_TEST(run({"accounts", "status", "--ledger", pool.url()}, api_token, work.output()) == 0,
               work.said());
    BOOST_TEST(work.said().find(" 0 sent, 0 pending") != std::string::npos, work.said());
}

BOOST_AUTO_TEST_CASE(schema_of_the_url_that_pgbouncer_does_not_pass_on_is_told_in_one_line)
{
    const postgres_server database;
    database.make_database("run");
    const pgbouncer pool(database);
    const workplace work(1);
    const std::string url = pool.url() + "&options=-csearch_path%3Dother";
    BOOST_TEST(run({"accounts", "status", "--ledger", url}, api_token, work.output()) == 2);
    BOOST_TEST(work.said().find("PgBouncer does not pass on options of a URL") != std::string::npos,
               work.said());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
