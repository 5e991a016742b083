#include "crash/child.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace useapi::crash {
namespace {

[[noreturn]] void fail(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

} // namespace

child::child(const std::vector<std::string>& words, std::string_view token, const std::string& output_file)
{
    const std::string variable = "USEAPI_TOKEN=" + std::string(token);
    std::vector<char*> arguments{const_cast<char*>(USEAPI_COMMAND)};
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    char* environment[]{const_cast<char*>(variable.c_str()), nullptr};
    const int output = ::open(output_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (output < 0 || input < 0)
        fail("open");
    pid_ = ::fork();
    if (pid_ < 0)
        fail("fork");
    if (pid_ == 0) {
        ::dup2(input, STDIN_FILENO);
        ::dup2(output, STDOUT_FILENO);
        ::dup2(output, STDERR_FILENO);
        ::execve(USEAPI_COMMAND, arguments.data(), environment);
        ::_exit(127);
    }
    ::close(output);
    ::close(input);
    ended_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    if (ended_ < 0)
        fail("pidfd_open");
}

child::~child()
{
    if (!code_) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    ::close(ended_);
}

void child::signal(int number) const
{
    ::kill(pid_, number);
}

std::optional<int> child::wait_for(std::chrono::milliseconds limit)
{
    if (code_)
        return code_;
    pollfd asked{ended_, POLLIN, 0};
    if (::poll(&asked, 1, static_cast<int>(limit.count())) != 1)
        return std::nullopt;
    int status = 0;
    ::waitpid(pid_, &status, 0);
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return code_;
}

int child::wait()
{
    const auto code = wait_for(std::chrono::minutes(5));
    BOOST_TEST_REQUIRE(code.has_value(), "the command did not end");
    return *code;
}

int run(const std::vector<std::string>& words, std::string_view token, const std::string& output_file)
{
    return child(words, token, output_file).wait();
}

} // namespace useapi::crash
