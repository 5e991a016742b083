#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <string>

namespace {

using namespace useapi::test;
using std::chrono::steady_clock;

BOOST_AUTO_TEST_SUITE(emulator)

BOOST_AUTO_TEST_CASE(signal_ends_it_within_a_second_with_0)
{
    for (const int number : {SIGTERM, SIGINT}) {
        BOOST_TEST_CONTEXT("signal " << number)
        {
            service_run service({"--login-delay", "600"});
            process waiting(service.command({"accounts", "upsert", "a@b.com", "--verbose"}));
            waiting.wait_for("event=request_sent");
            const auto begun = steady_clock::now();
            service.emulator().signal(number);
            BOOST_TEST(service.emulator().wait_for_end().code == 0);
            BOOST_TEST((steady_clock::now() - begun < std::chrono::seconds(1)));
        }
    }
}

BOOST_AUTO_TEST_CASE(port_file_holds_the_port_of_the_base_url)
{
    const temporary_folder folder;
    const std::string port_file = folder.path("port");
    const service_run service;
    // Once the service answers, it has written its port file.
    run_discreetly(service.command({"accounts", "list"}));
    const std::string port = read_file(service.folder().path("port"));
    BOOST_TEST(port.ends_with('\n'));
    BOOST_TEST(service.base_url() == "https://127.0.0.1:" + port.substr(0, port.size() - 1) + "/v1/runwayml");
}

BOOST_AUTO_TEST_CASE(port_in_use_fails_with_2)
{
    const service_run service;
    const std::string& url = service.base_url();
    const std::size_t begin = url.rfind(':') + 1;
    const std::string port = url.substr(begin, url.find('/', begin) - begin);
    const finished ended = run(command_line({"emulator", "--port", port, "--output", "json"}));
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.err.find("cannot listen on 127.0.0.1:" + port) != std::string::npos, ended.err);
    BOOST_CHECK_NO_THROW(boost::json::parse(ended.out));
}

BOOST_AUTO_TEST_CASE(json_leaves_standard_output_to_json)
{
    service_run service({"--output", "json"});
    // ThreadSanitizer of g++ 12 loses a signal that comes during the first call that blocks, so that
    // call is over before the signal.
    run_discreetly(service.command({"accounts", "list"}));
    service.emulator().signal(SIGTERM);
    const finished ended = service.emulator().wait_for_end();
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.err.find("GET ") != std::string::npos, ended.err);
    BOOST_TEST(ended.out == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
