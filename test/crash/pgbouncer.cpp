#include "crash/pgbouncer.hpp"

#include "crash/workplace.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/types.h>

namespace useapi::crash {
namespace {

constexpr const char* program = "/usr/sbin/pgbouncer";
constexpr const char* port = "6432";

} // namespace

boost::test_tools::assertion_result pgbouncer_is_there(boost::unit_test::test_unit_id)
{
    boost::test_tools::assertion_result found(std::filesystem::exists(program) ||
                                              std::getenv("USEAPI_REQUIRE_PEERS") != nullptr);
    found.message() << "PgBouncer is not installed: apt-get install pgbouncer";
    return found;
}

pgbouncer::pgbouncer(const postgres_server& before) : server_(before)
{
    const std::string folder = server_.folder().string();
    std::ofstream(folder + "/users.txt") << "\"useapi\" \"\"\n";
    std::ofstream(folder + "/pgbouncer.ini")
        << "[databases]\nrun = host=" << folder << " dbname=run\n[pgbouncer]\nlisten_port = " << port
        << "\nunix_socket_dir = " << folder << "\nauth_type = trust\nauth_file = " << folder
        << "/users.txt\nlogfile = " << folder << "/pgbouncer.log\npidfile = " << folder
        << "/pgbouncer.pid\npool_mode = transaction\ndefault_pool_size = 2\n"
           "server_reset_query = DISCARD ALL\nserver_reset_query_always = 1\n";
    BOOST_TEST_REQUIRE(server_.run({program, "-d", folder + "/pgbouncer.ini"}) == 0);
}

pgbouncer::~pgbouncer()
{
    const pid_t pid = std::atoi(read_file((server_.folder() / "pgbouncer.pid").string()).c_str());
    if (pid > 0)
        ::kill(pid, SIGTERM);
}

std::string pgbouncer::url() const
{
    return server_.url_of("useapi", "run") + "&port=" + port;
}

} // namespace useapi::crash
