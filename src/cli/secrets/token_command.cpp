#include "cli/secrets/token_command.hpp"

#include "cli/command_line/shell_words.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/secret_file.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <fcntl.h>
#include <optional>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace useapi::cli {
namespace {

[[noreturn]] void refuse(std::string_view program, const std::string& reason)
{
    throw usage_error(fmt::format("--token-command: {} {}", printable(program), reason));
}

class pipe_ends
{
public:
    pipe_ends()
    {
        if (::pipe2(ends_.data(), O_CLOEXEC) != 0)
            throw std::system_error(errno, std::generic_category(), "pipe");
    }

    pipe_ends(const pipe_ends&) = delete;
    pipe_ends& operator=(const pipe_ends&) = delete;

    ~pipe_ends()
    {
        close(0);
        close(1);
    }

    [[nodiscard]] int reading() const noexcept { return ends_[0]; }

    [[nodiscard]] int writing() const noexcept { return ends_[1]; }

    /// 0 is the end to read from, 1 the end to write to.
    void close(std::size_t which) noexcept
    {
        if (ends_[which] >= 0)
            ::close(ends_[which]);
        ends_[which] = -1;
    }

private:
    std::array<int, 2> ends_{};
};

/// The attributes for starting the program.
class start_options
{
public:
    explicit start_options(int output)
    {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions_, output, 1);
        // The child would inherit ignored signals, and few programs expect EPIPE in place of SIGPIPE.
        sigset_t ignored_here;
        ::sigemptyset(&ignored_here);
        ::sigaddset(&ignored_here, SIGPIPE);
        ::sigaddset(&ignored_here, SIGXFSZ);
        ::posix_spawnattr_init(&attributes_);
        ::posix_spawnattr_setsigdefault(&attributes_, &ignored_here);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
    }

    start_options(const start_options&) = delete;
    start_options& operator=(const start_options&) = delete;

    ~start_options()
    {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }

    [[nodiscard]] pid_t spawn(std::vector<std::string> words) const
    {
        std::vector<char*> pointers;
        pointers.reserve(words.size() + 1);
        for (std::string& word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        pid_t started = -1;
        const int failure =
            ::posix_spawnp(&started, pointers[0], &actions_, &attributes_, pointers.data(), ::environ);
        if (failure != 0)
            refuse(words.front(), "cannot be run: " + std::generic_category().message(failure));
        return started;
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

int wait_for(pid_t started)
{
    int status = 0;
    while (::waitpid(started, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

} // namespace

secret run_token_command(const std::string& command)
{
    const std::optional<std::vector<std::string>> words = split_words(command);
    if (!words || words->empty())
        throw usage_error(words ? "--token-command: it names no program"
                                : "--token-command: a quote is not closed, or nothing follows a backslash");
    const std::string& program = words->front();
    pipe_ends pipe;
    const pid_t started = start_options(pipe.writing()).spawn(*words);
    pipe.close(1);
    secret printed;
    const int unread = read_secret(pipe.reading(), printed);
    // Closes the pipe before the wait: a program that still prints would wait for a reader.
    pipe.close(0);
    const int status = wait_for(started);
    if (unread != 0)
        refuse(program, "printed too much, or could not be read: " + std::generic_category().message(unread));
    if (WIFSIGNALED(status))
        refuse(program, fmt::format("was ended by signal {}", WTERMSIG(status)));
    if (WEXITSTATUS(status) != 0)
        refuse(program, fmt::format("failed with exit code {}", WEXITSTATUS(status)));
    secret line = first_line_of(printed);
    if (line.empty())
        refuse(program, "printed nothing on its first line");
    return line;
}

} // namespace useapi::cli
