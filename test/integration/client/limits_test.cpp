#include "integration/client/loopback.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <filesystem>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

/** Leaves the process so many descriptors to open, until it goes. */
class descriptor_limit
{
public:
    explicit descriptor_limit(std::size_t more)
    {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const auto open = std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                                        std::filesystem::directory_iterator());
        rlimit low = before_;
        // The listing itself had one open.
        low.rlim_cur = static_cast<rlim_t>(open - 1) + more;
        ::setrlimit(RLIMIT_NOFILE, &low);
    }

    descriptor_limit(const descriptor_limit&) = delete;
    descriptor_limit& operator=(const descriptor_limit&) = delete;

    ~descriptor_limit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

} // namespace

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(ten_thousand_calls_wait_for_sixteen_connections)
{
    constexpr int calls = 10'000;
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service).max_connections(16).timeout(100s));
    int succeeded = 0;
    int completed = 0;
    for (int i = 0; i < calls; ++i)
        async_list_accounts(c, [&](const result<std::vector<account>>& outcome) {
            ++completed;
            succeeded += outcome.has_value() ? 1 : 0;
        });
    BOOST_TEST(c.statistics().running_calls == static_cast<std::size_t>(calls));
    BOOST_TEST(c.statistics().waiting_calls == static_cast<std::size_t>(calls));
    context.run();
    BOOST_TEST(completed == calls);
    BOOST_TEST(succeeded == calls);
    BOOST_TEST(service.statistics().peak_connections <= 16U);
    BOOST_TEST(service.statistics().requests.requests == static_cast<std::size_t>(calls));
}

BOOST_AUTO_TEST_CASE(lack_of_file_descriptors_is_an_error_and_passes)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    client_options chosen = options_for(service);
    chosen.retry(retry_options(chosen.retry()).max_attempts(1));
    const client c(context, chosen);
    {
        const descriptor_limit none_left(0);
        const auto failed = run(context, list_accounts(c));
        BOOST_TEST_REQUIRE(failed.has_error());
        BOOST_TEST(failed.error().code() == errc::connect_failed);
        BOOST_TEST(failed.error().effect() == effect::none);
        BOOST_TEST(failed.error().detail().find("Too many open files") != std::string::npos,
                   failed.error().detail());
    }
    BOOST_TEST(run(context, list_accounts(c)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
