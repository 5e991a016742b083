#include "simulation/process_apart.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <system_error>

#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

namespace useapi::simulation {
namespace {

[[noreturn]] void give_up(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

/** Ends in the ordinary way, so that a sanitizer looks for leaks. An exception is a crash. */
[[noreturn]] void run_here(const std::function<void(int)>& work, int pipe) noexcept
{
    work(pipe);
    std::exit(EXIT_SUCCESS);
}

std::string read_all(int pipe)
{
    std::string all;
    std::array<char, 65536> buffer{};
    for (;;) {
        const ssize_t got = ::read(pipe, buffer.data(), buffer.size());
        if (got > 0)
            all.append(buffer.data(), static_cast<std::size_t>(got));
        else if (got == 0 || errno != EINTR)
            break;
    }
    return all.substr(0, all.rfind('\n') + 1);
}

std::string how_it_ended(int status)
{
    // The colon: whatever follows it, two such ends are of one kind.
    if (WIFSIGNALED(status))
        return std::string("the process crashed: ") + ::strsignal(WTERMSIG(status));
    if (WEXITSTATUS(status) != EXIT_SUCCESS)
        return "the process crashed: exit code " + std::to_string(WEXITSTATUS(status));
    return {};
}

} // namespace

ended_process run_apart(const std::function<void(int pipe)>& work)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        give_up("pipe2");
    // What is buffered would be written by both processes.
    std::cout.flush();
    const pid_t child = ::fork();
    if (child == -1)
        give_up("fork");
    if (child == 0) {
        ::close(ends[0]);
        run_here(work, ends[1]);
    }
    ::close(ends[1]);
    std::string written = read_all(ends[0]);
    ::close(ends[0]);
    int status = 0;
    while (::waitpid(child, &status, 0) == -1 && errno == EINTR) {
    }
    return {std::move(written), how_it_ended(status)};
}

} // namespace useapi::simulation
