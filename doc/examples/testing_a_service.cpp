#define BOOST_TEST_MODULE testing_a_service
#include <useapi/runwayml.hpp>
#include <useapi/testing.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

namespace asio = boost::asio;
using namespace std::chrono_literals;
using namespace useapi::testing;

// The service under test knows nothing of the test: it takes a client.
asio::awaitable<std::string> register_user(useapi::client client, std::string email)
{
    useapi::runwayml::account_settings settings(email, useapi::secret("hunter22"));
    settings.max_jobs(5);
    auto outcome = co_await useapi::runwayml::upsert_account(client, settings);
    if (outcome)
        co_return "welcome, " + outcome->email();
    if (outcome.error().code() == useapi::condition::timed_out)
        co_return "please try again later";
    co_return "refused: " + outcome.error().server_error();
}

struct service_test
{
    virtual_clock clock;
    asio::io_context context;

    std::string register_on(memory_network& network)
    {
        useapi::client_options options(useapi::secret("user:1234-abcdefghijklmnop"));
        options.timeout(24h);
        auto said = asio::co_spawn(context, register_user(network.make_client(options), "user@example.com"),
                                   asio::use_future);
        clock.run(context);
        return said.get();
    }
};

BOOST_FIXTURE_TEST_SUITE(register_user_, service_test)

BOOST_AUTO_TEST_CASE(registered_account_is_welcomed)
{
    memory_network network(context, clock, [](const received_request& request) {
        BOOST_TEST(request.method() == "POST");
        BOOST_TEST(request.path() == "/v1/runwayml/accounts/user@example.com");
        return reply::account(useapi::runwayml::account("user@example.com")).after(20s);
    });
    BOOST_TEST(register_on(network) == "welcome, user@example.com");
    BOOST_TEST((clock.elapsed() == 20s));
}

BOOST_AUTO_TEST_CASE(wrong_password_is_refused_after_one_attempt)
{
    memory_network network(context, clock, [](const received_request&) {
        return reply::error(401, "Wrong username/password combination.");
    });
    BOOST_TEST(register_on(network) == "refused: Wrong username/password combination.");
    BOOST_TEST(network.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(storm_of_429_is_waited_out_for_hours_in_a_millisecond)
{
    memory_network network(context, clock, [requests = 0](const received_request&) mutable {
        if (++requests < 4)
            return reply::error(429, "Too many requests").retry_after(1h);
        return reply::account(useapi::runwayml::account("user@example.com"));
    });
    BOOST_TEST(register_on(network) == "welcome, user@example.com");
    BOOST_TEST((clock.elapsed() >= 3h));
}

BOOST_AUTO_TEST_CASE(service_that_never_answers_is_given_up)
{
    memory_network network(context, clock, [](const received_request&) { return reply::silence(); });
    BOOST_TEST(register_on(network) == "please try again later");
}

BOOST_AUTO_TEST_SUITE_END()
