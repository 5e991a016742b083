#include "bulk/ledger/ledger_reading.hpp"
#include "bulk/ledger/ledger_store.hpp"
#include "bulk/ledger/sqlite/locked_file.hpp"
#include "bulk/ledger/sqlite/sqlite_backup.hpp"
#include "bulk/ledger/sqlite/sqlite_ledger.hpp"
#include "bulk/ledger/sqlite/sqlite_reading.hpp"

#include "unit/bulk/ledger/sqlite/some_ledger.hpp"
#include "unit/bulk/refusal.hpp"
#include "unit/temporary_folder.hpp"

#include <useapi/error.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace useapi;
using namespace useapi::bulk;
using namespace useapi::bulk::sqlite;
using useapi::bulk::testing::message_of_refusal;
using useapi::bulk::testing::purpose_of_import;
using useapi::test::temporary_folder;
namespace fs = std::filesystem;

/** The complaint of `open_sqlite_ledger` about a file; empty if it opened the file. */
std::string said_of(const std::string& path)
{
    return message_of_refusal([&path] { open_sqlite_ledger(path, purpose_of_import()); });
}

std::string bytes_of(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string header(std::uint32_t id, char write_version)
{
    std::string made("SQLite format 3\0\x10\0", 18);
    made.resize(header_size);
    made[18] = write_version;
    for (std::size_t i = 0; i < 4; ++i)
        made[68 + i] = static_cast<char>(id >> (24 - 8 * i));
    return made;
}

BOOST_AUTO_TEST_SUITE(locked_files)

BOOST_AUTO_TEST_CASE(beginning_tells_what_a_file_is)
{
    const struct
    {
        const char* name;
        std::string beginning;
        std::uint64_t size;
        file_kind expected;
    } cases[]{
        {"empty", "", 0, file_kind::empty},
        {"text", std::string(header_size, 'x'), 5000, file_kind::foreign},
        {"short text", "x", 1, file_kind::foreign},
        {"zeros", std::string(header_size, '\0'), 4096, file_kind::perhaps_ledger},
        {"ledger", header(0x75736561, 2), 40960, file_kind::ledger},
        {"ledger without a log", header(0x75736561, 1), 40960, file_kind::ledger},
        {"of another program", header(7, 2), 40960, file_kind::foreign},
        {"of a program without a number", header(0, 1), 4096, file_kind::foreign},
        {"the same with a log", header(0, 2), 40960, file_kind::foreign},
        {"one page and a log", header(0, 2), 4096, file_kind::perhaps_ledger},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            BOOST_TEST((kind_of(each.beginning, each.size) == each.expected));
        }
    }
}

BOOST_AUTO_TEST_CASE(database_of_another_program_is_left_as_it_is)
{
    for (const std::string_view mode : {"DELETE", "WAL"}) {
        const temporary_folder folder;
        const std::string path = folder.path("browser.db");
        {
            SQLite::Database other(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            other.exec("PRAGMA journal_mode = " + std::string(mode));
            other.exec("CREATE TABLE place (url TEXT); INSERT INTO place VALUES ('x')");
        }
        ::chmod(path.c_str(), 0644);
        const std::string before = bytes_of(path);
        BOOST_TEST(said_of(path).find("is not a ledger of useapi") != std::string::npos, said_of(path));
        BOOST_TEST((bytes_of(path) == before), mode);
        BOOST_TEST((fs::status(path).permissions() == static_cast<fs::perms>(0644)), mode);
        BOOST_TEST(std::distance(fs::directory_iterator(folder.path("")), fs::directory_iterator()) == 1);
    }
}

BOOST_AUTO_TEST_CASE(link_is_not_followed)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    BOOST_TEST(said_of(path).empty());
    ::chmod(path.c_str(), 0644);
    fs::create_symlink(path, folder.path("link.db"));
    fs::create_symlink(folder.path("new.db"), folder.path("dangling.db"));
    for (const std::string_view link : {"link.db", "dangling.db"})
        BOOST_TEST(said_of(folder.path(std::string(link))).find("is a link") != std::string::npos, link);
    BOOST_TEST((fs::status(path).permissions() == static_cast<fs::perms>(0644)));
    BOOST_TEST(!fs::exists(folder.path("new.db")));
}

BOOST_AUTO_TEST_CASE(ledger_says_in_the_file_itself_what_it_is)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    const auto ledger = open_sqlite_ledger(path, purpose_of_import());
    const std::string bytes = bytes_of(path);
    BOOST_TEST((kind_of(bytes.substr(0, header_size), bytes.size()) == file_kind::ledger));
}

BOOST_AUTO_TEST_CASE(lock_of_another_program_is_out_of_reach_for_now)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    const auto ledger = open_sqlite_ledger(path, purpose_of_import());
    SQLite::Database other(path, SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    BOOST_CHECK_THROW(ledger->commit({}, {}), ledger_out_of_reach);
    other.exec("ROLLBACK");
    BOOST_CHECK_NO_THROW(ledger->commit({}, {}));
}

/** Whether another process finds the file locked as SQLite locks it. */
bool is_locked_to_others(const std::string& path)
{
    const pid_t child = ::fork();
    if (child == 0) {
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        struct flock asked = {};
        asked.l_type = F_WRLCK;
        asked.l_whence = SEEK_SET;
        const bool is_known = descriptor >= 0 && ::fcntl(descriptor, F_GETLK, &asked) == 0;
        ::_exit(is_known && asked.l_type == F_UNLCK ? 1 : 0);
    }
    int status = 0;
    BOOST_TEST_REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/** Whether another process cannot open the file by `open_sqlite_ledger`, since it is in use. */
bool is_refused_to_others(const std::string& path)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(said_of(path).find("is in use by another import") != std::string::npos ? 0 : 1);
    int status = 0;
    BOOST_TEST_REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

BOOST_AUTO_TEST_CASE(look_at_a_ledger_in_use_leaves_it_locked)
{
    const struct
    {
        const char* name;
        std::function<void(const std::string&)> look;
    } cases[]{
        {"second import", [](const std::string& path) { BOOST_TEST(!said_of(path).empty()); }},
        {"kind", [](const std::string& path) { BOOST_TEST((kind_of_ledger(path) == file_kind::ledger)); }},
        {"reading", [](const std::string& path) { read_ledger(path)->run(); }},
        {"reading if any",
         [](const std::string& path) { BOOST_TEST((read_ledger_if_any(path) != nullptr)); }},
        {"copy", [](const std::string& path) { BOOST_CHECK_THROW(read_untouched_ledger(path), exception); }},
        {"backup",
         [](const std::string& path) {
             back_up_sqlite_ledger(path, path + ".copy");
             fs::remove(path + ".copy");
         }},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const temporary_folder folder;
            const std::string path = folder.path("run.db");
            auto first = open_sqlite_ledger(path, purpose_of_import());
            first->commit({}, {ledger_claim({"", "a@b.cd"}, row_digest{1}, 2)});
            BOOST_TEST(is_locked_to_others(path));
            for (int i = 0; i < 2; ++i) {
                each.look(path);
                BOOST_TEST(is_locked_to_others(path));
                BOOST_TEST(is_refused_to_others(path));
            }
            // By another name, too.
            const std::string linked = folder.path("linked.db");
            fs::create_hard_link(path, linked);
            // A user would not learn which file it is.
            BOOST_TEST(said_of(linked).find(linked + ": is in use by another import") != std::string::npos,
                       said_of(linked));
            BOOST_TEST(is_locked_to_others(path));
            first.reset();
            BOOST_TEST(said_of(path).empty());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
