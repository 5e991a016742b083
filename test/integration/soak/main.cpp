// Makes many calls in one process, and compares the heap after the first of them with that at the end.
#include "emulator/server/server.hpp"

#include <useapi/runwayml.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <malloc.h>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace asio = boost::asio;
using namespace useapi;

constexpr long first_calls = 10'000;
constexpr int connections = 16;
constexpr std::chrono::milliseconds idle_for{100};
/** A leak of 16 bytes a call is 16 % of the heap of some 1 MB. What the allocator keeps for later counts as
   in use, and differs by less than 1 %. */
constexpr double most_change = 3;

std::size_t heap_in_use()
{
    return ::mallinfo2().uordblks;
}

/** The service in a process of its own, so that its memory is not counted. @return its base URL and CA file
 */
std::pair<std::string, std::string> start_service()
{
    int ends[2];
    if (::pipe(ends) != 0)
        std::abort();
    if (::fork() == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        asio::io_context context(1);
        emulator::server service(context, emulator::options());
        service.start();
        const std::string text = service.base_url() + '\n' + service.ca_file().string() + '\n';
        if (::write(ends[1], text.data(), text.size()) != static_cast<ssize_t>(text.size()))
            std::abort();
        context.run();
        ::_exit(0);
    }
    std::string text;
    char byte = 0;
    for (int lines = 0; lines < 2 && ::read(ends[0], &byte, 1) == 1;) {
        text += byte;
        lines += byte == '\n' ? 1 : 0;
    }
    const auto middle = text.find('\n');
    return {text.substr(0, middle), text.substr(middle + 1, text.size() - middle - 2)};
}

struct tally
{
    long left;
    long failed = 0;
};

asio::awaitable<void> register_again_and_again(client c, std::string email, tally& count)
{
    while (count.left > 0) {
        --count.left;
        runwayml::account_settings settings(email, secret("correct horse"));
        settings.max_jobs(5);
        const auto outcome = co_await runwayml::upsert_account(c, settings);
        count.failed += outcome.has_value() ? 0 : 1;
    }
}

long make_calls(asio::io_context& context, const client& c, long calls)
{
    tally count{calls};
    for (int i = 0; i < connections; ++i)
        asio::co_spawn(context, register_again_and_again(c, "user" + std::to_string(i) + "@b.cd", count),
                       asio::detached);
    context.restart();
    context.run();
    // Connections give their buffers back after they were idle for a while. A loop runs its timers in order,
    // so all of them have done so when this one ends.
    asio::steady_timer later(context, idle_for);
    later.async_wait([](const boost::system::error_code&) {});
    context.restart();
    context.run();
    return count.failed;
}

} // namespace

int main(int argument_count, char** arguments)
{
    const long calls = argument_count > 1 ? std::atol(arguments[1]) : 1'000'000;
    const auto [base_url, ca_file] = start_service();
    asio::io_context context(1);
    client_options options{secret("user:1234-abcdefghijklmnop")};
    options.base_url(base_url).ca_file(ca_file).max_connections(connections);
    const client c(context, options);

    long failed = make_calls(context, c, first_calls);
    const auto early = static_cast<double>(heap_in_use());
    failed += make_calls(context, c, calls - first_calls);
    const auto late = static_cast<double>(heap_in_use());

    const double change = 100 * (late - early) / early;
    std::printf("%ld calls, %ld failed; heap after %ld calls %.0f bytes, at the end %.0f bytes: %+.2f %%\n",
                calls, failed, first_calls, early, late, change);
    return failed == 0 && std::abs(change) <= most_change ? 0 : 1;
}
