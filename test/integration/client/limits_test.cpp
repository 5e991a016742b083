#include "integration/client/loopback.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

/** While it lives, the process cannot open a descriptor. */
class no_descriptor_left
{
public:
    no_descriptor_left()
    {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        // The limit applies to the numbers of descriptors, and the process may have been started with any of
        // them open. A new descriptor gets the lowest number that is free.
        const int lowest_free = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::close(lowest_free);
        rlimit low = before_;
        low.rlim_cur = static_cast<rlim_t>(lowest_free);
        ::setrlimit(RLIMIT_NOFILE, &low);
    }

    no_descriptor_left(const no_descriptor_left&) = delete;
    no_descriptor_left& operator=(const no_descriptor_left&) = delete;

    ~no_descriptor_left() { ::setrlimit(RLIMIT_NOFILE, &before_); }

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
        const no_descriptor_left until_it_goes;
        const auto failed = run(context, list_accounts(c));
        BOOST_TEST_REQUIRE(failed.has_error());
        BOOST_TEST(failed.error().code() == errc::connect_failed);
        BOOST_TEST(failed.error().effect() == effect::none);
        BOOST_TEST(failed.error().detail().find("Too many open files") != std::string::npos,
                   failed.error().detail());
    }
    BOOST_TEST(run(context, list_accounts(c)).has_value());
}

BOOST_AUTO_TEST_CASE(client_that_could_do_no_io_is_refused_when_it_is_made)
{
    emulator::background_server service{emulator::options()};
    std::ifstream file(service.ca_file());
    const std::string authority{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    asio::io_context context(1);
    const client_options chosen = options_for(service).tls(http::tls_options().ca_pem(authority));
    {
        const no_descriptor_left until_it_goes;
        BOOST_CHECK_EXCEPTION(client(context, chosen), boost::system::system_error,
                              [](const boost::system::system_error& failure) {
                                  return failure.code() == boost::system::errc::too_many_files_open;
                              });
    }
    BOOST_TEST(run(context, list_accounts(client(context, chosen))).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
