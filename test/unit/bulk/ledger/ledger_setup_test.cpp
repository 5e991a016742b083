#include "bulk/ledger/ledger_setup.hpp"

#include "unit/cli/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>

namespace {

using useapi::bulk::recorded_name_of;
using useapi::test::temporary_folder;

BOOST_AUTO_TEST_SUITE(ledger_setups)

BOOST_AUTO_TEST_CASE(pipe_is_recorded_as_standard_input)
{
    std::array<int, 2> ends{};
    BOOST_TEST_REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    BOOST_TEST(recorded_name_of("/dev/fd/" + std::to_string(ends[0])) == "-");
    BOOST_TEST(recorded_name_of("/proc/self/fd/" + std::to_string(ends[0])) == "-");
    ::close(ends[0]);
    ::close(ends[1]);
    BOOST_TEST(recorded_name_of("-") == "-");
}

BOOST_AUTO_TEST_CASE(file_is_recorded_under_its_own_name)
{
    const temporary_folder folder;
    const std::string path = std::filesystem::canonical(folder.file("in.csv", "x")).string();
    const int open_file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    BOOST_TEST(recorded_name_of(path) == path);
    BOOST_TEST(recorded_name_of("/dev/fd/" + std::to_string(open_file)) == path);
    ::close(open_file);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
