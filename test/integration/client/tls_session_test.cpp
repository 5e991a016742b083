#include "integration/client/loopback.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

constexpr int calls_in_turn = 10;

/** Calls one after the other, each on a connection of its own. */
emulator::server_statistics call_again_and_again(emulator::options served, bool resume)
{
    emulator::background_server service{served.add_fault("close,rate=1")};
    asio::io_context context(1);
    const client c(context,
                   options_for(service).tls(
                       http::tls_options().ca_file(service.ca_file().string()).resume_sessions(resume)));
    for (int i = 0; i < calls_in_turn; ++i)
        BOOST_TEST(run(context, list_accounts(c)).has_value());
    return service.statistics();
}

} // namespace

BOOST_AUTO_TEST_SUITE(tls_sessions)

BOOST_AUTO_TEST_CASE(every_connection_after_the_first_resumes_its_session)
{
    for (const auto version : {emulator::tls_version::tls_1_3, emulator::tls_version::tls_1_2}) {
        BOOST_TEST_CONTEXT("TLS 1." << (version == emulator::tls_version::tls_1_3 ? 3 : 2))
        {
            const auto seen = call_again_and_again(emulator::options().max_tls_version(version), true);
            BOOST_TEST(seen.connections == static_cast<unsigned>(calls_in_turn));
            BOOST_TEST(seen.resumed_handshakes == static_cast<unsigned>(calls_in_turn - 1));
        }
    }
}

BOOST_AUTO_TEST_CASE(sessions_are_not_resumed_where_that_is_not_wanted)
{
    const auto seen = call_again_and_again(emulator::options(), false);
    BOOST_TEST(seen.connections == static_cast<unsigned>(calls_in_turn));
    BOOST_TEST(seen.resumed_handshakes == 0U);
}

BOOST_AUTO_TEST_CASE(session_that_the_server_forgot_costs_a_full_handshake_and_no_more)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service));
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    // The restart loses the key of the tickets.
    service.stop();
    service.restart();
    BOOST_TEST(run(context, list_accounts(c)).has_value());
    BOOST_TEST(service.statistics().connections == 1U);
    BOOST_TEST(service.statistics().resumed_handshakes == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
