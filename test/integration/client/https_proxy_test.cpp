#include "integration/client/connect_proxy.hpp"
#include "integration/client/loopback.hpp"
#include "integration/client/tls_front.hpp"
#include "integration/client/tls_peer.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;
using asio::ip::tcp;

namespace {

std::string url_of(std::uint16_t port, const std::string& userinfo = {})
{
    return "https://" + userinfo + "127.0.0.1:" + std::to_string(port);
}

/** Trusts the service and, with `root`, the proxy. */
client_options options_through(const emulator::background_server& service, const std::string& url,
                               const std::string& root)
{
    client_options chosen = options_for(service).proxy(http::proxy_options(secret(url)));
    chosen.tls(http::tls_options().ca_file(service.ca_file().string()).ca_pem(root));
    return chosen.retry(retry_options(chosen.retry()).max_attempts(1));
}

/** A proxy, and TLS in front of it. */
struct way
{
    certificate_chain shown = make_certificate_chain();
    connect_proxy proxy;
    tls_front front{shown, proxy.port()};
};

} // namespace

BOOST_AUTO_TEST_SUITE(https_proxy)

BOOST_AUTO_TEST_CASE(calls_go_through_tls_within_tls)
{
    emulator::background_server service{emulator::options()};
    const way through;
    asio::io_context context(1);
    const client c(context, options_through(service, url_of(through.front.port(), "operator:s%40fe@"),
                                            through.shown.root));
    // The answer with all of them is longer than a record of either connection.
    constexpr int accounts = 60;
    for (int i = 0; i != accounts; ++i) {
        const auto registered = run(context, upsert_account(c, settings_of(std::to_string(i) + "@b.cd")));
        BOOST_TEST_REQUIRE(registered.has_value());
    }
    const auto listed = run(context, list_accounts(c));
    BOOST_TEST_REQUIRE(listed.has_value());
    BOOST_TEST(listed->size() == static_cast<std::size_t>(accounts));
    BOOST_TEST(c.statistics().connections_opened == 1U);
    BOOST_TEST_REQUIRE(through.proxy.requests().size() == 1U);
    BOOST_TEST(through.proxy.requests().front().find("Basic b3BlcmF0b3I6c0BmZQ==") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(many_calls_share_a_few_connections)
{
    emulator::background_server service{emulator::options()};
    const way through;
    asio::io_context context(1);
    const client c(
        context,
        options_through(service, url_of(through.front.port()), through.shown.root).max_connections(4));
    int good = 0;
    for (int i = 0; i != 100; ++i)
        async_list_accounts(
            c, [&](const result<std::vector<account>>& outcome) { good += outcome.has_value(); });
    context.run();
    BOOST_TEST(good == 100);
    BOOST_TEST(c.statistics().connections_opened <= 4U);
}

BOOST_AUTO_TEST_CASE(connection_is_replaced_when_the_service_or_the_proxy_ends_it)
{
    emulator::background_server service{emulator::options()};
    const certificate_chain shown = make_certificate_chain();
    const connect_proxy proxy;
    auto front = std::make_unique<tls_front>(shown, proxy.port());
    asio::io_context context(1);
    const client c(context, options_through(service, url_of(front->port()), shown.root));
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    restart_behind_a_relay(context, service, c);
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(c.statistics().connections_opened == 2U);
    front.reset();
    const auto failed = run(context, list_accounts(c));
    BOOST_TEST_REQUIRE(failed.has_error());
    BOOST_TEST(failed.error().code() == errc::proxy_failed);
}

BOOST_AUTO_TEST_CASE(certificates_of_the_proxy_and_the_service_are_verified)
{
    const way through;
    asio::io_context context(1);
    const std::string proxy = "proxy 127.0.0.1:" + std::to_string(through.front.port());
    {
        emulator::background_server service{emulator::options()};
        const auto failed =
            run(context,
                list_accounts(client(context, options_through(service, url_of(through.front.port()), {}))));
        BOOST_TEST_REQUIRE(failed.has_error());
        BOOST_TEST(failed.error().code() == errc::certificate_rejected);
        BOOST_TEST(failed.error().detail().starts_with(proxy + ": "));
        BOOST_TEST(failed.error().effect() == effect::none);

        const certificate_chain other = make_certificate_chain("useapi test", "DNS:other.example");
        const tls_front misnamed(other, through.proxy.port());
        const auto refused = run(
            context,
            list_accounts(client(context, options_through(service, url_of(misnamed.port()), other.root))));
        BOOST_TEST_REQUIRE(refused.has_error());
        BOOST_TEST(refused.error().code() == errc::certificate_rejected);
        BOOST_TEST(refused.error().detail().find("name mismatch") != std::string::npos);
    }
    BOOST_TEST(through.proxy.requests().empty());

    emulator::background_server service{emulator::options().certificate_host("other.example.com")};
    const auto refused =
        run(context, list_accounts(client(context, options_through(service, url_of(through.front.port()),
                                                                   through.shown.root))));
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().code() == errc::certificate_rejected);
    BOOST_TEST(refused.error().detail().starts_with("127.0.0.1:" + std::to_string(service.port())));
}

BOOST_AUTO_TEST_CASE(errors_of_the_proxy_are_told_and_hold_no_credentials)
{
    struct row
    {
        std::string answer;
        errc code;
        std::string text;
    };

    emulator::background_server service{emulator::options()};
    for (const row& r : {row{"HTTP/1.1 407 No\r\n\r\n", errc::proxy_refused,
                             "it answered 407, it wants other credentials than it was given"},
                         row{"HTTP/1.1 502 No\r\n\r\n", errc::proxy_failed, "it answered 502"}}) {
        const certificate_chain shown = make_certificate_chain();
        const connect_proxy proxy(r.answer);
        const tls_front front(shown, proxy.port());
        asio::io_context context(1);
        const auto failed =
            run(context,
                list_accounts(client(
                    context, options_through(service, url_of(front.port(), "me:hunter2@"), shown.root))));
        BOOST_TEST_REQUIRE(failed.has_error());
        BOOST_TEST(failed.error().code() == r.code);
        BOOST_TEST(failed.error().detail().ends_with(": " + r.text));
        BOOST_TEST(failed.error().message().find("hunter2") == std::string::npos);
    }
    // A proxy without TLS.
    const connect_proxy plain;
    asio::io_context context(1);
    const auto failed =
        run(context, list_accounts(client(context, options_through(service, url_of(plain.port()), {}))));
    BOOST_TEST_REQUIRE(failed.has_error());
    BOOST_TEST(failed.error().code() == errc::proxy_failed);
    BOOST_TEST(failed.error().detail().starts_with("proxy 127.0.0.1:"));
}

BOOST_AUTO_TEST_CASE(deadline_and_close_end_every_step_with_the_proxy)
{
    emulator::background_server service{emulator::options()};
    const certificate_chain shown = make_certificate_chain();
    asio::io_context idle;
    const tcp::acceptor no_tls(idle, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    const connect_proxy silent("-");
    const tls_front silent_front(shown, silent.port());
    for (const std::uint16_t port : {no_tls.local_endpoint().port(), silent_front.port()}) {
        BOOST_TEST_CONTEXT((port == silent_front.port() ? "silent after TLS" : "without TLS"))
        {
            const client_options chosen = options_through(service, url_of(port), shown.root);
            asio::io_context context(1);
            const auto failed =
                run(context, list_accounts(client(context, client_options(chosen).connect_timeout(300ms))));
            BOOST_TEST_REQUIRE(failed.has_error());
            BOOST_TEST(failed.error().code() == errc::proxy_failed);
            BOOST_TEST(failed.error().detail().ends_with(": timed out"));

            const std::size_t asked = silent.requests().size();
            const client c(context, client_options(chosen).connect_timeout(60s).timeout(60s));
            std::optional<error> ended;
            async_list_accounts(
                c, [&](const result<std::vector<account>>& outcome) { ended = outcome.error(); });
            const auto begun = std::chrono::steady_clock::now();
            context.restart();
            if (port == silent_front.port())
                while (silent.requests().size() == asked && std::chrono::steady_clock::now() - begun < 30s)
                    context.run_one_for(10ms);
            else
                context.run_for(50ms);
            BOOST_TEST(!ended.has_value());
            c.close();
            context.run();
            BOOST_TEST_REQUIRE(ended.has_value());
            BOOST_TEST(ended->code() == errc::client_closed);
            BOOST_TEST((std::chrono::steady_clock::now() - begun < 30s));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
