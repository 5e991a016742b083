#ifndef USEAPI_TEST_CRASH_PGBOUNCER_HPP
#define USEAPI_TEST_CRASH_PGBOUNCER_HPP

#include "crash/postgres_server.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace useapi::crash {

/** Whether PgBouncer is installed. If `USEAPI_REQUIRE_PEERS` is set, a machine without it fails the test.
 */
boost::test_tools::assertion_result pgbouncer_is_there(boost::unit_test::test_unit_id);

/** Debian's PgBouncer in front of the database `run` of a server, as long as this object lives. A transaction
    gets one of two sessions. Both lose their settings when a transaction ends. */
class pgbouncer
{
public:
    explicit pgbouncer(const postgres_server& before);
    pgbouncer(const pgbouncer&) = delete;
    pgbouncer& operator=(const pgbouncer&) = delete;
    ~pgbouncer();

    /// Of the database, through PgBouncer.
    std::string url() const;

private:
    const postgres_server& server_;
};

} // namespace useapi::crash

#endif
