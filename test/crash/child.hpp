#ifndef USEAPI_TEST_CRASH_CHILD_HPP
#define USEAPI_TEST_CRASH_CHILD_HPP

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace useapi::crash {

/** A run of the useapi command. The test kills it, or waits for its end. Its output is appended to a file. */
class child
{
public:
    /// @param words the arguments of the command
    child(const std::vector<std::string>& words, std::string_view token, const std::string& output_file);
    child(const child&) = delete;
    child& operator=(const child&) = delete;
    /// Kills the process if it still runs.
    ~child();

    void signal(int number) const;

    /// Waits for at most this long. @return the exit code, or minus the signal's number; nothing while it
    /// runs
    std::optional<int> wait_for(std::chrono::milliseconds limit);

    /// Waits for its end, which must come within five minutes.
    int wait();

private:
    pid_t pid_;
    int ended_; ///< becomes readable with the end of the process
    std::optional<int> code_;
};

/// Runs the command to its end.
int run(const std::vector<std::string>& words, std::string_view token, const std::string& output_file);

} // namespace useapi::crash

#endif
