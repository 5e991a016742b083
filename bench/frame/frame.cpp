#include "frame/frame.hpp"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>

namespace bench {
namespace {

double seconds(const timeval& time) noexcept
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

struct cpu_time
{
    double user = 0;
    double system = 0;

    static cpu_time now()
    {
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        return {seconds(usage.ru_utime), seconds(usage.ru_stime)};
    }
};

void print_latencies(const latency_histogram& latencies)
{
    static constexpr double shares[] = {0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999, 1};
    std::printf(", \"latency_us\": {");
    const char* separator = "";
    for (const double share : shares) {
        std::printf("%s\"%g\": %.2f", separator, share * 100,
                    static_cast<double>(latencies.quantile(share).count()) / 1e3);
        separator = ", ";
    }
    std::printf("}");
}

constexpr unsigned longest_run_seconds = 300;
constexpr std::chrono::milliseconds resting_time{200};

void run(std::string_view name, const job& todo, const make_client& make)
{
    const long memory_at_first = resident_memory();
    const auto measured = make(todo);
    if (todo.warm_up != 0) {
        phase warm_up(todo.warm_up, 0);
        measured->run(warm_up);
    }

    phase work(todo.requests, todo.rate);
    const cpu_time cpu_before = cpu_time::now();
    const auto begin = phase::clock::now();
    measured->run(work);
    const std::chrono::duration<double> taken = phase::clock::now() - begin;
    const cpu_time cpu_after = cpu_time::now();

    std::printf("{\"client\": \"%.*s\", \"connections\": %zu, \"requests\": %zu, \"seconds\": %.6f, "
                "\"cpu_user\": %.6f, \"cpu_system\": %.6f, \"memory_at_first_kib\": %ld, "
                "\"memory_in_use_kib\": %ld",
                static_cast<int>(name.size()), name.data(), todo.connections, todo.requests, taken.count(),
                cpu_after.user - cpu_before.user, cpu_after.system - cpu_before.system, memory_at_first,
                work.memory_in_use());
    if (work.is_paced())
        print_latencies(work.latencies());
    if (todo.rests) {
        measured->rest(resting_time);
        // Memory that the allocator keeps does not count for a client.
        ::malloc_trim(0);
        std::printf(", \"memory_idle_kib\": %ld", resident_memory());
    }
    std::printf("}\n");
}

} // namespace

int measure(std::string_view name, int argc, char** argv, const make_client& make)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGPIPE, SIG_IGN);
    ::alarm(longest_run_seconds);
    try {
        run(name, job(argc, argv), make);
    } catch (const std::exception& failure) {
        give_up(failure.what());
    }
    return 0;
}

void give_up(std::string_view why)
{
    std::cerr << "bench: " << why << '\n';
    std::_Exit(1);
}

} // namespace bench
