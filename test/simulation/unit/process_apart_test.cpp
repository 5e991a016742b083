#include "simulation/process_apart.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>

using namespace useapi::simulation;

BOOST_AUTO_TEST_SUITE(processes_apart)

/** Boost.Test catches SIGABRT, and would go on with the tests in the copy of the process. */
ended_process run_with_default_signals(const std::function<void(int pipe)>& work)
{
    return run_apart([&](int pipe) {
        std::signal(SIGABRT, SIG_DFL);
        work(pipe);
    });
}

BOOST_AUTO_TEST_CASE(process_hands_over_what_it_wrote)
{
    const ended_process ended = run_apart([](int pipe) { ::dprintf(pipe, "one\ntwo\n"); });
    BOOST_TEST(ended.written == "one\ntwo\n");
    BOOST_TEST(ended.how.empty());
}

BOOST_AUTO_TEST_CASE(process_that_crashes_hands_over_its_whole_lines)
{
    const ended_process ended = run_with_default_signals([](int pipe) {
        ::dprintf(pipe, "one\ntw");
        std::abort();
    });
    BOOST_TEST(ended.written == "one\n");
    BOOST_TEST(ended.how == "the process crashed: Aborted");
}

BOOST_AUTO_TEST_CASE(exception_and_exit_code_are_crashes)
{
    BOOST_TEST(run_with_default_signals([](int) { throw std::runtime_error("gone"); }).how ==
               "the process crashed: Aborted");
    BOOST_TEST(run_apart([](int) { std::_Exit(23); }).how == "the process crashed: exit code 23");
}

BOOST_AUTO_TEST_CASE(long_output_is_read_while_it_is_written)
{
    // More than a pipe holds: a parent that waited for the end first would wait for ever.
    const std::string line(999, 'x');
    const ended_process ended = run_apart([&](int pipe) {
        for (int i = 0; i < 1000; ++i)
            ::dprintf(pipe, "%s\n", line.c_str());
    });
    BOOST_TEST(ended.written.size() == 1'000'000U);
}

BOOST_AUTO_TEST_SUITE_END()
