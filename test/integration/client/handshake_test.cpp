#include "integration/client/loopback.hpp"
#include "integration/client/own_lookup.hpp"
#include "integration/client/tls_peer.hpp"

#include <boost/test/unit_test.hpp>

#include <openssl/ssl.h>

#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

/** One attempt a call, so that an attempt that fails is seen. */
client_options options_at(const tls_peer& peer)
{
    client_options chosen{secret(api_token)};
    chosen.base_url("https://localhost:" + std::to_string(peer.port()) + "/v1").seed(1).timeout(10s);
    chosen.retry(retry_options().max_attempts(1));
    return chosen;
}

result<std::vector<account>> list_at(const tls_peer& peer, const std::string& host,
                                     const http::tls_options& tls)
{
    asio::io_context context(1);
    const client_options chosen = options_at(peer);
    const client c = make_client(context, chosen, connector_options(chosen, host, tls),
                                 lookup_of(context, {loopback_at(peer.port())}));
    return run(context, list_accounts(c));
}

/** Asks each client for a certificate, accepts a client without one, and has no session id context: OpenSSL
    then refuses every session that it gave. */
void refuse_resumed_sessions(SSL_CTX* context, int version)
{
    SSL_CTX_set_max_proto_version(context, version);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
}

} // namespace

BOOST_AUTO_TEST_SUITE(handshake)

BOOST_AUTO_TEST_CASE(host_with_a_dot_at_its_end_is_named_and_verified_without_it)
{
    const certificate_chain shown = make_certificate_chain();
    const tls_peer peer(shown);
    const auto tls = http::tls_options().ca_pem(shown.root);
    const auto answered = list_at(peer, "localhost.", tls);
    BOOST_TEST(answered.has_value(), (answered ? "" : answered.error().message()));
    const std::vector<std::string> expected = {"localhost"};
    BOOST_TEST(peer.statistics().server_names == expected, boost::test_tools::per_element());
    const auto refused = list_at(peer, "localhost.other.", tls);
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().code() == errc::certificate_rejected);
}

BOOST_AUTO_TEST_CASE(names_of_a_certificate_match_as_the_specification_asks)
{
    struct row
    {
        std::string names; ///< of the certificate
        std::string host;
        bool accepted;
    };

    const row rows[] = {
        {"DNS:a.example.com", "a.example.com", true},
        {"DNS:A.Example.COM", "a.example.com", true},
        {"DNS:a.example.com", "b.example.com", false},
        {"DNS:b.example.com,DNS:a.example.com", "a.example.com", true},
        {"DNS:example.com", "a.example.com", false},
        {"DNS:*.example.com", "a.example.com", true},
        {"DNS:*.example.com", "example.com", false},
        {"DNS:*.example.com", "b.a.example.com", false},
        {"DNS:*.*.example.com", "b.a.example.com", false},
        {"DNS:a.*.example.com", "a.b.example.com", false},
        {"DNS:a*.example.com", "ab.example.com", false},
        {"DNS:*a.example.com", "ba.example.com", false},
        {"DNS:*.xn--bcher-kva.example", "a.xn--bcher-kva.example", true},
        {"URI:https://a.example.com,email:a@a.example.com", "a.example.com", false},
        {"URI:https://leaf,email:a@leaf", "leaf", false}, // which is its common name
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.host << " by " << r.names)
        {
            const certificate_chain shown = make_certificate_chain("useapi test", r.names);
            const tls_peer peer(shown);
            const auto answered = list_at(peer, r.host, http::tls_options().ca_pem(shown.root));
            BOOST_TEST(answered.has_value() == r.accepted);
            if (!answered)
                BOOST_TEST(answered.error().code() == errc::certificate_rejected);
        }
    }
}

BOOST_AUTO_TEST_CASE(address_is_verified_as_such_and_not_sent_as_a_server_name)
{
    const auto list_by_address = [](const certificate_chain& shown, std::vector<std::string>& names_sent) {
        const tls_peer peer(shown);
        asio::io_context context(1);
        client_options chosen = options_at(peer);
        chosen.base_url("https://127.0.0.1:" + std::to_string(peer.port()))
            .tls(http::tls_options().ca_pem(shown.root));
        const client c(context, chosen);
        auto answered = run(context, list_accounts(c));
        names_sent = peer.statistics().server_names;
        return answered;
    };
    std::vector<std::string> names_sent;
    BOOST_TEST(list_by_address(make_certificate_chain(), names_sent).has_value());
    const std::vector<std::string> none_of_one = {""};
    BOOST_TEST(names_sent == none_of_one, boost::test_tools::per_element());
    for (const std::string names : {"IP:127.0.0.2", "DNS:127.0.0.1", "URI:https://127.0.0.1"}) {
        const auto refused = list_by_address(make_certificate_chain("useapi test", names), names_sent);
        BOOST_TEST_REQUIRE(refused.has_error(), names);
        BOOST_TEST(refused.error().code() == errc::certificate_rejected, names);
    }
}

BOOST_AUTO_TEST_CASE(each_certificate_of_a_chain_may_be_the_trusted_one)
{
    const certificate_chain shown = make_certificate_chain();
    const tls_peer peer(shown);
    for (const std::string& trusted : {shown.root, shown.intermediate, shown.leaf}) {
        const auto answered = list_at(peer, "localhost", http::tls_options().ca_pem(trusted));
        BOOST_TEST(answered.has_value(), (answered ? "" : answered.error().message()));
    }
    // The certificate is trusted, but not for another host name.
    const auto other_host = list_at(peer, "other.example", http::tls_options().ca_pem(shown.leaf));
    BOOST_TEST_REQUIRE(other_host.has_error());
    BOOST_TEST(other_host.error().code() == errc::certificate_rejected);
    const auto other_chain =
        list_at(peer, "localhost", http::tls_options().ca_pem(make_certificate_chain().leaf));
    BOOST_TEST_REQUIRE(other_chain.has_error());
    BOOST_TEST(other_chain.error().code() == errc::certificate_rejected);
}

BOOST_AUTO_TEST_CASE(names_beyond_ascii_in_a_certificate_are_shown_escaped)
{
    const tls_peer peer(make_certificate_chain("B\xc3\xbc\x63her"));
    const auto refused =
        list_at(peer, "localhost", http::tls_options().ca_pem(make_certificate_chain().root));
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().detail().find("O=B\\C3\\BCcher") != std::string::npos,
               refused.error().detail());
}

BOOST_AUTO_TEST_CASE(server_that_refuses_its_sessions_gets_one_full_handshake_at_once_and_no_session_again)
{
    for (const int version : {TLS1_3_VERSION, TLS1_2_VERSION}) {
        BOOST_TEST_CONTEXT((version == TLS1_3_VERSION ? "TLS 1.3" : "TLS 1.2"))
        {
            const certificate_chain shown = make_certificate_chain();
            const tls_peer peer(shown, [version](SSL_CTX* made) { refuse_resumed_sessions(made, version); });
            asio::io_context context(1);
            const client_options chosen = options_at(peer);
            const client c =
                make_client(context, chosen,
                            connector_options(chosen, "localhost", http::tls_options().ca_pem(shown.root)),
                            lookup_of(context, {loopback_at(peer.port())}));
            constexpr unsigned calls = 4;
            for (unsigned call = 0; call != calls; ++call) {
                const auto answered = run(context, list_accounts(c));
                BOOST_TEST(answered.has_value(), (answered ? "" : answered.error().message()));
            }
            BOOST_TEST(peer.statistics().handshakes == calls);
            BOOST_TEST(peer.statistics().connections == calls + 1);
            BOOST_TEST(c.statistics().connect_failures == 0U);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
