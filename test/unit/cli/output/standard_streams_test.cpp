#include "cli/output/standard_streams.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <unistd.h>

namespace {

using useapi::cli::standard_output;

BOOST_AUTO_TEST_SUITE(standard_streams)

BOOST_AUTO_TEST_CASE(write_to_a_pipe_arrives_after_flush)
{
    std::array<int, 2> ends{};
    BOOST_REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    standard_output out(ends[1]);
    out.write("one ");
    out.write("two\n");
    out.flush();
    std::array<char, 16> bytes{};
    const auto count = ::read(ends[0], bytes.data(), bytes.size());
    BOOST_TEST(std::string_view(bytes.data(), static_cast<std::size_t>(count)) == "one two\n");
    BOOST_TEST(out.has_reader());
    BOOST_TEST(!out.failure());
    ::close(ends[0]);
    ::close(ends[1]);
}

BOOST_AUTO_TEST_CASE(write_to_a_pipe_without_reader_is_no_failure)
{
    std::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> ends{};
    BOOST_REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    ::close(ends[0]);
    standard_output out(ends[1]);
    out.write("text");
    out.flush();
    BOOST_TEST(!out.has_reader());
    BOOST_TEST(!out.failure());
    ::close(ends[1]);
}

BOOST_AUTO_TEST_CASE(write_to_a_full_device_is_a_failure)
{
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    BOOST_REQUIRE(full >= 0);
    standard_output out(full);
    out.write("text");
    BOOST_TEST(!out.failure());
    out.flush();
    BOOST_TEST((out.failure() == std::errc::no_space_on_device));
    ::close(full);
}

BOOST_AUTO_TEST_CASE(write_to_a_closed_descriptor_is_a_failure)
{
    standard_output out(-1);
    out.write("text");
    out.flush();
    BOOST_TEST((out.failure() == std::errc::bad_file_descriptor));
}

BOOST_AUTO_TEST_CASE(write_of_much_is_not_kept_until_flush)
{
    const int nowhere = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    standard_output out(nowhere);
    out.write(std::string(1024 * 1024, 'x'));
    BOOST_TEST(out.failure());
    ::close(nowhere);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
