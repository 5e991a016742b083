#include "integration/example/example_process.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace useapi::test {

example_process::example_process(std::vector<std::string> words)
{
    words.front() = EXAMPLES "/example_" + words.front();
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);

    int ends[2];
    BOOST_TEST_REQUIRE(::pipe(ends) == 0);
    pid_ = ::fork();
    BOOST_TEST_REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
        ::execv(arguments.front(), arguments.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
}

example_process::~example_process()
{
    ::close(output_);
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
}

std::string example_process::read_line()
{
    std::string line;
    for (char next = 0; ::read(output_, &next, 1) == 1 && next != '\n';)
        line += next;
    return line;
}

void example_process::terminate() const
{
    ::kill(pid_, SIGTERM);
}

std::string example_process::rest()
{
    std::string text;
    char buffer[4096];
    for (ssize_t size = 0; (size = ::read(output_, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(size));
    int status = -1;
    BOOST_TEST(::waitpid(pid_, &status, 0) == pid_);
    pid_ = -1;
    BOOST_TEST(status == 0);
    return text;
}

} // namespace useapi::test
