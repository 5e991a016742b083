#include "unit/testing/service_world.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

reply registered(const received_request&)
{
    return reply::account(runwayml::account("user@example.com"));
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(memory_networks, service_world)

BOOST_AUTO_TEST_CASE(request_arrives_as_the_client_sends_it)
{
    memory_network network(context, clock, registered);
    clock.schedule_after(5s, [] {});
    clock.run(context);
    const client made = network.make_client(options());
    BOOST_TEST(upsert(made).has_value());
    BOOST_TEST(
        upsert(made, settings().encoding(runwayml::content_encoding::multipart_form_data)).has_value());
    BOOST_TEST_REQUIRE(network.requests().size() == 2U);

    const received_request& json = network.requests()[0];
    BOOST_TEST(json.method() == "POST");
    BOOST_TEST(json.target() == "/v1/runwayml/accounts/user@example.com");
    BOOST_TEST(json.find("host").value() == "api.useapi.net");
    BOOST_TEST(json.find("authorization").value() == "Bearer user:1234-abcdefghijklmnop");
    BOOST_TEST(json.find("content-type").value() == "application/json");
    BOOST_TEST(json.body() == R"({"email":"user@example.com","password":"hunter22","maxJobs":5})");
    BOOST_TEST(json.connection() == 1U);
    BOOST_TEST((json.at() == 5s));

    const received_request& multipart = network.requests()[1];
    const std::string_view type = multipart.find("Content-Type").value();
    const std::string_view start = "multipart/form-data; boundary=";
    BOOST_TEST_REQUIRE(type.starts_with(start));
    const std::string delimiter = "--" + std::string(type.substr(start.size()));
    BOOST_TEST(multipart.body().starts_with(delimiter + "\r\n"));
    BOOST_TEST(multipart.body().ends_with(delimiter + "--\r\n"));
    BOOST_TEST(multipart.body().find("name=\"password\"\r\n\r\nhunter22\r\n") != std::string_view::npos);
    BOOST_TEST(multipart.connection() == 1U);
}

BOOST_AUTO_TEST_CASE(clients_of_one_network_have_connections_of_their_own)
{
    memory_network network(context, clock, registered);
    const client first = network.make_client(options());
    const client second = network.make_client(options());
    for (const client& each : {first, second, first})
        BOOST_TEST(upsert(each).has_value());
    BOOST_TEST(network.connects() == 2U);
    BOOST_TEST(network.open() == 2U);
    BOOST_TEST(network.requests()[2].connection() == 1U);
    first.close();
    clock.run(context);
    BOOST_TEST(network.open() == 1U);
    BOOST_TEST(network.peak_open() == 2U);
}

BOOST_AUTO_TEST_CASE(client_with_unacceptable_options_is_refused_as_everywhere)
{
    memory_network network(context, clock, registered);
    BOOST_CHECK_THROW(network.make_client(options().max_connections(0)), useapi::exception);
    BOOST_CHECK_THROW(network.make_client(options().base_url("http://plain.test")), useapi::exception);
    BOOST_CHECK_THROW(network.make_client(client_options(secret())), useapi::exception);
}

BOOST_AUTO_TEST_CASE(connect_that_takes_too_long_fails_at_the_connect_time_out)
{
    memory_network network(context, clock, registered);
    const client once =
        network.make_client(options().connect_timeout(7s).retry(retry_options().max_attempts(1)));
    for (const connect_outcome slow : {connect_outcome::silence(), connect_outcome::success(1h),
                                       connect_outcome::failure(errc::tls_failed, 1h)}) {
        network.expect_connects({slow});
        const auto before = clock.elapsed();
        const auto outcome = upsert(once);
        BOOST_TEST_REQUIRE(!outcome.has_value());
        BOOST_TEST(outcome.error().code() == errc::connect_failed);
        BOOST_TEST(outcome.error().effect() == effect::none);
        BOOST_TEST((clock.elapsed() - before == 7s));
    }
    BOOST_TEST(upsert(once).has_value());
    BOOST_TEST(network.connects() == 1U);
}

BOOST_AUTO_TEST_CASE(what_was_overtaken_costs_no_time)
{
    memory_network network(context, clock, [](const received_request&) { return reply::of(200).after(24h); });
    const client once = network.make_client(options().retry(retry_options().max_attempts(1)));
    BOOST_TEST(upsert(once).error().code() == condition::timed_out);
    BOOST_TEST((clock.elapsed() == 60s));
    BOOST_TEST(network.open() == 0U);
}

BOOST_AUTO_TEST_CASE(far_end_that_throws_ends_the_run_and_not_the_process)
{
    bool throws = true;
    memory_network network(context, clock, [&](const received_request& request) {
        if (throws)
            throw std::runtime_error("a check failed");
        return registered(request);
    });
    const client made = network.make_client(options().attempt_timeout(10s));
    unsigned completions = 0;
    runwayml::async_upsert_account(made, settings(), [&](const result<runwayml::account>& outcome) {
        completions += outcome.has_value();
    });
    BOOST_CHECK_THROW(clock.run(context), std::runtime_error);
    throws = false;
    BOOST_TEST(clock.run(context));
    BOOST_TEST(completions == 1U);
    BOOST_TEST(network.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(far_end_may_end_all_connections_meanwhile)
{
    memory_network* whole = nullptr;
    memory_network network(context, clock, [&](const received_request& request) {
        if (whole->requests().size() == 1)
            whole->close_all(reply::ending::reset);
        return registered(request);
    });
    whole = &network;
    BOOST_TEST(upsert(network.make_client(options())).has_value());
    BOOST_TEST(network.requests().size() == 2U);
    BOOST_TEST(network.connects() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
