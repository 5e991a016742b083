#include "integration/client/loopback.hpp"

#include <boost/test/unit_test.hpp>

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
        {emulator::options().expired_certificate(true), "expired"},
        {emulator::options().certificate_host("other.example.com"), "mismatch"},
        {emulator::options().certificate_without_san(true), "mismatch"},
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
    BOOST_TEST(list_error(options_for(service).ca_file(other.ca_file().string())).code() ==
               errc::certificate_rejected);
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

BOOST_AUTO_TEST_CASE(unresolvable_host_is_an_error_of_its_own)
{
    emulator::background_server service{emulator::options()};
    const error failed =
        list_error(options_for(service).base_url("https://no-such-host.invalid/v1").timeout(20s));
    BOOST_TEST(failed.code() == errc::resolve_failed);
    BOOST_TEST(failed.effect() == effect::none);
}

BOOST_AUTO_TEST_SUITE_END()
