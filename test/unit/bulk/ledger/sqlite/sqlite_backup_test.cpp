#include "bulk/ledger/sqlite/sqlite_backup.hpp"
#include "bulk/ledger/sqlite/sqlite_ledger.hpp"
#include "bulk/ledger/sqlite/sqlite_reading.hpp"

#include "unit/bulk/ledger/sqlite/some_ledger.hpp"
#include "unit/bulk/refusal.hpp"
#include "unit/temporary_folder.hpp"

#include <useapi/error.hpp>

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace {

using namespace useapi;
using namespace useapi::bulk;
using useapi::bulk::testing::accounts_in;
using useapi::bulk::testing::message_of_refusal;
using useapi::bulk::testing::purpose_of_import;
using useapi::test::temporary_folder;
namespace fs = std::filesystem;

std::unique_ptr<ledger_store> opened_for_import(const std::string& path)
{
    return open_sqlite_ledger(path, purpose_of_import());
}

void send(ledger_store& ledger, std::size_t first, std::size_t count)
{
    std::vector<ledger_claim> claims;
    for (std::size_t i = first; i < first + count; ++i)
        claims.emplace_back(row_key("", "a" + std::to_string(i) + "@b.cd"), row_digest{}, i + 2);
    ledger.commit({}, claims);
}

std::string said_of_backup(const std::string& from, const std::string& to)
{
    return message_of_refusal([&] { back_up_sqlite_ledger(from, to); });
}

/** No file of this process can be larger meanwhile. */
class largest_file
{
public:
    explicit largest_file(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN))
    {
        BOOST_REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
        const rlimit small{bytes, before_.rlim_max};
        BOOST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    }

    largest_file(const largest_file&) = delete;
    largest_file& operator=(const largest_file&) = delete;

    ~largest_file()
    {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    void (*const handler_)(int);
    rlimit before_{};
};

BOOST_AUTO_TEST_SUITE(sqlite_backups)

BOOST_AUTO_TEST_CASE(copy_is_complete_by_itself_while_an_import_writes_the_ledger)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    const auto ledger = opened_for_import(path);
    // More rows than SQLite keeps in the log, and then some rows that only the log has.
    send(*ledger, 0, 5000);
    send(*ledger, 5000, 3);
    const std::string copy = folder.path("copy.db");
    BOOST_TEST(back_up_sqlite_ledger(path, copy) == 5003U);
    BOOST_TEST((fs::status(copy).permissions() == (fs::perms::owner_read | fs::perms::owner_write)));

    fs::create_directory(folder.path("elsewhere"));
    const std::string alone = folder.path("elsewhere/run.db");
    fs::copy_file(copy, alone);
    BOOST_TEST(accounts_in(alone) == 5003U);
    send(*ledger, 5003, 2);
    BOOST_TEST(accounts_in(copy) == 5003U);
    BOOST_TEST(accounts_in(path) == 5005U);
    // The import goes on with it.
    send(*opened_for_import(alone), 0, 5004);
    BOOST_TEST(accounts_in(alone) == 5004U);
}

BOOST_AUTO_TEST_CASE(nothing_that_exists_is_overwritten)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    send(*opened_for_import(path), 0, 3);
    for (const std::string taken : {"copy.db", "copy.db-wal", "copy.db-shm", "copy.db-journal"}) {
        std::ofstream(folder.path(taken)) << "x";
        const std::string said = said_of_backup(path, folder.path("copy.db"));
        BOOST_TEST(said.find(taken + " exists already") != std::string::npos, said);
        BOOST_TEST(fs::file_size(folder.path(taken)) == 1U);
        fs::remove(folder.path(taken));
    }
    fs::create_symlink(folder.path("nowhere"), folder.path("copy.db"));
    BOOST_TEST(said_of_backup(path, folder.path("copy.db")).find("exists already") != std::string::npos);
    BOOST_TEST(said_of_backup(path, path).find("exists already") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(file_that_is_not_a_ledger_is_not_copied)
{
    const temporary_folder folder;
    const std::string text = folder.file("text", std::string(4096, 'x'));
    BOOST_TEST(said_of_backup(text, folder.path("copy.db")).find("is not a ledger of useapi") !=
               std::string::npos);
    BOOST_TEST(said_of_backup(folder.path("none"), folder.path("copy.db")).find("cannot be read") !=
               std::string::npos);
    BOOST_TEST(std::distance(fs::directory_iterator(folder.path("")), fs::directory_iterator()) == 1);
}

BOOST_AUTO_TEST_CASE(damaged_ledger_is_not_copied)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    send(*opened_for_import(path), 0, 500);
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(fs::file_size(path) / 2));
    file << std::string(8192, '\xff');
    file.close();
    const std::string said = said_of_backup(path, folder.path("copy.db"));
    BOOST_TEST(said.find("is damaged") != std::string::npos, said);
    BOOST_TEST(!fs::exists(folder.path("copy.db")));
}

BOOST_AUTO_TEST_CASE(copy_that_cannot_be_written_is_told_of)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    send(*opened_for_import(path), 0, 3);
    const std::string copy = folder.path("no-folder/copy.db");
    BOOST_CHECK_EXCEPTION(back_up_sqlite_ledger(path, copy), std::runtime_error, [&](const auto& failure) {
        BOOST_TEST(failure.what() == "backup " + copy + ": cannot be written: No such file or directory");
        return true;
    });
}

// A user would keep half of a ledger, and find out when it is needed.
BOOST_AUTO_TEST_CASE(copy_that_breaks_off_is_not_put_in_place)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    send(*opened_for_import(path), 0, 5000);
    const std::string copy = folder.path("copy.db");
    {
        const largest_file while_it_is_copied(64 * 1024);
        BOOST_CHECK_EXCEPTION(back_up_sqlite_ledger(path, copy), std::runtime_error,
                              [&](const auto& failure) {
                                  const std::string said = failure.what();
                                  BOOST_TEST(said.starts_with("backup " + copy + ": "), said);
                                  BOOST_TEST(said.find("disk I/O error") != std::string::npos, said);
                                  return true;
                              });
    }
    for (const auto& each : fs::directory_iterator(folder.path("")))
        BOOST_TEST(!each.path().filename().string().starts_with("copy"), each.path());
    BOOST_TEST(back_up_sqlite_ledger(path, copy) == 5000U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
