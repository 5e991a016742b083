#include "integration/client/loopback.hpp"
#include "torture/allocations.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

BOOST_AUTO_TEST_SUITE(allocations)

namespace {

/** How a process ended in which one allocation failed. */
enum ending : int
{
    registered = 0,
    not_registered = 1, ///< and the call says that it did nothing
    unknown = 2,        ///< whether the account is registered
    refused = 3,        ///< the client or the call threw, and nothing was sent
    hung = 4,
    no_failure = 5 ///< the calls need fewer allocations
};

/** Registers an account, and lists all of them. A call that cannot begin throws. */
class two_calls
{
public:
    void start(const client& c, const account_settings& settings)
    {
        async_upsert_account(c, settings, [this, c](result<account> outcome) {
            end_ = outcome.has_value()                        ? registered
                   : outcome.error().effect() == effect::none ? not_registered
                                                              : unknown;
            try {
                async_list_accounts(c, [](const result<std::vector<account>>&) {});
            } catch (const std::bad_alloc&) {
            }
        });
    }

    std::optional<ending> end() const noexcept { return end_; }

private:
    std::optional<ending> end_;
};

/** Runs handlers until none is left. @return false if some are left after longer than any deadline */
bool run_to_the_end(asio::io_context& context)
{
    for (;;)
        try {
            context.run_for(10s);
            return context.stopped();
        } catch (const std::bad_alloc&) {
            // The loop may be run again: nothing else is lost.
        }
}

ending make_two_calls(asio::io_context& context, const client_options& chosen,
                      const account_settings& settings, allocator whose, unsigned nth)
{
    two_calls calls;
    const failing_allocation failing(whose, nth);
    try {
        const client c(context, chosen);
        calls.start(c, settings);
        if (!run_to_the_end(context))
            return hung;
    } catch (const std::exception&) {
        // Not always std::bad_alloc: OpenSSL tells that a certificate cannot be read, or Asio that OpenSSL
        // failed.
        return run_to_the_end(context) ? refused : hung;
    }
    if (!failing.happened())
        return no_failure;
    return calls.end().value_or(unknown);
}

constexpr const char* email = "a@b.cd";

/** Each process registers its account with another token, so that all lists have one account. */
std::string token_of(unsigned nth)
{
    return "user:" + std::to_string(nth) + "-abcdefghijklmnop";
}

ending make_two_calls(const emulator::background_server& service, allocator whose, unsigned nth)
{
    asio::io_context context(1);
    // Asio makes its services with the first object of each kind, and crashes where it has no memory for
    // them.
    asio::ip::tcp::socket(context).open(asio::ip::tcp::v4());
    asio::steady_timer(asio::make_strand(context)).expires_after(1ms);
    client_options chosen{secret(token_of(nth))};
    chosen.base_url(service.base_url()).ca_file(service.ca_file().string()).seed(1);
    chosen.timeout(900ms).attempt_timeout(300ms).connect_timeout(200ms).retry(
        retry_options().base_delay(5ms));
    return make_two_calls(context, chosen, settings_of(email), whose, nth);
}

/** @return what waitpid() says of a process in which an allocation failed */
int status_of_a_process(const emulator::background_server& service, allocator whose, unsigned nth)
{
    const pid_t process = ::fork();
    if (process == 0) {
        // std::terminate() says why, and is expected.
        if (!std::freopen("/dev/null", "w", stderr))
            ::_exit(hung);
        for (const int number : {SIGABRT, SIGSEGV, SIGALRM})
            ::signal(number, SIG_DFL);
        ::alarm(60);
        // OpenSSL and the library make what they make once in a process.
        if (make_two_calls(service, whose, 1'000'000) != no_failure)
            ::_exit(hung);
        ::_exit(make_two_calls(service, whose, nth));
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    return status;
}

struct endings
{
    unsigned counts[no_failure + 1]{};
    unsigned terminated = 0;
    unsigned crashed = 0;
};

/** Lets every allocation fail, or every so many. A process takes some 5 ms. */
endings let_each_fail(allocator whose, unsigned step)
{
    emulator::background_server service{emulator::options()};
    endings all;
    for (unsigned nth = 1; all.counts[no_failure] == 0; nth += step) {
        BOOST_TEST_CONTEXT("allocation " << nth)
        {
            const int status = status_of_a_process(service, whose, nth);
            if (WIFSIGNALED(status)) {
                ++(WTERMSIG(status) == SIGABRT ? all.terminated : all.crashed);
                BOOST_TEST_MESSAGE("signal " << WTERMSIG(status));
                continue;
            }
            const int ended = WEXITSTATUS(status);
            BOOST_TEST_REQUIRE(ended <= no_failure);
            ++all.counts[ended];
            BOOST_TEST(ended != hung);
            const bool is_there = service.accounts(token_of(nth)).contains(email);
            if (ended == registered)
                BOOST_TEST(is_there);
            if (ended == not_registered || ended == refused)
                BOOST_TEST(!is_there);
        }
    }
    BOOST_TEST_MESSAGE(all.counts[registered]
                       << " calls succeeded, " << all.counts[not_registered] + all.counts[unknown]
                       << " failed, " << all.counts[refused] << " did not begin; " << all.terminated
                       << " processes were terminated, " << all.crashed << " crashed");
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(each_one_fails_once_and_the_calls_fail_or_the_process_is_terminated)
{
    const endings all = let_each_fail(allocator::operator_new, 1);
    // Asio 1.81 crashes where it has no memory for the parts of a strand: its destructor uses members that
    // are not set yet.
    BOOST_TEST(all.crashed <= 6U);
    BOOST_TEST(all.counts[registered] != 0U);
    BOOST_TEST(all.counts[refused] != 0U);
}

BOOST_AUTO_TEST_CASE(one_of_openssl_fails_and_the_calls_fail)
{
    const endings all = let_each_fail(allocator::openssl, std::getenv("USEAPI_EVERY_ALLOCATION") ? 1 : 23);
    BOOST_TEST(all.terminated == 0U);
    BOOST_TEST(all.counts[registered] != 0U);
    BOOST_TEST(all.counts[not_registered] != 0U);
    BOOST_TEST(all.counts[refused] != 0U);
}

BOOST_AUTO_TEST_SUITE_END()
