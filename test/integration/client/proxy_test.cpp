#include "integration/client/connect_proxy.hpp"
#include "integration/client/loopback.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

std::string url_of(const connect_proxy& through, const std::string& userinfo = {})
{
    return "http://" + userinfo + "127.0.0.1:" + std::to_string(through.port());
}

client_options options_through(const emulator::background_server& service, const std::string& url)
{
    return options_for(service).proxy(http::proxy_options(secret(url)));
}

} // namespace

BOOST_AUTO_TEST_SUITE(proxy)

BOOST_AUTO_TEST_CASE(call_goes_through_a_tunnel_with_credentials)
{
    emulator::background_server service{emulator::options()};
    connect_proxy through;
    asio::io_context context(1);
    const client c(context, options_through(service, url_of(through, "operator:s%40fe@")));
    BOOST_TEST(run(context, upsert_account(c, settings_of("a@b.cd"))).has_value());
    BOOST_TEST(run(context, list_accounts(c)).has_value());

    const std::string target = "127.0.0.1:" + std::to_string(service.port());
    BOOST_TEST_REQUIRE(through.requests().size() == 1U);
    BOOST_TEST(through.requests().front() ==
               "CONNECT " + target + " HTTP/1.1\r\nHost: " + target +
                   "\r\nProxy-Authorization: Basic b3BlcmF0b3I6c0BmZQ==\r\n\r\n");
    BOOST_TEST(service.accounts(api_token).size() == 1U);
}

BOOST_AUTO_TEST_CASE(tunnel_to_the_usual_port_names_it)
{
    const connect_proxy through("HTTP/1.1 403 Forbidden\r\n\r\n");
    asio::io_context context(1);
    client_options chosen{secret(api_token)};
    chosen.base_url("https://service.example/v1").proxy(http::proxy_options(secret(url_of(through))));
    const client c(context, chosen);
    BOOST_TEST(run(context, list_accounts(c)).has_error());
    BOOST_TEST_REQUIRE(through.requests().size() == 1U);
    BOOST_TEST(through.requests().front() ==
               "CONNECT service.example:443 HTTP/1.1\r\nHost: service.example:443\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(errors_of_the_proxy_are_told_from_those_of_the_service)
{
    struct row
    {
        std::string answer;
        errc code;
        unsigned attempts;
        std::string detail;
    };

    const row rows[] = {
        {"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: "
         "5\r\n\r\nhello",
         errc::proxy_refused, 1, "it answered 407, it wants other credentials than it was given"},
        {"HTTP/1.1 403 Forbidden\r\n\r\n", errc::proxy_refused, 1, "it answered 403"},
        {"HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n", errc::proxy_refused, 1,
         "it answered 302"},
        {"HTTP/1.1 502 Bad Gateway\r\n\r\n", errc::proxy_failed, 2, "it answered 502"},
        {"HTTP/1.1 200 OK\r\n\r\nmore", errc::proxy_failed, 2, "sent more than its answer"},
        {"HTTP/1.1 200 O", errc::proxy_failed, 2, "closed the connection without an answer"},
        {"SSH-2.0-OpenSSH_9.2\r\n\r\n", errc::proxy_failed, 2, "answered something that is not HTTP"},
    };
    emulator::background_server service{emulator::options()};
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.answer)
        {
            connect_proxy through(r.answer);
            asio::io_context context(1);
            client_options chosen = options_through(service, url_of(through, "operator:hunter2@"));
            chosen.retry(retry_options(chosen.retry()).max_attempts(2));
            const client c(context, chosen);
            const auto failed = run(context, upsert_account(c, settings_of("a@b.cd")));
            BOOST_TEST_REQUIRE(failed.has_error());
            BOOST_TEST(failed.error().code() == r.code);
            BOOST_TEST(failed.error().effect() == effect::none);
            BOOST_TEST(failed.error().attempts() == r.attempts);
            BOOST_TEST(failed.error().detail() == "proxy 127.0.0.1:" + std::to_string(through.port()) +
                                                      " for 127.0.0.1:" + std::to_string(service.port()) +
                                                      ": " + r.detail);
            BOOST_TEST(failed.error().message().find("hunter2") == std::string::npos);
        }
    }
    BOOST_TEST(service.statistics().connections == 0U);
}

BOOST_AUTO_TEST_CASE(success_is_a_tunnel_whatever_its_form_and_fields)
{
    emulator::background_server service{emulator::options()};
    for (const std::string success :
         {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 200\r\n\r\n", "HTTP/1.1 200 OK\n\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nContent-Length: x\r\n\r\n",
          "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\nno field\r\n\r\n",
          "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 299 Fine\r\n\r\n"}) {
        BOOST_TEST_CONTEXT(success)
        {
            const connect_proxy through({}, success);
            asio::io_context context(1);
            client_options chosen = options_through(service, url_of(through));
            chosen.retry(retry_options(chosen.retry()).max_attempts(1));
            const client c(context, chosen);
            const auto answered = run(context, list_accounts(c));
            BOOST_TEST(answered.has_value(), (answered ? "" : answered.error().message()));
        }
    }
}

BOOST_AUTO_TEST_CASE(host_name_that_is_too_long_is_refused_with_the_client)
{
    emulator::background_server service{emulator::options()};
    const connect_proxy through;
    asio::io_context context(1);
    client_options chosen = options_through(service, url_of(through)).connect_timeout(5s);
    chosen.base_url("https://" + std::string(300, 'a') + ".example/v1");
    BOOST_CHECK_EXCEPTION(
        {
            const client c(context, chosen);
            run(context, list_accounts(c));
        },
        exception,
        [](const exception& refused) { return refused.reason().code() == errc::invalid_argument; });
    BOOST_TEST(through.requests().empty());
}

BOOST_AUTO_TEST_CASE(proxy_that_cannot_be_reached_or_is_silent_is_named)
{
    emulator::background_server service{emulator::options()};
    std::string nobody;
    {
        const connect_proxy gone;
        nobody = url_of(gone);
    }
    connect_proxy silent("-");
    for (const std::string& url : {nobody, url_of(silent)}) {
        BOOST_TEST_CONTEXT(url)
        {
            asio::io_context context(1);
            client_options chosen = options_through(service, url).connect_timeout(100ms);
            chosen.retry(retry_options(chosen.retry()).max_attempts(1));
            const client c(context, chosen);
            const auto failed = run(context, list_accounts(c));
            BOOST_TEST_REQUIRE(failed.has_error());
            BOOST_TEST(failed.error().code() == errc::proxy_failed);
            BOOST_TEST(failed.error().detail().find("proxy 127.0.0.1:") == 0U);
        }
    }
}

BOOST_AUTO_TEST_CASE(certificate_is_the_services_and_verified_behind_a_proxy)
{
    emulator::background_server service{emulator::options().certificate_host("other.example.com")};
    connect_proxy through;
    asio::io_context context(1);
    const client c(context, options_through(service, url_of(through)));
    BOOST_TEST(run(context, list_accounts(c)).error().code() == errc::certificate_rejected);
}

BOOST_AUTO_TEST_CASE(proxy_that_is_none_is_refused_with_the_client)
{
    asio::io_context context(1);
    const client_options chosen =
        client_options(secret(api_token)).proxy(http::proxy_options(secret("socks4://a:hunter2@b")));
    BOOST_CHECK_EXCEPTION(client(context, chosen), exception, [](const exception& refused) {
        return refused.reason().detail() ==
               "proxy: only http://, https://, socks5:// and socks5h:// proxies are supported";
    });
}

BOOST_AUTO_TEST_SUITE_END()
