#include "integration/client/loopback.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

error list_error(const client_options& chosen)
{
    asio::io_context context(1);
    const client c(context, chosen);
    return run(context, list_accounts(c)).error();
}

std::string content_of(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(tls)

BOOST_AUTO_TEST_CASE(unacceptable_certificates_are_refused_with_their_reason)
{
    struct row
    {
        emulator::options served;
        std::string reason;
    };

    const row rows[] = {
        {emulator::options().expired_certificate(true),
         "CN=localhost,OU=for loopback\\, expired expired on 20"},
        {emulator::options().certificate_host("other.example.com"),
         "name 127.0.0.1 is not among those of the certificate of CN=other.example.com,OU=for "
         "other.example.com: other.example.com"},
        {emulator::options().certificate_without_san(true),
         "name 127.0.0.1 is not among the alternative names of the certificate of CN=localhost,OU=for "
         "loopback\\, no SAN, which has none"},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.reason)
        {
            emulator::background_server service{r.served};
            const error refused = list_error(options_for(service));
            BOOST_TEST(refused.code() == errc::certificate_rejected);
            BOOST_TEST(refused.effect() == effect::none);
            BOOST_TEST(refused.attempts() == 1U);
            BOOST_TEST(refused.detail().find(r.reason) != std::string::npos);
            BOOST_TEST(service.statistics().requests.requests == 0U);
        }
    }
}

BOOST_AUTO_TEST_CASE(certificate_of_an_unknown_authority_is_refused)
{
    emulator::background_server service{emulator::options()};
    emulator::background_server other{emulator::options()};
    const error refused = list_error(options_for(service).ca_file(other.ca_file().string()));
    BOOST_TEST(refused.code() == errc::certificate_rejected);
    BOOST_TEST(list_error(options_for(service).ca_file("")).code() == errc::certificate_rejected);
}

BOOST_AUTO_TEST_CASE(host_name_is_verified_as_name_and_as_address)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const std::string by_name = "https://localhost:" + std::to_string(service.port()) + "/v1/runwayml/";
    const client named(context, options_for(service).base_url(by_name));
    BOOST_TEST(run(context, list_accounts(named)).has_value());
    const client addressed(context, options_for(service));
    BOOST_TEST(run(context, list_accounts(addressed)).has_value());
}

BOOST_AUTO_TEST_CASE(tls_1_2_is_spoken)
{
    emulator::background_server service{emulator::options().max_tls_version(emulator::tls_version::tls_1_2)};
    asio::io_context context(1);
    const client c(context, options_for(service));
    BOOST_TEST(run(context, upsert_account(c, settings_of("a@b.cd"))).has_value());
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(service.statistics().connections == 1U);
}

BOOST_AUTO_TEST_CASE(version_below_the_minimum_is_not_spoken)
{
    emulator::background_server service{emulator::options().max_tls_version(emulator::tls_version::tls_1_2)};
    const auto strict =
        http::tls_options().ca_file(service.ca_file().string()).minimum_version(http::tls_version::tls_1_3);
    const error refused = list_error(options_for(service).tls(strict).retry(retry_options().max_attempts(1)));
    BOOST_TEST(refused.code() == errc::tls_failed);
    BOOST_TEST(refused.effect() == effect::none);
}

BOOST_AUTO_TEST_CASE(authority_may_come_from_memory)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const auto tls = http::tls_options().ca_pem(content_of(service.ca_file()));
    const client c(context, options_for(service).tls(tls));
    BOOST_TEST(run(context, list_accounts(c)).has_value());
}

BOOST_AUTO_TEST_CASE(client_certificate_is_shown_to_a_server_that_asks_for_one)
{
    for (const auto version : {emulator::tls_version::tls_1_3, emulator::tls_version::tls_1_2}) {
        BOOST_TEST_CONTEXT("TLS 1." << (version == emulator::tls_version::tls_1_3 ? 3 : 2))
        {
            emulator::background_server service{
                emulator::options().require_client_certificate(true).max_tls_version(version)};
            const auto folder = service.ca_file().parent_path();
            const auto base = http::tls_options().ca_file(service.ca_file().string());
            const auto from_files = http::tls_options(base).client_certificate_file(
                (folder / "client.pem").string(), (folder / "client.key").string());
            const auto from_memory = http::tls_options(base).client_certificate_pem(
                content_of(folder / "client.pem"), secret(content_of(folder / "client.key")));
            for (const auto& tls : {from_files, from_memory}) {
                asio::io_context context(1);
                const client c(context, options_for(service).tls(tls));
                BOOST_TEST(run(context, upsert_account(c, settings_of("a@b.cd"))).has_value());
            }
            const auto served = service.statistics().requests.requests;
            const error refused = list_error(options_for(service).tls(base));
            BOOST_TEST(refused.code() == errc::client_certificate_rejected);
            BOOST_TEST(refused.effect() == effect::none);
            BOOST_TEST(refused.attempts() == 1U);
            BOOST_TEST(service.statistics().requests.requests == served);
        }
    }
}

BOOST_AUTO_TEST_CASE(revoked_certificate_is_refused_where_revocation_is_checked)
{
    emulator::background_server revoked{emulator::options().revoked_certificate(true)};
    emulator::background_server good{emulator::options()};
    const auto checking = [](const emulator::background_server& service,
                             const emulator::background_server& list) {
        return options_for(service).tls(http::tls_options()
                                            .ca_file(service.ca_file().string())
                                            .crl_file((list.ca_file().parent_path() / "crl.pem").string()));
    };
    const error refused = list_error(checking(revoked, revoked));
    BOOST_TEST(refused.code() == errc::certificate_rejected);
    BOOST_TEST(refused.detail().ends_with(" was revoked"), refused.detail());

    const error unknown = list_error(checking(good, revoked));
    BOOST_TEST(unknown.code() == errc::certificate_rejected);

    asio::io_context context(1);
    BOOST_TEST(run(context, list_accounts(client(context, checking(good, good)))).has_value());
    BOOST_TEST(run(context, list_accounts(client(context, options_for(revoked)))).has_value());
}

BOOST_AUTO_TEST_CASE(key_log_takes_the_secrets_of_every_connection_and_is_its_owners_alone)
{
    emulator::background_server service{emulator::options()};
    const auto file = service.ca_file().parent_path() / "keys.log";
    asio::io_context context(1);
    const auto tls = http::tls_options().ca_file(service.ca_file().string()).key_log_file(file.string());
    const client c(context, options_for(service).tls(tls));
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(content_of(file).find("CLIENT_TRAFFIC_SECRET_0 ") != std::string::npos);
    BOOST_TEST((std::filesystem::status(file).permissions() == std::filesystem::perms(0600)));
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_used_are_named)
{
    emulator::background_server service{emulator::options()};
    const std::string ca = service.ca_file().string();
    const std::string key = (service.ca_file().parent_path() / "client.key").string();

    struct row
    {
        http::tls_options tls;
        std::string said;
    };

    const row rows[] = {
        {http::tls_options().ca_file("/nowhere.pem"), "CA file '/nowhere.pem' cannot be read"},
        {http::tls_options().ca_pem("no certificate"), "ca_pem holds no PEM certificates"},
        {http::tls_options().crl_file(ca), "CRL file '" + ca + "' cannot be read"},
        {http::tls_options().client_certificate_file("/nowhere.pem", key),
         "client certificate file '/nowhere.pem' cannot be read"},
        {http::tls_options().client_certificate_file(ca, "/nowhere.key"),
         "client key file '/nowhere.key' cannot be read"},
        {http::tls_options().client_certificate_file(ca, key),
         "client key file '" + key + "' cannot be read as a PEM private key, or does not belong"},
        {http::tls_options().client_certificate_pem("no certificate", secret("x")),
         "client_certificate_pem holds no PEM certificate"},
        {http::tls_options().key_log_file("/nowhere/keys.log"), "key log file '/nowhere/keys.log'"},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.said)
        {
            asio::io_context context(1);
            BOOST_CHECK_EXCEPTION(client(context, options_for(service).tls(r.tls)), exception,
                                  [&](const exception& refused) {
                                      BOOST_TEST_MESSAGE(refused.reason().detail());
                                      return refused.reason().code() == errc::invalid_argument &&
                                             refused.reason().detail().starts_with(r.said);
                                  });
        }
    }
}

BOOST_AUTO_TEST_CASE(unresolvable_host_is_an_error_of_its_own)
{
    emulator::background_server service{emulator::options()};
    const error failed =
        list_error(options_for(service).base_url("https://no-such-host.invalid/v1").timeout(20s));
    BOOST_TEST(failed.code() == errc::resolve_failed);
    BOOST_TEST(failed.effect() == effect::none);
}

BOOST_AUTO_TEST_SUITE_END()
