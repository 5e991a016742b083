#include "crash/child.hpp"
#include "crash/workplace.hpp"

#include "bulk/ledger/sqlite/sqlite_ledger.hpp"
#include "emulator/server/background_server.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::crash;
using namespace std::chrono_literals;

/// A pipe that has a name.
class named_pipe
{
public:
    explicit named_pipe(std::string path) : path_(std::move(path))
    {
        BOOST_TEST_REQUIRE(::mkfifo(path_.c_str(), 0600) == 0);
    }

    const std::string& path() const noexcept { return path_; }

private:
    const std::string path_;
};

/// Reads nothing of a pipe.
class slow_reader
{
public:
    explicit slow_reader(const named_pipe& pipe)
        : descriptor_(::open(pipe.path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC))
    {
    }

    slow_reader(const slow_reader&) = delete;
    slow_reader& operator=(const slow_reader&) = delete;

    ~slow_reader() { ::close(descriptor_); }

    bool has_something_to_read(std::chrono::milliseconds limit) const
    {
        pollfd asked{descriptor_, POLLIN, 0};
        return ::poll(&asked, 1, static_cast<int>(limit.count())) == 1;
    }

private:
    const int descriptor_;
};

/// Writes a file to the process that opens the pipe first, as `<(cat FILE)` does.
class pipe_writer
{
public:
    pipe_writer(const named_pipe& pipe, const std::string& file)
        : path_(pipe.path()), thread_([path = path_, file] {
              std::ofstream(path, std::ios::binary) << std::ifstream(file, std::ios::binary).rdbuf();
          })
    {
    }

    pipe_writer(const pipe_writer&) = delete;
    pipe_writer& operator=(const pipe_writer&) = delete;

    ~pipe_writer()
    {
        // Ends the thread if the pipe was never opened.
        const int descriptor = ::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        thread_.join();
        ::close(descriptor);
    }

private:
    const std::string path_;
    std::thread thread_;
};

BOOST_AUTO_TEST_SUITE(ledgers_and_streams)

BOOST_AUTO_TEST_CASE(report_into_a_pager_that_reads_nothing_holds_no_transaction)
{
    const workplace work(0);
    const std::string ledger = work.ledger();
    bulk::ledger_purpose purpose;
    purpose.identity.input = work.input();
    purpose.identity.base_url = "https://a/v1";
    const auto import = bulk::open_sqlite_ledger(ledger, purpose);
    std::vector<bulk::ledger_claim> claims;
    for (std::uint64_t i = 0; i < 20'000; ++i)
        claims.emplace_back(bulk::row_key("", "user" + std::to_string(i) + "@example.com"),
                            bulk::row_digest{1}, i + 2);
    import->commit({}, claims);

    const named_pipe pipe(work.folder().path("pager"));
    const slow_reader pager(pipe);
    child report({"accounts", "report", "--ledger", ledger, "--csv", pipe.path()}, api_token, work.output());
    BOOST_TEST_REQUIRE(pager.has_something_to_read(60s), work.said());
    SQLite::Database other(ledger, SQLite::OPEN_READWRITE);
    for (int i = 0; i < 3; ++i) {
        import->commit({}, claims);
        // The checkpoint fails as long as any transaction reads.
        BOOST_TEST(other.execAndGet("PRAGMA wal_checkpoint(TRUNCATE)").getInt() == 0);
        BOOST_TEST(std::filesystem::file_size(ledger + "-wal") == 0U);
    }
    BOOST_TEST(!report.wait_for(0ms).has_value(), work.said());
}

BOOST_AUTO_TEST_CASE(input_from_a_pipe_goes_on_under_another_name)
{
    const emulator::background_server service{emulator::options()};
    const workplace work(5);
    for (const char* const name : {"63", "62"}) {
        const named_pipe input(work.folder().path(name));
        const pipe_writer writer(input, work.input());
        std::vector<std::string> words = work.import_into(service, {"--format", "csv", "--results", ""});
        words[2] = input.path();
        child import(words, api_token, work.output());
        const auto code = import.wait_for(60s);
        BOOST_TEST((code == 0), work.said());
        BOOST_TEST(service.statistics().requests.posts == 5U);
    }
    BOOST_TEST(work.said().find("5 settled before, by the ledger") != std::string::npos, work.said());
    // By its own name it is another input.
    BOOST_TEST(run(work.import_into(service, {"--results", ""}), api_token, work.output()) == 2);
    BOOST_TEST(work.said().find("it belongs to the input ") != std::string::npos, work.said());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
