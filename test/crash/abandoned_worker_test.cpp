#include "crash/postgres_server.hpp"
#include "integration/bulk/abandoned_import.hpp"

#include "bulk/ledger/ledger_reading.hpp"
#include "emulator/server/background_server.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <string>

BOOST_AUTO_TEST_SUITE(abandoned_workers, *boost::unit_test::precondition(useapi::crash::postgres_is_there))

namespace {

using namespace useapi;
using namespace useapi::crash;
using namespace useapi::testing;
using namespace std::chrono_literals;

/// A server, a database `run` in it, and an input.
class abandoned_run
{
public:
    /// @return whether the import was over by then
    bool abandon(std::size_t handlers, const emulator::background_server& service,
                 std::chrono::milliseconds patience = 10s, const between_handlers& act = {})
    {
        return abandon_after(handlers, work, service, url, left_behind::nothing, patience, act);
    }

    /// Checks that a new run can begin, also with other rows.
    void check_and_forget(const emulator::background_server& service, std::size_t handlers)
    {
        BOOST_TEST(bulk::read_ledger(url)->run().workers.empty(), "a lease is left after " << handlers);
        BOOST_TEST(can_be_opened(work, service, url));
        database.ask("run", "DELETE FROM useapi_account");
    }

    const postgres_server database;
    const std::string url = database.make_database("run");
    const abandoned_place work{"postgres", 8};
};

BOOST_AUTO_TEST_CASE(context_may_go_at_every_point_of_an_import_on_postgresql)
{
    abandoned_run run;
    const emulator::background_server service(emulator::options()
                                                  .seed(5)
                                                  .add_fault("status=503,rate=0.2")
                                                  .add_fault("reset=after-request,rate=0.1"));
    constexpr std::size_t far_beyond = 2000;
    std::size_t handlers = 0;
    while (handlers < far_beyond && !run.abandon(handlers, service)) {
        run.check_and_forget(service, handlers);
        handlers += handlers < 20 ? 1 : 11;
    }
    BOOST_TEST(handlers < far_beyond);
    BOOST_TEST(handlers > 20U);
}

BOOST_AUTO_TEST_CASE(context_may_go_while_the_database_is_out_of_reach)
{
    abandoned_run run;
    const emulator::background_server service(emulator::options().login_delay(5ms));
    const auto begun = std::chrono::steady_clock::now();
    for (const std::size_t handlers : {45U, 75U}) {
        const std::string data = (run.database.folder() / "data").string();
        run.abandon(handlers, service, 100ms, [&](bulk::import&, std::size_t done) {
            if (done == 40)
                BOOST_TEST_REQUIRE(run.database.run({"pg_ctl", "-D", data, "-m", "fast", "-w", "stop"}) == 0);
        });
        run.database.restart();
        run.database.ask("run", "DELETE FROM useapi_account");
    }
    BOOST_TEST((std::chrono::steady_clock::now() - begun < 60s));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
