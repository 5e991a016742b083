#include "crash/child.hpp"
#include "crash/workplace.hpp"

#include "emulator/server/background_server.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

using namespace useapi;
using namespace useapi::crash;
using namespace std::chrono_literals;

/** A file system of its own and of a given size; none if the system does not allow it. */
class small_disk
{
public:
    small_disk(std::string path, const std::string& size) : path_(std::move(path))
    {
        std::filesystem::create_directories(path_);
        is_mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
        if (!is_mounted_)
            BOOST_TEST_MESSAGE("SKIPPED: no file system can be mounted here: " << std::strerror(errno));
    }

    small_disk(const small_disk&) = delete;
    small_disk& operator=(const small_disk&) = delete;

    ~small_disk()
    {
        if (is_mounted_)
            ::umount2(path_.c_str(), MNT_DETACH);
    }

    explicit operator bool() const noexcept { return is_mounted_; }

    void remount(unsigned long flags, const std::string& options) const
    {
        BOOST_TEST_REQUIRE(::mount("", path_.c_str(), "", MS_REMOUNT | flags, options.c_str()) == 0,
                           std::strerror(errno));
    }

private:
    std::string path_;
    bool is_mounted_ = false;
};

BOOST_AUTO_TEST_SUITE(ledgers_in_trouble)

BOOST_AUTO_TEST_CASE(full_disk_ends_the_import_and_loses_nothing)
{
    workplace work(3000);
    const small_disk disk(work.folder().path("disk"), "400k");
    if (!disk)
        return;
    work.keep_ledger_in("disk");
    const emulator::background_server service(emulator::options().login_delay(2ms));
    const int code = run(work.import_into(service), api_token, work.output());
    BOOST_TEST(code == 1);
    BOOST_TEST(work.said().find("the ledger cannot be kept") != std::string::npos, work.said());
    BOOST_TEST(work.said().find("run.db: the disk is full") != std::string::npos, work.said());
    const std::size_t before = service.accounts(api_token).size();
    BOOST_TEST(before > 0U);
    BOOST_TEST(before < work.rows());

    disk.remount(0, "size=16m");
    BOOST_TEST(run(work.import_into(service), api_token, work.output()) == 0, work.said());
    BOOST_TEST(service.statistics().requests.posts >= work.rows());
    BOOST_TEST(service.statistics().requests.posts <= work.rows() + 3 * 16);
    work.check(service);
    work.check_secrets();
}

BOOST_AUTO_TEST_CASE(read_only_ledger_is_refused_before_anything_is_sent)
{
    workplace work(20);
    const small_disk disk(work.folder().path("disk"), "4m");
    if (!disk)
        return;
    work.keep_ledger_in("disk");
    const emulator::background_server service{emulator::options()};
    BOOST_TEST(run(work.import_into(service), api_token, work.output()) == 0, work.said());
    disk.remount(MS_RDONLY, "");
    BOOST_TEST(run(work.import_into(service), api_token, work.output()) == 2);
    BOOST_TEST(work.said().find("run.db: is read-only") != std::string::npos, work.said());
    BOOST_TEST(service.statistics().requests.posts == 20U);
}

BOOST_AUTO_TEST_CASE(damaged_ledger_is_refused_before_anything_is_sent)
{
    const workplace work(200);
    const emulator::background_server service{emulator::options()};
    BOOST_TEST(run(work.import_into(service), api_token, work.output()) == 0, work.said());
    const std::string row = "user117@example.com";
    std::string whole = read_file(work.ledger());
    const std::size_t at = whole.find(row + "applied");
    BOOST_TEST_REQUIRE(at != std::string::npos);
    whole[at + row.size()] ^= 1; // "applied" is "`pplied" from here on
    std::ofstream(work.ledger(), std::ios::binary) << whole;

    BOOST_TEST(run(work.import_into(service), api_token, work.output()) == 2);
    BOOST_TEST(work.said().find("run.db: is damaged") != std::string::npos, work.said());
    BOOST_TEST(service.statistics().requests.posts == 200U);

    // Moved out of the way, as the message says.
    std::filesystem::rename(work.ledger(), work.folder().path("damaged.db"));
    BOOST_TEST(run(work.import_into(service), api_token, work.output()) == 0, work.said());
    work.check(service);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
