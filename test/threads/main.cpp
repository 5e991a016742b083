#include "threads/bugs.hpp"
#include "threads/scenarios.hpp"
#include "threads/schedule.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <sstream>
#include <string>

#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" const char __executable_start; // by the linker

namespace useapi::threads {
namespace {

struct arguments
{
    std::string scenario; ///< empty: all
    std::uint64_t from = 1;
    std::uint64_t count = 100;
    unsigned seconds = 0; ///< 0: no limit
    bool stops_at_first = false;
    bool runs_twice = false;      ///< each schedule, to see that it is the same
    bool shows_addresses = false; ///< in reports, in place of functions, which takes half a second
};

/** What the process of a schedule reports. It is in memory that both processes see. */
schedule_counts* const last_counts = static_cast<schedule_counts*>(
    ::mmap(nullptr, sizeof(schedule_counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));

/** A schedule in a process of its own: so each begins with the same memory, and one that crashes ends alone.
    @return what the process printed; empty if nothing was violated */
std::string run_schedule(const scenario& what, const schedule_plan& plan)
{
    int ends[2];
    if (::pipe(ends) != 0)
        return "no pipe";
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDERR_FILENO);
        ::alarm(20);
        random_numbers numbers(plan.seed);
        begin_schedule(plan);
        what.run(numbers);
        *last_counts = end_schedule();
        ::_exit(0);
    }
    ::close(ends[1]);
    std::string printed;
    char part[4096];
    for (ssize_t size = 0; (size = ::read(ends[0], part, sizeof part)) > 0;)
        printed.append(part, static_cast<std::size_t>(size));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status))
        printed += "ended by signal " + std::to_string(WTERMSIG(status)) + "\n";
    else if (status != 0 && printed.empty())
        printed = "ended with " + std::to_string(WEXITSTATUS(status)) + "\n";
    return printed;
}

/** Prints a report with functions in place of addresses. Of the functions that called others, those of Asio
   and the standard library are left out. */
void print_report(const std::string& report, const char* program)
{
    std::istringstream lines(report);
    std::string addresses;
    const char* filter = "";
    const auto print_addresses = [&] {
        const std::string command = "addr2line -Cfpse '" + std::string(program) + "'" + addresses + filter +
                                    " | cut -c-200 | sed 's/^/    at /'";
        std::fflush(stdout);
        if (!addresses.empty() && std::system(command.c_str()) != 0)
            std::puts("    (addr2line failed)");
        addresses.clear();
    };
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("    at 0x")) {
            // It is the address of the next instruction.
            std::ostringstream address;
            address << " 0x" << std::hex
                    << std::strtoull(line.c_str() + 7, nullptr, 16) - 1 -
                           reinterpret_cast<std::uintptr_t>(&__executable_start);
            addresses += address.str();
            continue;
        }
        print_addresses();
        std::puts(line.c_str());
        if (line.starts_with("  thread"))
            filter = " | grep -v 'boost::asio\\|boost_asio\\|[.]h:\\|[?][?]'";
    }
    print_addresses();
}

bool parse(int argc, char** argv, arguments& chosen)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view option = argv[i];
        bool* const flag = option == "--stop-at-first" ? &chosen.stops_at_first
                           : option == "--twice"       ? &chosen.runs_twice
                           : option == "--addresses"   ? &chosen.shows_addresses
                                                       : nullptr;
        if (flag != nullptr) {
            *flag = true;
            continue;
        }
        if (++i == argc)
            return false;
        const char* const value = argv[i];
        if (option == "--scenario")
            chosen.scenario = value;
        else if (option == "--bug")
            bug = value;
        else if (option == "--from")
            chosen.from = std::strtoull(value, nullptr, 10);
        else if (option == "--count")
            chosen.count = std::strtoull(value, nullptr, 10);
        else if (option == "--seconds")
            chosen.seconds = static_cast<unsigned>(std::atoi(value));
        else
            return false;
    }
    const std::string known = " " USEAPI_THREADS_BUGS " ";
    return bug.empty() || known.find(" " + std::string(bug) + " ") != std::string::npos;
}

int run(const arguments& chosen, const char* program)
{
    using steady = std::chrono::steady_clock;
    unsigned expected[std::size(scenarios)] = {};
    std::uint64_t schedules = 0, steps = 0, switches = 0, preemptions = 0, violations = 0;
    const auto begun = steady::now();
    const auto seconds = [begun] { return std::chrono::duration<double>(steady::now() - begun).count(); };
    for (std::uint64_t seed = chosen.from; seed != chosen.from + chosen.count; ++seed) {
        if (chosen.seconds != 0 && seconds() > chosen.seconds)
            break;
        for (std::size_t i = 0; i != std::size(scenarios); ++i) {
            const scenario& each = scenarios[i];
            if (!chosen.scenario.empty() && chosen.scenario != each.name)
                continue;
            // Without a preemption: how many steps there are to draw from.
            if (expected[i] == 0) {
                run_schedule(each, {0, 0, 0});
                expected[i] = std::max(last_counts->steps, 1U);
            }
            const schedule_plan plan{seed, static_cast<unsigned>(seed % (most_preemptions + 1)), expected[i]};
            std::string report = run_schedule(each, plan);
            ++schedules;
            const std::uint64_t decisions = last_counts->decisions;
            if (chosen.runs_twice && report.empty() && (report = run_schedule(each, plan)).empty() &&
                last_counts->decisions != decisions)
                report = "the same seed gave another schedule\n";
            if (report.empty()) {
                steps += last_counts->steps;
                switches += last_counts->switches;
                preemptions += plan.preemptions;
                continue;
            }
            ++violations;
            std::printf("seed %llu of %s: ", static_cast<unsigned long long>(seed),
                        std::string(each.name).c_str());
            if (chosen.shows_addresses)
                std::fputs(report.c_str(), stdout);
            else
                print_report(report, program);
            std::printf("Replay: --scenario %s --from %llu --count 1%s%s\n", std::string(each.name).c_str(),
                        static_cast<unsigned long long>(seed), bug.empty() ? "" : " --bug ",
                        std::string(bug).c_str());
            if (chosen.stops_at_first)
                goto ended;
        }
    }
ended:
    const double each = static_cast<double>(std::max<std::uint64_t>(schedules - violations, 1));
    std::printf(
        "%llu schedules, %llu violations; %.0f a second, on average %.0f steps, %.1f switches and %.1f "
        "preemptions\n",
        static_cast<unsigned long long>(schedules), static_cast<unsigned long long>(violations),
        static_cast<double>(schedules) / seconds(), static_cast<double>(steps) / each,
        static_cast<double>(switches) / each, static_cast<double>(preemptions) / each);
    return violations == 0 ? 0 : 1;
}

} // namespace
} // namespace useapi::threads

int main(int argc, char** argv)
{
    using namespace useapi::threads;
    // The same addresses in each run: some orders depend on them.
    const int now = ::personality(0xffffffff);
    if (now != -1 && (now & ADDR_NO_RANDOMIZE) == 0 &&
        ::personality(static_cast<unsigned long>(now) | ADDR_NO_RANDOMIZE) != -1)
        ::execv("/proc/self/exe", argv);
    arguments chosen;
    if (!parse(argc, argv, chosen)) {
        std::fprintf(stderr,
                     "usage: %s [--scenario NAME] [--from SEED] [--count N] [--seconds N] [--bug NAME] "
                     "[--stop-at-first] [--twice] [--addresses]\nbugs: %s\nscenarios:",
                     argv[0], USEAPI_THREADS_BUGS);
        for (const scenario& each : scenarios)
            std::fprintf(stderr, " %s", std::string(each.name).c_str());
        std::fputs("\n", stderr);
        return 2;
    }
    return run(chosen, argv[0]);
}
