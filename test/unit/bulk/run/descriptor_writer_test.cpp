#include "bulk/run/descriptor_writer.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <future>
#include <string>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(writers_to_descriptors)

namespace {

using useapi::bulk::write_all;
using useapi::bulk::write_without_waiting;

/** A pipe that is non-blocking on both ends, as another program that shares it may have made it. */
class shared_pipe
{
public:
    shared_pipe() { BOOST_REQUIRE(::pipe2(ends_.data(), O_CLOEXEC | O_NONBLOCK) == 0); }

    shared_pipe(const shared_pipe&) = delete;
    shared_pipe& operator=(const shared_pipe&) = delete;

    ~shared_pipe()
    {
        close_end();
        ::close(ends_[0]);
    }

    int end() const noexcept { return ends_[1]; }

    void close_end() noexcept
    {
        if (ends_[1] >= 0)
            ::close(ends_[1]);
        ends_[1] = -1;
    }

    /** What is in the pipe. */
    std::string read_some() const
    {
        std::array<char, 4096> piece;
        std::string text;
        for (ssize_t size = 0; (size = ::read(ends_[0], piece.data(), piece.size())) > 0;)
            text.append(piece.data(), static_cast<std::size_t>(size));
        return text;
    }

    /** From now on `read_some` reads until the other end is closed. */
    void read_to_end() const { BOOST_REQUIRE(::fcntl(ends_[0], F_SETFL, 0) == 0); }

private:
    std::array<int, 2> ends_{};
};

std::string long_text()
{
    std::string text;
    for (int i = 0; i < 100'000; ++i)
        text += std::to_string(i) + '\n';
    return text;
}

} // namespace

// The results of an import would end in the middle of a row.
BOOST_AUTO_TEST_CASE(pipe_with_a_slow_reader_gets_the_whole_text)
{
    shared_pipe pipe;
    pipe.read_to_end();
    auto reader = std::async(std::launch::async, [&pipe] { return pipe.read_some(); });
    const std::string text = long_text();
    BOOST_TEST(write_all(pipe.end(), text) == 0);
    pipe.close_end();
    BOOST_TEST((reader.get() == text));
}

BOOST_AUTO_TEST_CASE(pipe_that_is_full_is_left_for_later)
{
    const shared_pipe pipe;
    const std::string text = long_text();
    std::string pending = text;
    std::string read;
    while (!pending.empty()) {
        const std::size_t before = pending.size();
        BOOST_TEST_REQUIRE(write_without_waiting(pipe.end(), pending) == 0);
        BOOST_TEST_REQUIRE(pending.size() < before);
        read += pipe.read_some();
    }
    BOOST_TEST((read == text));
}

BOOST_AUTO_TEST_CASE(failure_is_told_by_its_number)
{
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    BOOST_TEST_REQUIRE(full >= 0);
    BOOST_TEST(write_all(full, "text") == ENOSPC);
    std::string pending = "text";
    BOOST_TEST(write_without_waiting(full, pending) == ENOSPC);
    BOOST_TEST(pending == "text");
    ::close(full);
}

BOOST_AUTO_TEST_SUITE_END()
