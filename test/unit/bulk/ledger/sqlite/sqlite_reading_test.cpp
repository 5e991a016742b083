#include "bulk/ledger/sqlite/sqlite_reading.hpp"

#include "bulk/ledger/sqlite/sqlite_ledger.hpp"
#include "unit/bulk/ledger/sqlite/some_ledger.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace {

using namespace useapi::bulk;
using useapi::bulk::testing::accounts_in;
using useapi::bulk::testing::purpose_of_import;
using useapi::test::temporary_folder;
namespace fs = std::filesystem;

/** Acts as a user who may not write the folder, since permissions do not apply to root. */
class unprivileged
{
public:
    explicit unprivileged(const std::string& folder) : folder_(folder)
    {
        for (const auto& each : fs::directory_iterator(folder))
            fs::permissions(each.path(), fs::perms(0444));
        fs::permissions(folder, fs::perms(0555));
        fs::permissions(fs::path(folder).parent_path(), fs::perms(0755));
        was_root_ = ::geteuid() == 0;
        if (was_root_)
            BOOST_REQUIRE(::seteuid(65534) == 0);
    }

    unprivileged(const unprivileged&) = delete;
    unprivileged& operator=(const unprivileged&) = delete;

    ~unprivileged()
    {
        if (was_root_ && ::seteuid(0) != 0)
            ::_exit(1);
        fs::permissions(folder_, fs::perms(0755));
    }

private:
    std::string folder_;
    bool was_root_ = false;
};

std::unique_ptr<ledger_store> ledger_with_a_row(const std::string& path)
{
    auto made = open_sqlite_ledger(path, purpose_of_import());
    made->commit({}, {ledger_claim({"", "a@b.cd"}, row_digest{1}, 2)});
    return made;
}

BOOST_AUTO_TEST_SUITE(sqlite_reading)

BOOST_AUTO_TEST_CASE(ledger_in_a_folder_that_cannot_be_written_is_read)
{
    const temporary_folder outer;
    const std::string folder = outer.path("closed");
    fs::create_directory(folder);
    ledger_with_a_row(folder + "/run.db").reset();
    const unprivileged reader(folder);
    BOOST_TEST(accounts_in(folder + "/run.db") == 1U);
}

BOOST_AUTO_TEST_CASE(ledger_of_a_run_that_was_killed_is_read_with_its_log)
{
    const temporary_folder outer;
    const std::string folder = outer.path("closed");
    fs::create_directory(folder);
    {
        const auto running = ledger_with_a_row(outer.path("run.db"));
        for (const char* const ending : {"", "-wal"})
            fs::copy_file(outer.path("run.db") + ending, folder + "/run.db" + ending);
    }
    const unprivileged reader(folder);
    BOOST_TEST(accounts_in(folder + "/run.db") == 1U);
}

BOOST_AUTO_TEST_CASE(reading_tells_of_the_run_and_of_the_rows_that_are_asked_for)
{
    const temporary_folder folder;
    const std::string path = folder.path("run.db");
    ledger_purpose purpose = purpose_of_import();
    purpose.rows = 40;
    purpose.notes = [](const ledger_salt&) { return std::map<std::string, std::string>{{"mark", "x"}}; };
    auto ledger = open_sqlite_ledger(path, purpose);
    ledger->commit({}, {ledger_claim({"", "a@b.cd"}, row_digest{1}, 2),
                        ledger_claim({"eu", "b@b.cd"}, row_digest{1}, 3)});
    {
        const auto reading = read_sqlite_ledger(path);
        const ledger_run run = reading->run();
        BOOST_TEST(run.input == "/x/in.csv");
        BOOST_TEST(run.base_url == "https://a/v1");
        BOOST_TEST(run.rows == 40U);
        BOOST_TEST(run.is_running);
        BOOST_TEST((run.salt == ledger->salt()));
        BOOST_TEST(run.values.at("mark") == "x");
        const auto found =
            reading->find({{"", "a@b.cd"}, {"", "never@seen.xy"}, {"", "b@b.cd"}, {"eu", "b@b.cd"}});
        BOOST_TEST(found.size() == 2U);
        BOOST_TEST(found.at({"", "a@b.cd"}).line == 2U);
        BOOST_TEST(found.at({"eu", "b@b.cd"}).line == 3U);
    }
    ledger.reset();
    BOOST_TEST(!read_sqlite_ledger(path)->run().is_running);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
