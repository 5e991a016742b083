#include "bulk/ledger/ledger_writer.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(lease_clock)

namespace {

using namespace useapi::bulk;
using namespace std::chrono_literals;

constexpr int counts_sleep = 0;
constexpr int lacks_sleep = 1;
constexpr int not_allowed = 2;

/// Reads the clocks as if the machine had slept for an hour: only one of them has advanced meanwhile.
int look_at_clock_after_sleep()
{
    const int offsets = ::open("/proc/self/timens_offsets", O_WRONLY | O_CLOEXEC);
    constexpr char an_hour[] = "boottime 3600 0";
    if (offsets < 0 || ::write(offsets, an_hour, sizeof an_hour - 1) < 0)
        return not_allowed;
    ::close(offsets);
    // The new clocks apply only to children of this process.
    const pid_t child = ::fork();
    if (child == 0) {
        const auto ahead = ledger_writer::now_with_sleep() - std::chrono::steady_clock::now();
        ::_exit(ahead > 59min ? counts_sleep : lacks_sleep);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status)
                                                                                   : not_allowed;
}

BOOST_AUTO_TEST_CASE(lease_clock_goes_on_while_the_machine_sleeps)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(::unshare(CLONE_NEWTIME) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWTIME) == 0
                    ? look_at_clock_after_sleep()
                    : not_allowed);
    int status = 0;
    BOOST_TEST_REQUIRE(::waitpid(child, &status, 0) == child);
    BOOST_TEST_REQUIRE(WIFEXITED(status));
    if (WEXITSTATUS(status) == not_allowed)
        BOOST_TEST_MESSAGE("this system has no clocks of their own for processes");
    else
        BOOST_TEST(WEXITSTATUS(status) == counts_sleep);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
