#ifndef USEAPI_TEST_CRASH_POSTGRES_SERVER_HPP
#define USEAPI_TEST_CRASH_POSTGRES_SERVER_HPP

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace useapi::crash {

/** Whether PostgreSQL is installed. If `USEAPI_REQUIRE_PEERS` is set, a machine without it fails the test.
 */
boost::test_tools::assertion_result postgres_is_there(boost::unit_test::test_unit_id);

/** Debian's PostgreSQL on its own socket, in its own folder, as long as this object lives.

    The server refuses to run as root. If the test is root, the server runs as `postgres`, else as `nobody`.
 */
class postgres_server
{
public:
    /// Where its programs are; empty if it is not installed.
    static std::filesystem::path programs();

    postgres_server();
    postgres_server(const postgres_server&) = delete;
    postgres_server& operator=(const postgres_server&) = delete;
    ~postgres_server();

    /// Makes an empty database that the role `useapi` owns. @return its URL for that role. The role's
    /// settings differ from the server's wherever that could matter
    std::string make_database(const std::string& name) const;

    /// The URL of a database for any role. `admin` is the superuser.
    std::string url_of(const std::string& role, const std::string& database) const;

    /// Ends every session, and accepts new ones a moment later. @param how `fast`, like an upgrade, or
    /// `immediate`, like a crash
    void restart(const std::string& how = "fast") const;

    /// Restarts the server but does not let the start end: meanwhile the server refuses every session.
    void begin_endless_start() const;

    /// Lets the start end.
    void end_endless_start() const;

    /// Makes the server refuse writes, also in running sessions, as before a planned failover; or makes it
    /// accept them again.
    void refuse_writes(bool are_refused) const;

    /// The result of a statement: a line for each row, with `|` between the values.
    std::string ask(const std::string& database, const std::string& statement) const;

    /// Runs statements in one session. @return whether the session lived to its end
    bool try_to_ask(const std::string& database, const std::string& statements) const;

    /// Runs a program of a package as the server's user, which must end soon. @return its exit code
    int run(const std::vector<std::string>& words) const;

    /// Where its files are.
    const std::filesystem::path& folder() const noexcept { return folder_; }

    /// Where the server takes connections.
    std::string socket() const { return (folder_ / ".s.PGSQL.5432").string(); }

private:
    struct empty_folder
    {
    };

    struct with_initdb
    {
    };

    explicit postgres_server(empty_folder);

    /// Its files, ready to be copied; it does not run.
    explicit postgres_server(with_initdb);

    void start() const;

    std::string data() const { return (folder_ / "data").string(); }

    std::filesystem::path folder_;
};

} // namespace useapi::crash

#endif
