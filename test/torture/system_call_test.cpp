#include "integration/client/loopback.hpp"
#include "torture/system_calls.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <thread>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

BOOST_AUTO_TEST_SUITE(system_calls)

namespace {

std::ptrdiff_t open_descriptors()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

/** Whether so many are open. The service, which is in this process, closes its end of a connection a moment
    later than the client. */
bool comes_back_to(std::ptrdiff_t descriptors)
{
    const auto give_up_at = std::chrono::steady_clock::now() + 10s;
    while (open_descriptors() != descriptors && std::chrono::steady_clock::now() < give_up_at)
        std::this_thread::yield();
    return open_descriptors() == descriptors;
}

std::string described(const system_call_failure& planned)
{
    return to_string(planned.call) + ' ' + std::to_string(planned.nth) + ": " +
           (planned.error == 0 ? "one byte" : std::strerror(planned.error));
}

struct end_of_calls
{
    unsigned failures = 0;
    std::optional<result<account>> registered{};
    std::optional<result<std::vector<account>>> listed{};
};

/** Registers an account, and lists all of them on the connection that is open then, while system calls fail.
 */
end_of_calls make_two_calls(const emulator::background_server& service, const std::string& email,
                            const system_call_failure& planned)
{
    asio::io_context context(1);
    // They are longer than this test, so an attempt that hangs does not end by them.
    const client c(context, options_for(service).timeout(100s).attempt_timeout(90s).connect_timeout(80s));
    end_of_calls ended;
    const failing_system_calls failing(planned);
    async_upsert_account(c, settings_of(email), [&](result<account> outcome) {
        ended.registered = std::move(outcome);
        async_list_accounts(c, [&](result<std::vector<account>> all) { ended.listed = std::move(all); });
    });
    context.run_for(60s);
    ended.failures = failing.failed();
    return ended;
}

/** The service's own list has what the call said. */
template <class Outcome>
bool is_true_of(const emulator::background_server& service, const std::string& email, const Outcome& said)
{
    const bool is_there = service.accounts(api_token).contains(email);
    if (said.has_value())
        return is_there;
    return said.error().effect() != effect::none || !is_there;
}

} // namespace

BOOST_AUTO_TEST_CASE(each_one_of_each_kind_fails_once_and_the_calls_succeed)
{
    const system_call_failure kinds[]{{system_call::socket, EMFILE},
                                      {system_call::socket, ENFILE},
                                      {system_call::socket, ENOBUFS},
                                      {system_call::socket, ENOMEM},
                                      {system_call::connect, EADDRNOTAVAIL},
                                      {system_call::connect, ENOBUFS},
                                      {system_call::connect, ENETUNREACH},
                                      {system_call::connect, EPERM},
                                      {system_call::receive, 0},
                                      {system_call::receive, EINTR},
                                      {system_call::receive, ENOBUFS},
                                      {system_call::receive, ENOMEM},
                                      {system_call::receive, ECONNRESET},
                                      {system_call::receive, ETIMEDOUT},
                                      {system_call::send, 0},
                                      {system_call::send, EINTR},
                                      {system_call::send, ENOBUFS},
                                      {system_call::send, ENOMEM},
                                      {system_call::send, EPIPE},
                                      {system_call::send, ECONNRESET},
                                      {system_call::get_option, ENOBUFS},
                                      {system_call::set_option, ENOPROTOOPT},
                                      {system_call::set_option, ENOMEM},
                                      {system_call::control_epoll, ENOSPC},
                                      {system_call::control_epoll, ENOMEM},
                                      {system_call::wait_for_epoll, EINTR}};
    emulator::background_server service{emulator::options()};
    for (system_call_failure planned : kinds) {
        unsigned failures = 1;
        for (; failures != 0; ++planned.nth) {
            BOOST_TEST_CONTEXT(described(planned))
            {
                const std::string email = to_string(planned.call) + std::to_string(planned.error) + '.' +
                                          std::to_string(planned.nth) + "@b.cd";
                const auto descriptors = open_descriptors();
                const end_of_calls ended = make_two_calls(service, email, planned);
                failures = ended.failures;
                BOOST_TEST(comes_back_to(descriptors));
                BOOST_TEST_REQUIRE(ended.registered.has_value());
                BOOST_TEST_REQUIRE(ended.listed.has_value());
                BOOST_TEST(is_true_of(service, email, *ended.registered));
                BOOST_TEST(ended.registered->has_value());
                BOOST_TEST(ended.listed->has_value());
            }
        }
        // A kind that the client does not use tells nothing.
        BOOST_TEST(planned.nth > 2U, described(planned));
    }
}

BOOST_AUTO_TEST_CASE(each_transfer_is_one_byte_or_interrupted_and_the_calls_succeed)
{
    emulator::background_server service{emulator::options()};
    for (const auto kind : {system_call::receive, system_call::send, system_call::wait_for_epoll})
        for (const int error : {0, EINTR})
            for (const unsigned nth : {1U, 2U, 3U}) {
                const system_call_failure planned{kind, error, nth, true};
                // With every call it would never end, or it is no answer of this call.
                if ((error != 0 && nth == 1) || (kind == system_call::wait_for_epoll && error != EINTR))
                    continue;
                BOOST_TEST_CONTEXT(described(planned) << " each time")
                {
                    const end_of_calls ended = make_two_calls(service, "a@b.cd", planned);
                    BOOST_TEST(ended.failures > 0U);
                    BOOST_TEST_REQUIRE(ended.listed.has_value());
                    BOOST_TEST(ended.registered->has_value());
                    BOOST_TEST(ended.listed->has_value());
                }
            }
}

BOOST_AUTO_TEST_CASE(each_one_of_a_kind_fails_always_and_the_calls_fail_in_time)
{
    emulator::background_server service{emulator::options()};
    for (const system_call_failure& planned :
         {system_call_failure{system_call::socket, EMFILE, 1, true},
          system_call_failure{system_call::connect, ENETUNREACH, 1, true},
          system_call_failure{system_call::receive, ENOBUFS, 1, true},
          system_call_failure{system_call::send, ENOBUFS, 1, true},
          system_call_failure{system_call::control_epoll, ENOSPC, 1, true}}) {
        BOOST_TEST_CONTEXT(described(planned) << " each time")
        {
            const auto descriptors = open_descriptors();
            const end_of_calls ended = make_two_calls(service, "a@b.cd", planned);
            BOOST_TEST(comes_back_to(descriptors));
            BOOST_TEST_REQUIRE(ended.listed.has_value());
            BOOST_TEST_REQUIRE(ended.registered->has_error());
            BOOST_TEST(is_true_of(service, "a@b.cd", *ended.registered));
            BOOST_TEST(ended.registered->error().effect() == effect::none);
            BOOST_TEST(ended.registered->error().attempts() > 1U);
            BOOST_TEST(ended.listed->has_error());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
