// The cost of making 1, 100 and 1,000 clients, with and without a shared transport. Makes no connection.
#include <useapi/client.hpp>

#include <boost/asio/io_context.hpp>

#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

namespace {

struct measured
{
    double cpu_us;
    double heap_kb;
    std::ptrdiff_t descriptors;
};

measured now()
{
    struct ::rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto us = [](const ::timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
    };
    const struct ::mallinfo2 heap = ::mallinfo2();
    return {us(used.ru_utime) + us(used.ru_stime), static_cast<double>(heap.uordblks + heap.hblkhd) / 1000,
            std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {})};
}

void measure(std::size_t count, bool shared)
{
    boost::asio::io_context context(1);
    useapi::client_options options{useapi::secret("user:1234-abcdefghijklmnop")};
    std::vector<useapi::client> clients;
    clients.reserve(count);
    const measured before = now();
    if (shared)
        options.transport(useapi::http::transport());
    for (std::size_t i = 0; i != count; ++i)
        clients.emplace_back(context, options);
    const measured after = now();
    const auto each = static_cast<double>(count);
    std::printf("%7zu  %-9s  %8.1f  %9.1f  %9.0f  %8.1f  %11td\n", count, shared ? "shared" : "none",
                (after.cpu_us - before.cpu_us) / 1000, (after.cpu_us - before.cpu_us) / each,
                after.heap_kb - before.heap_kb, (after.heap_kb - before.heap_kb) / each,
                after.descriptors - before.descriptors);
    std::fflush(stdout);
}

} // namespace

int main()
{
    std::puts("clients  transport    CPU ms    us each    heap KB   KB each  descriptors");
    std::fflush(stdout);
    for (const bool shared : {false, true})
        for (const std::size_t count : {1U, 100U, 1000U}) {
            // Runs in a process of its own, which has not parsed any authorities.
            const ::pid_t child = ::fork();
            if (child == 0) {
                measure(count, shared);
                ::_exit(0);
            }
            ::waitpid(child, nullptr, 0);
        }
}
