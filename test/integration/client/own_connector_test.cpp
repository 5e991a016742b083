#include "integration/client/connect_proxy.hpp"
#include "integration/client/loopback.hpp"
#include "integration/client/unix_relay.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

client_options options_with(const emulator::background_server& service, http::socket_connector connector)
{
    client_options chosen = options_for(service).retry(retry_options().max_attempts(1));
    chosen.base_url("https://localhost:1/v1/runwayml");
    return chosen.connecting(http::connect_options().connect_with(std::move(connector)));
}

/** Connects to a port of this machine, and notes the host and port that it is asked for. */
http::socket_connector to_port(std::uint16_t port, std::vector<std::string>& asked)
{
    return [port, &asked](const std::string& host, std::uint16_t wanted, const http::socket_handler& done) {
        asked.push_back(host + ':' + std::to_string(wanted));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        BOOST_TEST_REQUIRE(::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
        done(error_code(), made);
    };
}

/** Two sockets that are connected with each other. */
std::pair<int, int> connected_pair()
{
    int both[2] = {-1, -1};
    BOOST_TEST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) == 0);
    return {both[0], both[1]};
}

/** Whether the other end was closed; closes this one. */
bool is_other_end_closed(int socket)
{
    const timeval limit{5, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    char byte = 0;
    const bool is_closed = ::recv(socket, &byte, 1, 0) == 0;
    ::close(socket);
    return is_closed;
}

struct peer_watch final : observer
{
    void on_connection_opened(const event::connection_opened& seen) noexcept override
    {
        address = seen.peer_address();
        port = seen.peer_port();
    }

    std::string address;
    std::uint16_t port = 9;
};

} // namespace

BOOST_AUTO_TEST_SUITE(own_connector)

BOOST_AUTO_TEST_CASE(unix_socket_carries_calls_and_the_certificate_is_the_origins)
{
    emulator::background_server service{emulator::options()};
    const test::temporary_folder folder;
    const std::string path = folder.path("sidecar.sock");
    client_options chosen = options_with(service, http::unix_socket(path));
    asio::io_context context(1);
    const auto early = run(context, list_accounts(client(context, chosen)));
    BOOST_TEST_REQUIRE(early.has_error());
    BOOST_TEST(early.error().code() == errc::connect_failed);
    BOOST_TEST(early.error().effect() == effect::none);
    BOOST_TEST(early.error().detail() == "localhost:1: No such file or directory");

    const unix_relay sidecar(path, service.port());
    const auto watch = std::make_shared<peer_watch>();
    const client c(context, chosen.observe_with(watch));
    BOOST_TEST(run(context, upsert_account(c, settings_of("a@b.cd"))).has_value());
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(c.statistics().connections_opened == 1U);
    BOOST_TEST(watch->address == path);
    BOOST_TEST(watch->port == 0U);

    chosen.base_url("https://elsewhere.example/v1/runwayml");
    BOOST_TEST(run(context, list_accounts(client(context, chosen))).error().code() ==
               errc::certificate_rejected);
}

BOOST_AUTO_TEST_CASE(idle_connection_over_a_unix_socket_is_replaced_when_the_service_ends_it)
{
    emulator::background_server service{emulator::options()};
    const test::temporary_folder folder;
    const unix_relay sidecar(folder.path("s"), service.port());
    asio::io_context context(1);
    const client c(context, options_with(service, http::unix_socket(folder.path("s"))));
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    restart_behind_a_relay(context, service, c);
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(c.statistics().connections_opened == 2U);
}

BOOST_AUTO_TEST_CASE(path_that_no_unix_socket_can_have_is_refused_at_once)
{
    for (const std::string& path : {std::string(), std::string(108, 'p'), std::string("/tmp/a\0b", 8)})
        BOOST_CHECK_EXCEPTION(http::unix_socket(path), exception, [](const exception& refused) {
            return refused.reason().code() == errc::invalid_argument &&
                   refused.reason().detail() ==
                       "the path of a unix socket has 1 to 107 bytes, and no zero byte";
        });
    BOOST_CHECK_NO_THROW(http::unix_socket(std::string(107, 'p')));
}

BOOST_AUTO_TEST_CASE(connector_is_asked_for_the_next_hop_and_the_environment_has_no_part)
{
    emulator::background_server service{emulator::options()};
    std::vector<std::string> asked;
    client_options chosen = options_with(service, to_port(service.port(), asked));
    asio::io_context context(1);
    BOOST_TEST(run(context, list_accounts(client(context, chosen))).has_value());

    ::setenv("https_proxy", "http://127.0.0.1:1", 1);
    chosen.base_url("https://Service.Example/v1/runwayml");
    BOOST_TEST(run(context, list_accounts(client(context, chosen))).error().code() ==
               errc::certificate_rejected);
    ::unsetenv("https_proxy");

    chosen.connecting(http::connect_options(chosen.connecting()).connect_to("10.0.0.7", 8443));
    BOOST_TEST(run(context, list_accounts(client(context, chosen))).error().code() ==
               errc::certificate_rejected);

    const connect_proxy proxy;
    chosen.base_url(service.base_url()).proxy(http::proxy_options(secret("http://proxy.example:3128")));
    chosen.connecting(http::connect_options().connect_with(to_port(proxy.port(), asked)));
    BOOST_TEST(run(context, list_accounts(client(context, chosen))).has_value());
    BOOST_TEST(proxy.requests().size() == 1U);

    const std::vector<std::string> expected{"localhost:1", "service.example:443", "10.0.0.7:8443",
                                            "proxy.example:3128"};
    BOOST_TEST(asked == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(connector_that_fails_in_any_way_fails_the_call)
{
    using http::socket_handler;
    using connector = std::function<void(const socket_handler&)>;
    const std::pair<const char*, connector> wrong[] = {
        {"an error", [](const socket_handler& done) { done(asio::error::timed_out, -1); }},
        {"no answer", [](const socket_handler&) {}},
        {"an exception", [](const socket_handler&) { throw std::runtime_error("broken"); }},
        {"no socket", [](const socket_handler& done) { done(error_code(), -1); }},
        {"a socket that is not connected",
         [](const socket_handler& done) {
             done(error_code(), ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
         }},
        {"a file",
         [](const socket_handler& done) { done(error_code(), ::open("/dev/null", O_RDWR | O_CLOEXEC)); }},
    };
    emulator::background_server service{emulator::options()};
    for (const auto& [name, each] : wrong) {
        BOOST_TEST_CONTEXT(name)
        {
            const connector& broken = each;
            asio::io_context context(1);
            const auto chosen =
                options_with(service, [&broken](const std::string&, std::uint16_t,
                                                const socket_handler& done) { broken(done); });
            const auto failed = run(context, list_accounts(client(context, chosen)));
            BOOST_TEST_REQUIRE(failed.has_error());
            BOOST_TEST(failed.error().code() == errc::connect_failed);
            BOOST_TEST(failed.error().effect() == effect::none);
        }
    }
}

BOOST_AUTO_TEST_CASE(socket_that_comes_too_late_is_closed)
{
    emulator::background_server service{emulator::options()};
    http::socket_handler kept;
    const auto keep = [&](const std::string&, std::uint16_t, http::socket_handler done) {
        kept = std::move(done);
    };
    for (const bool is_context_gone : {false, true}) {
        BOOST_TEST_CONTEXT("context is gone: " << is_context_gone)
        {
            const auto [given, other] = connected_pair();
            {
                asio::io_context context(1);
                const client c(context, options_with(service, keep).connect_timeout(50ms));
                const auto failed = run(context, list_accounts(c));
                BOOST_TEST_REQUIRE(failed.has_error());
                BOOST_TEST(failed.error().code() == errc::connect_failed);
                BOOST_TEST(failed.error().detail() == "localhost:1: timed out");
                if (!is_context_gone) {
                    kept(error_code(), given);
                    context.restart();
                    context.run();
                }
            }
            if (is_context_gone)
                kept(error_code(), given);
            BOOST_TEST(is_other_end_closed(other));
            const auto [further, its_other] = connected_pair();
            kept(error_code(), further);
            BOOST_TEST(is_other_end_closed(its_other));
        }
    }
}

BOOST_AUTO_TEST_CASE(close_waits_for_no_connector)
{
    emulator::background_server service{emulator::options()};
    http::socket_handler kept;
    asio::io_context context(1);
    const auto keep = [&](const std::string&, std::uint16_t, http::socket_handler done) {
        kept = std::move(done);
    };
    const client c(context, options_with(service, keep).connect_timeout(60s).timeout(60s));
    std::optional<error> ended;
    async_list_accounts(c, [&](const result<std::vector<account>>& outcome) { ended = outcome.error(); });
    const auto begun = std::chrono::steady_clock::now();
    while (!kept)
        context.run_one_for(10s);
    c.close();
    context.run();
    BOOST_TEST_REQUIRE(ended.has_value());
    BOOST_TEST(ended->code() == errc::client_closed);
    BOOST_TEST((std::chrono::steady_clock::now() - begun < 30s));
}

BOOST_AUTO_TEST_SUITE_END()
