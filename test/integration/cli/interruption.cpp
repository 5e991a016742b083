#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <string>

namespace {

using namespace useapi::test;

BOOST_AUTO_TEST_SUITE(interruption)

BOOST_AUTO_TEST_CASE(signal_in_a_call_ends_it_with_130_and_says_what_may_have_happened)
{
    for (const int number : {SIGINT, SIGTERM}) {
        BOOST_TEST_CONTEXT("signal " << number)
        {
            service_run service({"--fault", "stall,email=a@b.com"});
            process upsert(
                service.command({"accounts", "upsert", "a@b.com", "--verbose", "--output", "json"}));
            upsert.wait_for("event=request_sent");
            upsert.signal(number);
            const finished ended = upsert.wait_for_end();
            BOOST_TEST(ended.code == 130, ended.everything());
            BOOST_TEST(!holds_secret(ended.everything()), ended.everything());
            const auto error = boost::json::parse(ended.out).at("error");
            BOOST_TEST(error.at("code").as_string() == "cancelled");
            BOOST_TEST(error.at("effect").as_string() == "unknown");
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
