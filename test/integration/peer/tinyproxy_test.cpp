#include "integration/peer/fronted_service.hpp"

#include <string>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

struct needs_tinyproxy
{
    boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id)
    {
        return has_program("tinyproxy");
    }
};

/** A proxy that wants credentials and makes tunnels to one port only. */
struct tinyproxy_hop
{
    explicit tinyproxy_hop(std::uint16_t allowed)
        : proxy((write_configuration(allowed),
                 std::vector<std::string>{find_program("tinyproxy").string(), "-d", "-c",
                                          (folder / "tinyproxy.conf").string()}))
    {
    }

    void write_configuration(std::uint16_t allowed) const
    {
        write_file(folder / "tinyproxy.conf", "Port " + std::to_string(port) +
                                                  "\nListen 127.0.0.1\nTimeout 10\nMaxClients 20\n"
                                                  "LogLevel Error\nBasicAuth operator s-fe\nConnectPort " +
                                                  std::to_string(allowed) + "\nLogFile \"" +
                                                  (folder / "log").string() + "\"\n");
    }

    http::proxy_options with(const std::string& userinfo) const
    {
        return http::proxy_options(secret("http://" + userinfo + "127.0.0.1:" + std::to_string(port)));
    }

    const std::uint16_t port = free_port();
    const scratch_folder folder;
    peer_process proxy;
};

client_options patient_options(const emulator::background_server& service, const http::proxy_options& through)
{
    client_options chosen = options_for(service);
    chosen.retry(retry_options(chosen.retry()).max_attempts(100).max_delay(50ms).budget_floor(1000));
    return chosen.proxy(through);
}

} // namespace

BOOST_AUTO_TEST_SUITE(tinyproxy, *boost::unit_test::precondition(needs_tinyproxy()))

BOOST_AUTO_TEST_CASE(tunnel_is_made_for_the_right_credentials_and_no_others)
{
    emulator::background_server service{emulator::options()};
    const tinyproxy_hop hop(service.port());
    asio::io_context context(1);
    const client c(context, patient_options(service, hop.with("operator:s-fe@")));
    BOOST_TEST(run(context, upsert_account(c, settings_of("a@b.cd"))).has_value());
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(c.statistics().connections_opened == 1U);

    for (const char* wrong : {"operator:wrong@", ""}) {
        const client stranger(context, patient_options(service, hop.with(wrong)));
        const auto refused = run(context, list_accounts(stranger));
        BOOST_TEST_REQUIRE(refused.has_error());
        BOOST_TEST(refused.error().code() == errc::proxy_refused);
        BOOST_TEST(refused.error().effect() == effect::none);
        BOOST_TEST(refused.error().attempts() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(port_that_the_proxy_forbids_is_its_refusal)
{
    emulator::background_server service{emulator::options()};
    emulator::background_server other{emulator::options()};
    const tinyproxy_hop hop(service.port());
    asio::io_context context(1);
    const client first(context, patient_options(service, hop.with("operator:s-fe@")));
    BOOST_TEST(run(context, list_accounts(first)).has_value());
    const client c(context, patient_options(other, hop.with("operator:s-fe@")));
    const auto refused = run(context, list_accounts(c));
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().code() == errc::proxy_refused);
    BOOST_TEST(refused.error().detail().find("it answered 403") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(service_that_the_proxy_cannot_reach_is_the_proxys_failure)
{
    emulator::background_server service{emulator::options()};
    const tinyproxy_hop hop(service.port());
    asio::io_context context(1);
    const client first(context, patient_options(service, hop.with("operator:s-fe@")));
    BOOST_TEST(run(context, list_accounts(first)).has_value());
    service.stop();
    client_options once = patient_options(service, hop.with("operator:s-fe@"));
    const client c(context, once.retry(retry_options().max_attempts(1)));
    const auto failed = run(context, list_accounts(c));
    BOOST_TEST_REQUIRE(failed.has_error());
    BOOST_TEST(failed.error().code() == errc::proxy_failed);
    BOOST_TEST(failed.error().effect() == effect::none);
}

BOOST_AUTO_TEST_SUITE_END()
