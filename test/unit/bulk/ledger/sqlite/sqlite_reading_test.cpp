#include "bulk/ledger/sqlite/sqlite_reading.hpp"

#include "bulk/ledger/sqlite/sqlite_ledger.hpp"
#include "unit/bulk/ledger/sqlite/some_ledger.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <cstddef>
#include <filesystem>
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

BOOST_AUTO_TEST_SUITE_END()

} // namespace
