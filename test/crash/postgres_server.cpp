#include "crash/postgres_server.hpp"

#include "crash/read_file.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <span>
#include <stdexcept>
#include <system_error>

namespace useapi::crash {
namespace {

const passwd& unprivileged_user()
{
    for (const char* const name : {"postgres", "nobody"}) {
        if (const passwd* const found = ::getpwnam(name))
            return *found;
    }
    throw std::runtime_error("there is neither a user postgres nor a user nobody");
}

/** Settings of the role that every test works with, as an administrator may have made them. */
constexpr std::array hostile_settings{
    "bytea_output = escape",
    "DateStyle = 'SQL, DMY'",
    "IntervalStyle = sql_standard",
    "TimeZone = 'Pacific/Apia'",
    "standard_conforming_strings = off",
    "extra_float_digits = -15",
    "array_nulls = off",
    "client_encoding = LATIN1",
    "synchronous_commit = off",
    "search_path = pg_catalog, public",
    "lock_timeout = 1",
    "statement_timeout = 50",
    "idle_in_transaction_session_timeout = 1",
};

// The exit code of pg_isready(1) if the server refuses sessions.
constexpr int refuses_sessions = 1;

} // namespace

boost::test_tools::assertion_result postgres_is_there(boost::unit_test::test_unit_id)
{
    boost::test_tools::assertion_result found(!postgres_server::programs().empty() ||
                                              std::getenv("USEAPI_REQUIRE_PEERS") != nullptr);
    found.message() << "PostgreSQL is not installed: apt-get install postgresql";
    return found;
}

std::filesystem::path postgres_server::programs()
{
    std::vector<std::filesystem::path> found;
    std::error_code none;
    for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql", none)) {
        if (std::filesystem::exists(version.path() / "bin/initdb"))
            found.push_back(version.path() / "bin");
    }
    return found.empty() ? std::filesystem::path() : *std::max_element(found.begin(), found.end());
}

postgres_server::postgres_server(empty_folder)
{
    std::string name = (std::filesystem::temp_directory_path() / "useapi-postgres-XXXXXX").string();
    if (!::mkdtemp(name.data()))
        throw std::system_error(errno, std::generic_category(), "mkdtemp");
    folder_ = name;
    if (::geteuid() == 0)
        BOOST_TEST_REQUIRE(::chown(name.c_str(), unprivileged_user().pw_uid, unprivileged_user().pw_gid) ==
                           0);
}

postgres_server::postgres_server() : postgres_server(empty_folder())
{
    // Once a process: initdb takes far longer than a copy of what it made.
    static const postgres_server prepared(with_initdb{});
    BOOST_TEST_REQUIRE(run({"/bin/cp", "-a", prepared.data(), data()}) == 0);
    start();
}

postgres_server::postgres_server(with_initdb) : postgres_server(empty_folder())
{
    BOOST_TEST_REQUIRE(run({"initdb", "-D", data(), "-U", "admin", "--auth=trust", "--no-sync", "-E", "UTF8",
                            "--locale=C"}) == 0);
    start();
    std::string statements = "CREATE ROLE useapi LOGIN;";
    for (const std::string setting : hostile_settings)
        statements += "ALTER ROLE useapi SET " + setting + ";";
    ask("postgres", statements);
    BOOST_TEST_REQUIRE(run({"pg_ctl", "-D", data(), "-m", "fast", "-w", "stop"}) == 0);
}

void postgres_server::start() const
{
    BOOST_TEST_REQUIRE(
        run({"pg_ctl", "-D", data(), "-w", "-l", (folder_ / "log").string(), "-o",
             "-k " + folder_.string() + " -c listen_addresses='' -c max_connections=50", "start"}) == 0);
}

postgres_server::~postgres_server()
{
    run({"pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop"});
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string postgres_server::make_database(const std::string& name) const
{
    BOOST_TEST_REQUIRE(run({"createdb", "-h", folder_.string(), "-U", "admin", "-O", "useapi", name}) == 0);
    return url_of("useapi", name);
}

std::string postgres_server::url_of(const std::string& role, const std::string& database) const
{
    return "postgresql://" + role + "@/" + database + "?host=" + folder_.string();
}

void postgres_server::restart(const std::string& how) const
{
    BOOST_TEST_REQUIRE(
        run({"pg_ctl", "-D", data(), "-m", how, "-w", "-l", (folder_ / "log").string(), "restart"}) == 0);
}

void postgres_server::begin_endless_start() const
{
    // A standby without sessions of its own, which waits for a log that never comes.
    ask("postgres", "ALTER SYSTEM SET hot_standby = off");
    ask("postgres", "ALTER SYSTEM SET restore_command = '/bin/false'");
    BOOST_TEST_REQUIRE(run({"pg_ctl", "-D", data(), "-m", "fast", "-w", "stop"}) == 0);
    BOOST_TEST_REQUIRE(run({"/usr/bin/touch", data() + "/standby.signal"}) == 0);
    BOOST_TEST_REQUIRE(run({"pg_ctl", "-D", data(), "-W", "-l", (folder_ / "log").string(), "-o",
                            "-k " + folder_.string() + " -c listen_addresses=''", "start"}) == 0);
    while (run({"pg_isready", "-h", folder_.string()}) != refuses_sessions) {
    }
}

void postgres_server::end_endless_start() const
{
    BOOST_TEST_REQUIRE(run({"pg_ctl", "-D", data(), "-w", "promote"}) == 0);
}

void postgres_server::refuse_writes(bool are_refused) const
{
    ask("postgres", are_refused ? "ALTER SYSTEM SET default_transaction_read_only = on"
                                : "ALTER SYSTEM RESET default_transaction_read_only");
    ask("postgres", "SELECT pg_reload_conf()");
}

std::string postgres_server::ask(const std::string& database, const std::string& statement) const
{
    const std::string answer = (folder_ / "answer").string();
    BOOST_TEST_REQUIRE(run({"psql", "-h", folder_.string(), "-U", "admin", "-d", database, "-X", "-At", "-o",
                            answer, "-c", statement}) == 0);
    return read_file(answer);
}

bool postgres_server::try_to_ask(const std::string& database, const std::string& statements) const
{
    return run({"psql", "-h", folder_.string(), "-U", "admin", "-d", database, "-X", "-c", statements}) == 0;
}

int postgres_server::run(const std::vector<std::string>& words) const
{
    // By its whole path: initdb looks for postgres beside the name that it was started by.
    const std::string program = (programs() / words.front()).string();
    std::vector<char*> arguments{const_cast<char*>(program.c_str())};
    for (const std::string& word : std::span(words).subspan(1))
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const bool is_root = ::geteuid() == 0;
    const uid_t user = is_root ? unprivileged_user().pw_uid : 0;
    const gid_t group = is_root ? unprivileged_user().pw_gid : 0;
    const std::string output = (folder_ / "output").string();
    const pid_t pid = ::fork();
    if (pid == 0) {
        if (is_root && (::setgroups(0, nullptr) != 0 || ::setgid(group) != 0 || ::setuid(user) != 0))
            ::_exit(126);
        const int sink = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(sink, STDOUT_FILENO);
        ::dup2(sink, STDERR_FILENO);
        if (::chdir("/") == 0)
            ::execv(program.c_str(), arguments.data());
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace useapi::crash
