// Makes many calls in one process, good ones and failing ones, and compares the heap after the first of them
// with that at the end.
#include "emulator/server/server.hpp"
#include "unit/temporary_folder.hpp"

#include <useapi/runwayml.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

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
constexpr std::chrono::milliseconds idle_for{50};
/** 48 bytes of each cancelled call, of which there are some 300, or one byte of each call, are 1.5 % of the
   heap of some 1 MB. Session tickets that connections got make less than that. */
constexpr double most_change = 1.5;

/** Begins anew without the caches of the allocator, since blocks in them count as in use. */
void do_without_caches(char** arguments)
{
    constexpr const char* name = "GLIBC_TUNABLES";
    if (std::getenv(name))
        return;
    ::setenv(name, "glibc.malloc.tcache_count=0", 1);
    ::execv("/proc/self/exe", arguments);
    std::abort();
}

std::size_t heap_in_use()
{
    return ::mallinfo2().uordblks;
}

/** The service in a process of its own, so that its memory is not counted. @return its base URL and CA file
 */
std::pair<std::string, std::string> start_service(const test::temporary_folder& folder)
{
    int ends[2];
    if (::pipe(ends) != 0)
        std::abort();
    if (::fork() == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        asio::io_context context(1);
        emulator::server service(context, emulator::options()
                                              .tls_dir(folder.path(""))
                                              .add_fault("reset=after-request,rate=0.005")
                                              .add_fault("status=503,rate=0.005"));
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

/** Makes a call, which fails in one of four ways if its number says so. @return whether it ended as it had to
 */
asio::awaitable<bool> make_call(client c, std::string email, long number)
{
    using namespace asio::experimental::awaitable_operators;
    // Those that close their connection are fewer, since the next call then waits for a handshake.
    switch (number % 32) {
    case 0:
    case 8:
    case 16: {
        const auto outcome = co_await runwayml::get_account(c, "nobody@b.cd");
        co_return outcome.has_error() && outcome.error().code() == errc::not_found;
    }
    case 4:
    case 12:
    case 20: {
        const auto outcome = co_await runwayml::upsert_account(c, {"no email", secret("correct horse")});
        co_return outcome.has_error() && outcome.error().code() == errc::invalid_argument;
    }
    case 1: {
        const auto outcome = co_await runwayml::get_account(
            c.with(call_options().timeout(std::chrono::milliseconds(1))), email);
        // Without time for another attempt a call has the error of its last one.
        co_return outcome.has_value() || outcome.error().code() == errc::timed_out ||
            outcome.error().code() == condition::transient;
    }
    case 17: {
        asio::steady_timer end(co_await asio::this_coro::executor, std::chrono::microseconds(number % 500));
        co_await (runwayml::get_account(c, email) || end.async_wait(asio::use_awaitable));
        co_return true;
    }
    default: {
        const auto outcome = co_await runwayml::upsert_account(
            c, runwayml::account_settings(email, secret("correct horse")).max_jobs(5));
        co_return outcome.has_value();
    }
    }
}

struct tally
{
    long left;
    long wrong = 0;
};

asio::awaitable<void> make_calls_in_turn(client c, std::string email, tally& count)
{
    while (count.left > 0) {
        const long number = --count.left;
        count.wrong += co_await make_call(c, email, number) ? 0 : 1;
    }
}

/** A failed call may have closed its connection, and a connection takes more than all that is left of calls.
 */
void open_every_connection(asio::io_context& context, const client& c)
{
    while (c.statistics().idle_connections != connections) {
        for (int i = 0; i < connections; ++i)
            runwayml::async_get_account(c, "user0@b.cd", asio::detached);
        context.restart();
        context.run();
    }
}

/** @return how many calls did not end as they had to */
long make_calls(asio::io_context& context, const client& c, long calls)
{
    tally count{calls};
    for (int i = 0; i < connections; ++i)
        asio::co_spawn(context, make_calls_in_turn(c, "user" + std::to_string(i) + "@b.cd", count),
                       asio::detached);
    context.restart();
    context.run();
    open_every_connection(context, c);
    // Connections give their buffers back after they were idle for a while. The loop is run several times,
    // since a process that had no processor for so long finds all timers expired at once.
    for (int i = 0; i < 5; ++i) {
        asio::steady_timer later(context, idle_for);
        later.async_wait([](const boost::system::error_code&) {});
        context.restart();
        context.run();
    }
    return count.wrong;
}

} // namespace

int main(int argument_count, char** arguments)
{
    do_without_caches(arguments);
    const long calls = argument_count > 1 ? std::atol(arguments[1]) : 1'000'000;
    const test::temporary_folder folder;
    const auto [base_url, ca_file] = start_service(folder);
    asio::io_context context(1);
    client_options options{secret("user:1234-abcdefghijklmnop")};
    options.base_url(base_url).max_connections(connections);
    // A connection with a resumed session needs less memory: it shares the server's certificates with others.
    options.tls(http::tls_options().ca_file(ca_file).resume_sessions(false));
    options.retry(retry_options()
                      .base_delay(std::chrono::milliseconds(1))
                      .busy_base_delay(std::chrono::milliseconds(1))
                      .budget_floor(1'000'000));
    const client c(context, options);

    long wrong = make_calls(context, c, first_calls);
    const auto early = static_cast<double>(heap_in_use());
    wrong += make_calls(context, c, calls - first_calls);
    const auto late = static_cast<double>(heap_in_use());

    const double change = 100 * (late - early) / early;
    std::printf("%ld calls, %ld ended otherwise than they had to; heap after %ld calls %.0f bytes, at the "
                "end %.0f bytes: %+.2f %%\n",
                calls, wrong, first_calls, early, late, change);
    return wrong == 0 && std::abs(change) <= most_change ? 0 : 1;
}
