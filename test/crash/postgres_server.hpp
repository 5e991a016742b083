#ifndef USEAPI_TEST_CRASH_POSTGRES_SERVER_HPP
#define USEAPI_TEST_CRASH_POSTGRES_SERVER_HPP

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace useapi::crash {

/** Whether PostgreSQL is installed. Where `USEAPI_REQUIRE_PEERS` is set, a machine without it fails the test.
 */
boost::test_tools::assertion_result postgres_is_there(boost::unit_test::test_unit_id);

/** Debian's PostgreSQL on a socket of its own, in a folder of its own, for as long as this lives.

    The server refuses to run as root: it runs as `postgres`, or else as `nobody`, where the test is root. */
class postgres_server
{
public:
    /// Where its programs are; empty if it is not installed.
    static std::filesystem::path programs();

    postgres_server();
    postgres_server(const postgres_server&) = delete;
    postgres_server& operator=(const postgres_server&) = delete;
    ~postgres_server();

    /// A database that is empty, and owned by the role `useapi`. @return its URL for that role, whose
    /// settings differ from the server's wherever they could make a difference
    std::string make_database(const std::string& name) const;

    /// The URL of a database for any role. `admin` is the superuser.
    std::string url_of(const std::string& role, const std::string& database) const;

    /// Ends every session, and takes new ones a moment later.
    /// @param how  `fast`, as an upgrade does it, or `immediate`, as a crash does
    void restart(const std::string& how = "fast") const;

    /// Starts anew and does not come to the end of it: it refuses every session as long as it starts up.
    void begin_endless_start() const;

    /// Lets it come to the end of that.
    void end_endless_start() const;

    /// Takes no writes, as in front of a planned failover, in running sessions as well; or takes them again.
    void refuse_writes(bool are_refused) const;

    /// What a statement returns: values of a row with `|` between them, a line a row.
    std::string ask(const std::string& database, const std::string& statement) const;

    /// Carries out statements in one session. @return whether it lived to its end
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
