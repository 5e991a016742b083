#include "http/connect/name_lookup.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

#include <dlfcn.h>
#include <netdb.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

using namespace useapi;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

/** A name server that is silent about one name until the test lets it go on, for a minute at most. */
class silent_name_server
{
public:
    static constexpr std::string_view name = "silent.test";

    static silent_name_server& instance()
    {
        // Never destroyed: threads may wait for it when the process ends.
        static auto& only = *new silent_name_server;
        return only;
    }

    void keep_silent()
    {
        const std::lock_guard lock(mutex_);
        is_silent_ = true;
        most_asking_ = asking_;
    }

    /** Ends the silence, and returns when no look-up is under way any more. */
    void go_on()
    {
        std::unique_lock lock(mutex_);
        is_silent_ = false;
        changed_.notify_all();
        changed_.wait_for(lock, 10s, [this] { return asking_ == 0; });
    }

    void on_question()
    {
        std::unique_lock lock(mutex_);
        most_asking_ = std::max(most_asking_, ++asking_);
        changed_.notify_all();
        changed_.wait_for(lock, 60s, [this] { return !is_silent_; });
        --asking_;
        changed_.notify_all();
    }

    bool wait_until_asked(int times)
    {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 30s, [&] { return asking_ >= times; });
    }

    int most_asking() const
    {
        const std::lock_guard lock(mutex_);
        return most_asking_;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool is_silent_ = false;
    int asking_ = 0;
    int most_asking_ = 0;
};

} // namespace

// Replaces the C library's function in this program.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** found)
{
    if (node && node == silent_name_server::name) {
        silent_name_server::instance().on_question();
        return EAI_AGAIN;
    }
    static const auto original =
        reinterpret_cast<int (*)(const char*, const char*, const addrinfo*, addrinfo**)>(
            ::dlsym(RTLD_NEXT, "getaddrinfo"));
    return original(node, service, hints, found);
}

namespace {

struct silence
{
    silence() { silent_name_server::instance().keep_silent(); }

    silence(const silence&) = delete;
    silence& operator=(const silence&) = delete;

    ~silence() { silent_name_server::instance().go_on(); }
};

void ask(asio::io_context& context, const std::string& name, http::lookup_handler handler)
{
    http::system_lookup(context)(name, 443, std::move(handler));
}

std::chrono::milliseconds time_of(const std::function<void()>& what)
{
    const auto began = steady_clock::now();
    what();
    return std::chrono::floor<std::chrono::milliseconds>(steady_clock::now() - began);
}

/** Runs one disabled test case of this program in a process of its own.
    A `fork` here would copy the locks of a sanitizer that the ending thread of an earlier case may hold. The
    child would wait for them for ever.
    @return its exit code, -1 if a signal ended it */
int run_alone(const std::string& test_case)
{
    std::string path = "/proc/self/exe";
    std::string filter = "--run_test=system_lookup/" + test_case;
    char* arguments[]{path.data(), filter.data(), nullptr};
    ::pid_t child = -1;
    BOOST_TEST_REQUIRE(::posix_spawn(&child, path.c_str(), nullptr, nullptr, arguments, environ) == 0);
    int status = 0;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

BOOST_AUTO_TEST_SUITE(system_lookup)

BOOST_AUTO_TEST_CASE(name_and_port_become_endpoints)
{
    asio::io_context context(1);
    asio::steady_timer deadline(context, 10s);
    deadline.async_wait([](const error_code&) {});
    http::endpoint_list found;
    ask(context, "127.0.0.1", [&](const error_code& ec, const http::endpoint_list& list) {
        BOOST_TEST(!ec);
        found = list;
        deadline.cancel();
    });
    context.run_for(10s);
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found.front().address().to_string() == "127.0.0.1");
    BOOST_TEST(found.front().port() == 443U);
}

BOOST_AUTO_TEST_CASE(failure_is_told)
{
    asio::io_context context(1);
    asio::steady_timer deadline(context, 10s);
    deadline.async_wait([](const error_code&) {});
    error_code told;
    ask(context, std::string(silent_name_server::name),
        [&](const error_code& ec, const http::endpoint_list& list) {
            told = ec;
            BOOST_TEST(list.empty());
            deadline.cancel();
        });
    context.run_for(10s);
    BOOST_TEST(told == asio::error::host_not_found_try_again);
}

BOOST_AUTO_TEST_CASE(context_neither_runs_nor_waits_for_a_silent_name_server)
{
    const silence until_the_end;
    const auto held = std::make_shared<int>();
    auto context = std::make_unique<asio::io_context>(1);
    ask(*context, std::string(silent_name_server::name),
        [held](const error_code&, const http::endpoint_list&) { BOOST_TEST(false); });
    BOOST_TEST(silent_name_server::instance().wait_until_asked(1));
    const auto ran = time_of([&] { context->run_for(60s); });
    BOOST_TEST(ran.count() < 20'000);
    const auto destroyed = time_of([&] { context.reset(); });
    BOOST_TEST(destroyed.count() < 20'000);
    BOOST_TEST(held.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(process_that_ends_while_a_name_server_is_silent, *boost::unit_test::disabled())
{
    silent_name_server::instance().keep_silent();
    asio::io_context context(1);
    ask(context, std::string(silent_name_server::name), [](const auto&, const auto&) {});
    BOOST_TEST(silent_name_server::instance().wait_until_asked(1));
}

BOOST_AUTO_TEST_CASE(process_does_not_wait_for_a_silent_name_server)
{
    // The time includes all that runs at the end of a process, such as a sanitizer's check for leaks.
    int code = -1;
    const auto took = time_of([&] { code = run_alone("process_that_ends_while_a_name_server_is_silent"); });
    BOOST_TEST(code == 0);
    BOOST_TEST(took.count() < 20'000);
}

BOOST_AUTO_TEST_CASE(threads_are_bounded_and_what_waits_for_one_is_answered)
{
    constexpr std::size_t contexts = 20;
    std::vector<std::unique_ptr<asio::io_context>> all;
    std::size_t answered = 0;
    {
        const silence until_asked;
        for (std::size_t i = 0; i != contexts; ++i) {
            all.push_back(std::make_unique<asio::io_context>(1));
            ask(*all.back(), std::string(silent_name_server::name),
                [&answered](const error_code&, const http::endpoint_list&) { ++answered; });
        }
        BOOST_TEST(silent_name_server::instance().wait_until_asked(8));
        // The look-ups of these contexts are not wanted any more.
        all.resize(contexts - 5);
        BOOST_TEST(silent_name_server::instance().most_asking() == 8);
    }
    for (const auto& context : all) {
        asio::steady_timer deadline(*context, 10s);
        deadline.async_wait([](const error_code&) {});
        const std::size_t before = answered;
        while (answered == before && context->run_one() != 0) {
        }
    }
    BOOST_TEST(answered == contexts - 5);
    BOOST_TEST(silent_name_server::instance().most_asking() == 8);
}

#if !defined(__SANITIZE_THREAD__) // which allows for no threads in the child of a fork
BOOST_AUTO_TEST_CASE(process_that_forks_while_all_threads_are_busy, *boost::unit_test::disabled())
{
    const silence until_the_end;
    std::vector<std::unique_ptr<asio::io_context>> all;
    for (int i = 0; i != 8; ++i) {
        all.push_back(std::make_unique<asio::io_context>(1));
        ask(*all.back(), std::string(silent_name_server::name), [](const auto&, const auto&) {});
    }
    BOOST_TEST(silent_name_server::instance().wait_until_asked(8));
    const ::pid_t child = ::fork();
    BOOST_TEST_REQUIRE(child >= 0);
    if (child == 0) {
        asio::io_context context(1);
        asio::steady_timer deadline(context, 10s);
        deadline.async_wait([](const error_code&) { ::_exit(1); });
        ask(context, "127.0.0.1",
            [](const error_code& ec, const auto& list) { ::_exit(!ec && list.size() == 1 ? 0 : 2); });
        context.run();
        ::_exit(3);
    }
    int status = 0;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_AUTO_TEST_CASE(child_of_a_fork_looks_names_up_though_all_threads_were_busy)
{
    BOOST_TEST(run_alone("process_that_forks_while_all_threads_are_busy") == 0);
}

#endif

BOOST_AUTO_TEST_SUITE_END()
