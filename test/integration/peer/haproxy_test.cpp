#include "integration/peer/fronted_service.hpp"

#include <string>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

struct needs_haproxy
{
    boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id)
    {
        return has_program("haproxy");
    }
};

struct haproxy_front : fronted_service
{
    haproxy_front()
        : server((write_configuration(), std::vector<std::string>{find_program("haproxy").string(), "-q",
                                                                  "-f", (folder / "haproxy.cfg").string()}))
    {
    }

    void write_configuration() const
    {
        write_file(folder / "both.pem", read_file(certificate()) + read_file(key()));
        write_file(folder / "haproxy.cfg",
                   "defaults\n mode http\n timeout connect 1s\n timeout client 5s\n timeout server 5s\n"
                   " timeout http-keep-alive 5s\nfrontend front\n bind 127.0.0.1:" +
                       std::to_string(port) + " ssl crt " + (folder / "both.pem").string() +
                       " alpn http/1.1\n default_backend service\nbackend service\n server one 127.0.0.1:" +
                       std::to_string(service.port()) + " ssl verify none\n");
    }

    peer_process server;
};

} // namespace

BOOST_AUTO_TEST_SUITE(haproxy, *boost::unit_test::precondition(needs_haproxy()))

BOOST_AUTO_TEST_CASE(every_operation_works_behind_it)
{
    const haproxy_front front;
    asio::io_context context(1);
    const client c(context, front.options());
    BOOST_TEST(run(context, upsert_account(c, settings_of("a+b@c.de"))).has_value());
    BOOST_TEST(run(context, get_account(c, "a+b@c.de")).has_value());
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(run(context, delete_account(c, "a+b@c.de")).has_value());
    BOOST_TEST(run(context, get_account(c, "a+b@c.de")).error().code() == errc::not_found);
    BOOST_TEST(c.statistics().connections_opened == 1U);
}

BOOST_AUTO_TEST_CASE(its_own_answer_for_a_service_that_is_down_is_unavailability)
{
    haproxy_front front;
    asio::io_context context(1);
    const client patient(context, front.options());
    BOOST_TEST(run(context, list_accounts(patient)).has_value());
    front.service.stop();
    const client impatient(context, front.options().retry(retry_options().max_attempts(1)));
    const auto refused = run(context, list_accounts(impatient));
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().code() == errc::service_unavailable);
    BOOST_TEST(refused.error().status() == 503);
    front.service.restart();
    BOOST_TEST(run(context, list_accounts(patient)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
