#include "integration/client/connect_proxy.hpp"
#include "integration/client/loopback.hpp"
#include "integration/client/tls_peer.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

/** Options for a service that calls itself `localhost`, at a port where nothing listens. */
client_options elsewhere(const emulator::background_server& service)
{
    client_options chosen = options_for(service);
    return chosen.base_url("https://localhost:1/v1/runwayml").retry(retry_options().max_attempts(1));
}

} // namespace

BOOST_AUTO_TEST_SUITE(reach)

BOOST_AUTO_TEST_CASE(connection_goes_elsewhere_and_the_certificate_is_the_origins)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    client_options chosen = elsewhere(service);
    const client lost(context, chosen);
    const auto failed = run(context, list_accounts(lost));
    BOOST_TEST_REQUIRE(failed.has_error());
    BOOST_TEST(failed.error().code() == errc::connect_failed);

    for (const char* const host : {"127.0.0.1", "localhost"}) {
        chosen.connecting(http::connect_options().connect_to(host, service.port()));
        BOOST_TEST(run(context, list_accounts(client(context, chosen))).has_value());
    }

    // The name of the base URL is the one that the certificate must have.
    chosen.base_url("https://elsewhere.example/v1/runwayml");
    const auto refused = run(context, list_accounts(client(context, chosen)));
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().code() == errc::certificate_rejected);

    chosen.connecting(http::connect_options().connect_to("127.0.0.1", 1));
    const auto closed = run(context, list_accounts(client(context, chosen)));
    BOOST_TEST_REQUIRE(closed.has_error());
    BOOST_TEST(closed.error().detail().starts_with("elsewhere.example at 127.0.0.1:1: "));
}

BOOST_AUTO_TEST_CASE(tunnel_of_a_proxy_goes_elsewhere_too)
{
    emulator::background_server service{emulator::options()};
    const connect_proxy proxy;
    asio::io_context context(1);
    client_options chosen = elsewhere(service);
    chosen.proxy(http::proxy_options(secret("http://127.0.0.1:" + std::to_string(proxy.port()))));
    chosen.connecting(http::connect_options().connect_to("127.0.0.1", service.port()));
    BOOST_TEST(run(context, list_accounts(client(context, chosen))).has_value());
    BOOST_TEST_REQUIRE(proxy.requests().size() == 1U);
    BOOST_TEST(
        proxy.requests().front().starts_with("CONNECT 127.0.0.1:" + std::to_string(service.port()) + ' '));
}

BOOST_AUTO_TEST_CASE(own_resolver_is_asked_for_names_alone_and_on_no_strand)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    std::vector<std::string> asked;
    const auto resolver = [&](const std::string& host, const http::addresses_handler& done) {
        asked.push_back(host);
        done(error_code(), {"127.0.0.1"});
        done(error_code(), {"192.0.2.1"}); // too late to count
    };
    client_options chosen = elsewhere(service);
    chosen.base_url("https://localhost:" + std::to_string(service.port()) + "/v1/runwayml");
    chosen.connecting(http::connect_options().resolve_with(resolver));
    const client c(context, chosen);
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST((asked == std::vector<std::string>{"localhost"}));

    chosen.connecting(http::connect_options(chosen.connecting()).connect_to("127.0.0.1", service.port()));
    BOOST_TEST(run(context, list_accounts(client(context, chosen))).has_value());
    BOOST_TEST(asked.size() == 1U);
}

BOOST_AUTO_TEST_CASE(resolver_that_fails_in_any_way_fails_the_call)
{
    emulator::background_server service{emulator::options()};
    using resolver = std::function<void(const std::string&, http::addresses_handler)>;
    const resolver wrong[] = {
        [](const std::string&, const http::addresses_handler& done) {
            done(make_error_code(boost::system::errc::timed_out), {});
        },
        [](const std::string&, const http::addresses_handler&) {},
        [](const std::string&, const http::addresses_handler&) { throw std::runtime_error("broken"); },
        [](const std::string&, const http::addresses_handler& done) { done(error_code(), {}); },
        [](const std::string&, const http::addresses_handler& done) { done(error_code(), {"localhost"}); },
    };
    for (const resolver& each : wrong) {
        asio::io_context context(1);
        client_options chosen = elsewhere(service);
        chosen.connecting(http::connect_options().resolve_with(each));
        const auto failed = run(context, list_accounts(client(context, chosen)));
        BOOST_TEST_REQUIRE(failed.has_error());
        BOOST_TEST(failed.error().code() == errc::resolve_failed);
        BOOST_TEST(failed.error().effect() == effect::none);
    }
}

BOOST_AUTO_TEST_CASE(resolver_may_answer_on_another_thread_and_after_the_io_context_is_gone)
{
    emulator::background_server service{emulator::options()};
    http::addresses_handler kept;
    {
        asio::io_context context(1);
        std::vector<std::thread> threads;
        client_options chosen = elsewhere(service);
        chosen.connecting(
            http::connect_options().resolve_with([&](const std::string&, http::addresses_handler done) {
                threads.emplace_back([done = std::move(done)] { done(error_code(), {"127.0.0.1"}); });
            }));
        chosen.base_url("https://localhost:" + std::to_string(service.port()) + "/v1/runwayml");
        BOOST_TEST(run(context, list_accounts(client(context, chosen))).has_value());
        for (std::thread& each : threads)
            each.join();

        chosen.timeout(20ms).connect_timeout(30ms);
        chosen.connecting(http::connect_options().resolve_with(
            [&](const std::string&, http::addresses_handler done) { kept = std::move(done); }));
        const auto failed = run(context, list_accounts(client(context, chosen)));
        BOOST_TEST_REQUIRE(failed.has_error());
    }
    kept(error_code(), {"127.0.0.1"});
}

BOOST_AUTO_TEST_CASE(warm_connections_carry_the_first_calls)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service));
    const auto opened = run(context, c.async_connect(3, asio::use_awaitable));
    BOOST_TEST(opened.value() == 3U);
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(c.statistics().connections_opened == 3U);
    BOOST_TEST(c.statistics().connections_reused == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
