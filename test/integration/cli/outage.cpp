#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <csignal>
#include <cstddef>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <vector>

namespace {

using namespace useapi::test;
namespace json = boost::json;

std::string accounts_file(std::size_t rows)
{
    std::string text = "email,password,maxJobs\n";
    for (std::size_t i = 0; i < rows; ++i)
        text += "user" + std::to_string(i) + "@example.com," + std::string(account_password) + ",5\n";
    return text;
}

std::string port_of(const std::string& base_url)
{
    const std::size_t begin = base_url.rfind(':') + 1;
    return base_url.substr(begin, base_url.find('/', begin) - begin);
}

/** Listens on a port of its own; the system takes connections, and no program reads them. */
class silent_listener
{
public:
    silent_listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        BOOST_TEST_REQUIRE(::bind(socket_.get(), any, size) == 0);
        BOOST_TEST_REQUIRE(::listen(socket_.get(), 1000) == 0);
        BOOST_TEST_REQUIRE(::getsockname(socket_.get(), any, &size) == 0);
        port_ = std::to_string(ntohs(address.sin_port));
    }

    const std::string& port() const noexcept { return port_; }

    /// Connections that were made so far, and not counted yet.
    std::size_t count_connections() const
    {
        std::size_t count = 0;
        for (;; ++count) {
            const descriptor taken(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (taken.get() < 0)
                return count;
        }
    }

private:
    descriptor socket_;
    std::string port_;
};

BOOST_AUTO_TEST_SUITE(outage_of_the_service)

BOOST_AUTO_TEST_CASE(import_waits_for_a_service_that_is_gone_and_goes_on_by_itself)
{
    service_run service({"--login-delay", "0.1"});
    const std::string input = service.folder().file("in.csv", accounts_file(60));
    process waiting(service.command(
        {"accounts", "import", input, "--concurrency", "4", "--progress", "json", "--output", "json"}));
    static_cast<void>(waiting.wait_for("\"done\":"));
    service.emulator().signal(SIGKILL);
    static_cast<void>(waiting.wait_for("the service cannot be reached"));
    process again(command_line(
        {"emulator", "--tls-dir", service.folder().path("tls"), "--port", port_of(service.base_url())}));
    static_cast<void>(waiting.wait_for("the service answers again after "));
    const finished ended = waiting.wait_for_end();
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(json::parse(ended.out).at("registered").as_int64() == 60);
    again.signal(SIGTERM);
    static_cast<void>(again.wait_for_end());
}

BOOST_AUTO_TEST_CASE(import_gives_up_with_4_leaves_the_rows_pending_and_says_how_to_go_on)
{
    service_run service;
    const std::string input = service.folder().file("in.csv", accounts_file(300));
    service.emulator().signal(SIGKILL);
    const finished ended = run_discreetly(service.command(
        {"accounts", "import", input, "--resume", "--wait-for-service", "2", "--output", "json"}));
    BOOST_TEST(ended.code == 4, ended.everything());
    const json::value summary = json::parse(ended.out);
    BOOST_TEST(summary.at("pending").as_int64() == 300);
    BOOST_TEST(summary.at("failed").as_int64() == 0);
    BOOST_TEST(ended.err.find("accounts import " + input + " --resume") != std::string::npos, ended.err);
}

BOOST_AUTO_TEST_CASE(service_that_takes_connections_and_never_answers_is_an_outage)
{
    const silent_listener service;
    const temporary_folder folder;
    const std::string input = folder.file("in.csv", accounts_file(300));
    const finished ended = run_discreetly(
        command_line({"--timeout", "1", "accounts", "import", input, "--resume", "--wait-for-service", "4",
                      "--progress", "json", "--output", "json"})
            .variable("USEAPI_TOKEN", std::string(api_token))
            .variable("USEAPI_BASE_URL", "https://127.0.0.1:" + service.port() + "/v1/runwayml"));
    BOOST_TEST(ended.code == 4, ended.everything());
    const json::value summary = json::parse(ended.out);
    BOOST_TEST(summary.at("pending").as_int64() == 300);
    BOOST_TEST(summary.at("failed").as_int64() == 0);
    BOOST_TEST(ended.err.find("the service does not answer: waiting for it") != std::string::npos, ended.err);
    BOOST_TEST(ended.everything().find("no answer for 0:0") != std::string::npos, ended.everything());
    const std::size_t connections = service.count_connections();
    BOOST_TEST(connections >= 3U);
    BOOST_TEST(connections <= 30U);
}

BOOST_AUTO_TEST_CASE(import_waits_for_a_service_that_is_silent_and_goes_on_by_itself)
{
    service_run service({"--login-delay", "0.1"});
    const std::string input = service.folder().file("in.csv", accounts_file(60));
    process waiting(service.command({"--attempt-timeout", "1", "accounts", "import", input, "--concurrency",
                                     "4", "--progress", "json", "--output", "json"}));
    static_cast<void>(waiting.wait_for("\"done\":"));
    service.emulator().signal(SIGSTOP);
    static_cast<void>(waiting.wait_for("the service does not answer"));
    service.emulator().signal(SIGCONT);
    static_cast<void>(waiting.wait_for("the service answers again after "));
    const finished ended = waiting.wait_for_end();
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(json::parse(ended.out).at("registered").as_int64() == 60);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
