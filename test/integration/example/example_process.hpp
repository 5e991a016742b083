#ifndef USEAPI_TEST_INTEGRATION_EXAMPLE_EXAMPLE_PROCESS_HPP
#define USEAPI_TEST_INTEGRATION_EXAMPLE_EXAMPLE_PROCESS_HPP

#include <string>
#include <sys/types.h>
#include <vector>

namespace useapi::test {

/** A running program of doc/examples, whose output is read as it comes. */
class example_process
{
public:
    /** @param words  the program's name without `example_`, and its arguments. */
    explicit example_process(std::vector<std::string> words);
    example_process(const example_process&) = delete;
    example_process& operator=(const example_process&) = delete;
    ~example_process();

    /** Waits for a line, and returns it without its end; empty if the program ended. */
    std::string read_line();
    void terminate() const;

    /** Waits for the end of the program, and checks that it exits with 0.
        @return the output that was not read yet */
    std::string rest();

private:
    pid_t pid_ = -1;
    int output_ = -1;
};

} // namespace useapi::test

#endif
