#ifndef USEAPI_TEST_INTEGRATION_CLI_PROCESS_HPP
#define USEAPI_TEST_INTEGRATION_CLI_PROCESS_HPP

#include <array>
#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace useapi::test {

/** A file descriptor that is closed with its owner. */
class descriptor
{
public:
    explicit descriptor(int value = -1) noexcept : value_(value) {}

    descriptor(descriptor&& other) noexcept;
    descriptor& operator=(descriptor&& other) noexcept;
    ~descriptor();

    int get() const noexcept { return value_; }

    void close() noexcept;

private:
    int value_;
};

/** The parameters of a new process. Its environment has only the variables that are given here. */
class command_line
{
public:
    command_line(std::initializer_list<std::string> words) : words_(words) {}

    explicit command_line(std::vector<std::string> words) : words_(std::move(words)) {}

    command_line& word(std::string value)
    {
        words_.push_back(std::move(value));
        return *this;
    }

    command_line& variable(const std::string& name, const std::string& value)
    {
        environment_.push_back(name + '=' + value);
        return *this;
    }

    /// Default: standard input is /dev/null.
    command_line& input(std::string text)
    {
        input_ = std::move(text);
        has_input_ = true;
        return *this;
    }

    /// Standard output is this file, in place of a pipe that the test reads.
    command_line& output_to(std::string file)
    {
        output_file_ = std::move(file);
        return *this;
    }

    /// Standard output is a pipe without a reader.
    command_line& output_without_reader()
    {
        output_without_reader_ = true;
        return *this;
    }

    /// The process's terminal; default: it has none.
    command_line& terminal(std::string device)
    {
        terminal_ = std::move(device);
        return *this;
    }

    /// Standard output and standard error are the terminal, in place of pipes that the test reads.
    command_line& shows_on_terminal()
    {
        shows_on_terminal_ = true;
        return *this;
    }

    std::vector<std::string> words_;
    std::vector<std::string> environment_;
    std::string input_;
    std::string output_file_;
    std::string terminal_;
    bool has_input_ = false;
    bool output_without_reader_ = false;
    bool shows_on_terminal_ = false;
};

/** The end of a process, and its output. */
struct finished
{
    int code = 0; ///< the exit code; minus the signal's number if a signal ended it
    std::string out;
    std::string err;

    std::string everything() const { return out + err; }
};

/** A run of the useapi command. Every wait has a deadline, at which the process is killed and the test fails.
    @par Thread safety  distinct objects: safe; shared objects: unsafe
*/
class process
{
public:
    /// @param line its words are the arguments of the command
    explicit process(const command_line& line);
    process(const process&) = delete;
    process& operator=(const process&) = delete;
    /// Kills the process if it still runs.
    ~process();

    /// Waits until one of the streams contains the text. @return this stream so far
    std::string wait_for(std::string_view text);
    void signal(int number) const;
    finished wait_for_end();

private:
    std::size_t pump(std::chrono::steady_clock::time_point deadline);
    bool holds(std::string_view text) const;
    void kill_and_fail(const std::string& reason);

    pid_t pid_ = -1;
    descriptor ended_;
    std::array<descriptor, 2> pipes_; ///< for standard output and standard error
    std::array<std::string, 2> texts_;
};

/// Runs the command to its end.
finished run(const command_line& line);

} // namespace useapi::test

#endif
