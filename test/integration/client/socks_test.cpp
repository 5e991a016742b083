#include "integration/client/socks_server.hpp"

#include "integration/client/loopback.hpp"
#include "integration/client/own_lookup.hpp"
#include "integration/client/tls_peer.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

std::string url_of(const socks_server& through, const std::string& scheme, const std::string& userinfo = {})
{
    return scheme + "://" + userinfo + "127.0.0.1:" + std::to_string(through.port());
}

/** Options for a service that is called `localhost`. */
client_options localhost_through(const emulator::background_server& service, const std::string& url)
{
    client_options chosen = options_for(service).proxy(http::proxy_options(secret(url)));
    chosen.base_url("https://localhost:" + std::to_string(service.port()) + "/v1/runwayml");
    return chosen.retry(retry_options(chosen.retry()).max_attempts(1));
}

/** Looks `localhost` up without the machine's files. */
http::connect_options by_loopback()
{
    return http::connect_options().resolve_with(
        [](const std::string&, const http::addresses_handler& done) { done(error_code(), {"127.0.0.1"}); });
}

socks_behaviour with_login()
{
    socks_behaviour made;
    made.login = "operator:s@fe";
    return made;
}

socks_behaviour answering(std::vector<std::uint8_t> replies)
{
    socks_behaviour made;
    made.replies = std::move(replies);
    return made;
}

socks_behaviour silent_after(int answers)
{
    socks_behaviour made = with_login();
    made.silent_after = answers;
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(socks)

BOOST_AUTO_TEST_CASE(name_is_looked_up_here_or_by_the_proxy)
{
    emulator::background_server service{emulator::options()};
    const std::string port = std::to_string(service.port());
    for (const auto& [scheme, request] :
         {std::pair("socks5", "address 127.0.0.1:" + port), std::pair("socks5h", "name localhost:" + port)}) {
        BOOST_TEST_CONTEXT(scheme)
        {
            const socks_server through;
            asio::io_context context(1);
            const client c(context,
                           localhost_through(service, url_of(through, scheme)).connecting(by_loopback()));
            BOOST_TEST(run(context, upsert_account(c, settings_of("a@b.cd"))).has_value());
            BOOST_TEST(run(context, list_accounts(c)).has_value());
            BOOST_TEST(c.statistics().connections_opened == 1U);
            BOOST_TEST_REQUIRE(through.requests().size() == 1U);
            BOOST_TEST(through.requests().front() == request);
        }
    }
}

BOOST_AUTO_TEST_CASE(address_is_asked_for_as_an_address_and_connect_to_counts)
{
    emulator::background_server service{emulator::options()};
    const std::string port = std::to_string(service.port());
    const socks_server through;
    asio::io_context context(1);
    client_options chosen = localhost_through(service, url_of(through, "socks5h"));
    chosen.base_url("https://localhost:1/v1/runwayml");
    chosen.connecting(http::connect_options().connect_to("127.0.0.1", service.port()));
    BOOST_TEST(run(context, list_accounts(client(context, chosen))).has_value());
    BOOST_TEST_REQUIRE(through.requests().size() == 1U);
    BOOST_TEST(through.requests().front() == "address 127.0.0.1:" + port);
}

BOOST_AUTO_TEST_CASE(user_and_password_are_shown_and_appear_in_no_error)
{
    emulator::background_server service{emulator::options()};
    const socks_server through(with_login());
    asio::io_context context(1);
    const client good(context, localhost_through(service, url_of(through, "socks5h", "operator:s%40fe@")));
    BOOST_TEST(run(context, list_accounts(good)).has_value());

    struct row
    {
        std::string userinfo;
        std::string text;
    };

    for (const row& r : {row{"operator:hunter2@", "it wants other credentials than it was given"},
                         row{"", "it wants credentials, and was given none"}}) {
        const auto failed =
            run(context, list_accounts(client(
                             context, localhost_through(service, url_of(through, "socks5h", r.userinfo)))));
        BOOST_TEST_REQUIRE(failed.has_error());
        BOOST_TEST(failed.error().code() == errc::proxy_refused);
        BOOST_TEST(failed.error().effect() == effect::none);
        BOOST_TEST(failed.error().detail() == "proxy 127.0.0.1:" + std::to_string(through.port()) +
                                                  " for localhost:" + std::to_string(service.port()) + ": " +
                                                  r.text);
        BOOST_TEST(failed.error().message().find("hunter2") == std::string::npos);
        BOOST_TEST(failed.error().to_curl().find("hunter2") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(refusal_ends_the_call_and_a_failure_is_tried_again)
{
    struct row
    {
        std::uint8_t reply;
        errc code;
        unsigned attempts;
    };

    emulator::background_server service{emulator::options()};
    for (const row& r :
         {row{1, errc::proxy_failed, 2}, row{2, errc::proxy_refused, 1}, row{5, errc::proxy_failed, 2},
          row{7, errc::proxy_refused, 1}, row{8, errc::proxy_refused, 1}}) {
        BOOST_TEST_CONTEXT(int(r.reply))
        {
            const socks_server through(answering({r.reply, r.reply}));
            asio::io_context context(1);
            client_options chosen = localhost_through(service, url_of(through, "socks5h"));
            chosen.retry(retry_options(chosen.retry()).max_attempts(2));
            const auto failed = run(context, list_accounts(client(context, chosen)));
            BOOST_TEST_REQUIRE(failed.has_error());
            BOOST_TEST(failed.error().code() == r.code);
            BOOST_TEST(failed.error().attempts() == r.attempts);
            BOOST_TEST(through.requests().size() == r.attempts);
        }
    }
    BOOST_TEST(service.statistics().connections == 0U);
}

BOOST_AUTO_TEST_CASE(next_address_is_asked_for_where_the_proxy_does_not_get_to_one)
{
    emulator::background_server service{emulator::options()};
    const std::string port = std::to_string(service.port());
    const socks_server through(answering({8, 4}));
    asio::io_context context(1);
    client_options chosen = localhost_through(service, url_of(through, "socks5"));
    chosen.connecting(
        http::connect_options().resolve_with([](const std::string&, const http::addresses_handler& done) {
            done(error_code(), {"2001:db8::1", "192.0.2.1", "127.0.0.1"});
        }));
    const client c(context, chosen);
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    const std::vector<std::string> asked{"address 2001:db8::1:" + port, "address 192.0.2.1:" + port,
                                         "address 127.0.0.1:" + port};
    BOOST_TEST(through.requests() == asked, boost::test_tools::per_element());

    // From now on the proxy is asked for the good address first.
    restart_behind_a_relay(context, service, c);
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST_REQUIRE(through.requests().size() == 4U);
    BOOST_TEST(through.requests().back() == asked.back());
}

BOOST_AUTO_TEST_CASE(name_that_is_not_known_here_is_no_failure_of_the_proxy)
{
    emulator::background_server service{emulator::options()};
    const socks_server through;
    asio::io_context context(1);
    client_options chosen = localhost_through(service, url_of(through, "socks5"));
    chosen.connecting(
        http::connect_options().resolve_with([](const std::string&, const http::addresses_handler& done) {
            done(asio::error::host_not_found, {});
        }));
    const auto failed = run(context, list_accounts(client(context, chosen)));
    BOOST_TEST_REQUIRE(failed.has_error());
    BOOST_TEST(failed.error().code() == errc::resolve_failed);
    // It names the reason at once, and not after the time to connect.
    BOOST_TEST(failed.error().detail() == "localhost:" + std::to_string(service.port()) + ": " +
                                              error_code(asio::error::host_not_found).message());
    BOOST_TEST(through.messages() == 0U);
}

BOOST_AUTO_TEST_CASE(certificate_is_the_services_and_verified_behind_a_proxy)
{
    emulator::background_server service{emulator::options().certificate_host("other.example.com")};
    const socks_server through;
    asio::io_context context(1);
    const client c(context, localhost_through(service, url_of(through, "socks5h")));
    BOOST_TEST(run(context, list_accounts(c)).error().code() == errc::certificate_rejected);
}

BOOST_AUTO_TEST_CASE(peer_that_speaks_no_socks_is_named)
{
    emulator::background_server service{emulator::options()};
    socks_behaviour web_server;
    web_server.first_words = "HTTP/1.1 400 Bad Request\r\n\r\n";
    socks_behaviour hasty;
    hasty.first_words = std::string("\5\0\5", 3);
    for (const auto& [behaviour, text] : {std::pair(web_server, "answered something that is not SOCKS5"),
                                          std::pair(hasty, "sent more than its answer")}) {
        const socks_server through(behaviour);
        asio::io_context context(1);
        const client c(context, localhost_through(service, url_of(through, "socks5h")));
        const auto failed = run(context, list_accounts(c));
        BOOST_TEST_REQUIRE(failed.has_error());
        BOOST_TEST(failed.error().code() == errc::proxy_failed);
        BOOST_TEST(failed.error().detail().ends_with(text));
    }
}

BOOST_AUTO_TEST_CASE(time_to_connect_counts_every_step_with_the_proxy)
{
    emulator::background_server service{emulator::options()};
    for (const int answers : {0, 1, 2}) {
        BOOST_TEST_CONTEXT("silent after " << answers)
        {
            const socks_server silent(silent_after(answers));
            asio::io_context context(1);
            const client c(context, localhost_through(service, url_of(silent, "socks5h", "operator:s%40fe@"))
                                        .connect_timeout(200ms));
            const auto failed = run(context, list_accounts(c));
            BOOST_TEST_REQUIRE(failed.has_error());
            BOOST_TEST(failed.error().code() == errc::proxy_failed);
            BOOST_TEST(failed.error().effect() == effect::none);
            BOOST_TEST(failed.error().detail().ends_with(": timed out"));
            BOOST_TEST(silent.messages() == static_cast<unsigned>(answers) + 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(close_ends_every_step_with_the_proxy)
{
    emulator::background_server service{emulator::options()};
    for (const int answers : {0, 1, 2}) {
        BOOST_TEST_CONTEXT("silent after " << answers)
        {
            const socks_server silent(silent_after(answers));
            asio::io_context context(1);
            const client c(context, localhost_through(service, url_of(silent, "socks5h", "operator:s%40fe@"))
                                        .connect_timeout(60s)
                                        .timeout(60s));
            std::optional<errc> ended;
            async_list_accounts(c, [&](const result<std::vector<account>>& outcome) {
                ended = static_cast<errc>(outcome.error().code().value());
            });
            const auto begun = std::chrono::steady_clock::now();
            while (silent.messages() != static_cast<unsigned>(answers) + 1 &&
                   std::chrono::steady_clock::now() - begun < 30s)
                context.run_one_for(10ms);
            BOOST_TEST(!ended.has_value());
            c.close();
            context.run();
            BOOST_TEST_REQUIRE(ended.has_value());
            BOOST_TEST(*ended == errc::client_closed);
            BOOST_TEST((std::chrono::steady_clock::now() - begun < 30s));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
