#define BOOST_TEST_MODULE example_programs
#include "emulator/server/background_server.hpp"
#include "integration/client/unix_relay.hpp"
#include "integration/example/example_process.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace asio = boost::asio;
using namespace std::chrono_literals;
using useapi::emulator::background_server;
using useapi::emulator::options;
using useapi::test::example_process;

namespace {

constexpr const char* token = "user:1234-abcdefghijklmnop";

struct with_token
{
    with_token() { ::setenv("USEAPI_TOKEN", token, 1); }
};

std::vector<std::string> words(const char* program, const background_server& service)
{
    return {program, service.base_url(), service.ca_file().string()};
}

std::string output_of(const char* program, const background_server& service)
{
    return example_process(words(program, service)).rest();
}

/** The whole answer of a server, from its status line to its end. */
std::string answer_of(const std::string& port, std::string_view method_and_target, std::string_view content)
{
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    socket.connect({asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(std::stoi(port))});
    const std::string request = std::string(method_and_target) +
                                " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " +
                                std::to_string(content.size()) + "\r\n\r\n" + std::string(content);
    asio::write(socket, asio::buffer(request));
    std::string answer;
    boost::system::error_code ended;
    asio::read(socket, asio::dynamic_buffer(answer), ended);
    BOOST_TEST(ended == asio::error::eof);
    return answer;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(example_program, with_token)

BOOST_AUTO_TEST_CASE(embed_registers_an_account)
{
    background_server service{options()};
    BOOST_TEST(output_of("embed", service) == "user@example.com is registered\n");
    BOOST_TEST(service.accounts(token).size() == 1U);
}

BOOST_AUTO_TEST_CASE(embed_shows_why_an_account_was_refused)
{
    background_server service{options().add_fault("suspended")};
    BOOST_TEST(output_of("embed", service) ==
               "the account is suspended (HTTP 401: \"This account has been suspended.\"); "
               "effect on the server: rejected\n");
}

BOOST_AUTO_TEST_CASE(register_server_registers_an_account_for_each_request)
{
    background_server service{options()
                                  .add_fault("wrong-password,email=bad@example.com")
                                  .add_fault("status=429,retry-after=30,email=later@example.com")};
    example_process server(words("register_server", service));
    const std::string said = server.read_line();
    BOOST_TEST_REQUIRE(said.starts_with("listening on port "));
    const std::string port = said.substr(said.rfind(' ') + 1);

    const std::string good = answer_of(port, "PUT /users/good@example.com", "password");
    BOOST_TEST(good.starts_with("HTTP/1.1 200 OK\r\n"));
    BOOST_TEST(good.ends_with("\r\n\r\ngood@example.com is registered\n"));
    BOOST_TEST(answer_of(port, "PUT /users/bad@example.com", "password").starts_with("HTTP/1.1 422 "));
    BOOST_TEST(answer_of(port, "PUT /users/nobody", "password").starts_with("HTTP/1.1 422 "));
    BOOST_TEST(answer_of(port, "GET /", "").starts_with("HTTP/1.1 404 "));
    // The wait that the service asks for is longer than the caller's patience, and is passed on.
    const std::string later = answer_of(port, "PUT /users/later@example.com", "password");
    BOOST_TEST(later.starts_with("HTTP/1.1 503 "));
    BOOST_TEST(later.find("\r\nRetry-After: 30\r\n") != std::string::npos, later);
    BOOST_TEST(service.accounts(token).size() == 1U);

    server.terminate();
    BOOST_TEST(server.rest() == "drained, 0 calls cut short\n");
}

BOOST_AUTO_TEST_CASE(replay_a_recording_answers_as_the_service_did)
{
    BOOST_TEST(example_process({"replay_a_recording", RECORDING}).rest() ==
               "user-1@example.invalid is registered\n"
               "2 accounts\n"
               "the pause of 40 s was kept\n");
}

BOOST_AUTO_TEST_CASE(many_tenants_share_a_transport_and_survive_its_reload)
{
    background_server service{options()};
    BOOST_TEST(output_of("many_tenants", service) == "100 tenants were answered\n"
                                                     "100 tenants were answered with epoch 2\n");
}

BOOST_AUTO_TEST_CASE(fan_out_registers_all_that_are_answered_in_time)
{
    background_server service{options()};
    auto line = words("fan_out", service);
    line.push_back("60000");
    BOOST_TEST(example_process(line).rest() == "20 registered, 0 given up, 0 failed\n");
    BOOST_TEST(service.statistics().peak_connections <= 4U);
}

BOOST_AUTO_TEST_CASE(fan_out_gives_up_what_takes_too_long)
{
    background_server service{options()
                                  .add_fault("stall,email=user3@example.com")
                                  .add_fault("stall,email=user11@example.com")
                                  .add_fault("suspended,email=user12@example.com")};
    auto line = words("fan_out", service);
    line.push_back("5000");
    BOOST_TEST(example_process(line).rest() == "17 registered, 2 given up, 1 failed\n");
}

BOOST_AUTO_TEST_CASE(callbacks_and_futures_register_an_account_each)
{
    background_server service{options()};
    BOOST_TEST(output_of("callbacks_and_futures", service) ==
               "future@example.com is registered\n2 accounts are registered\n");
}

BOOST_AUTO_TEST_CASE(callbacks_and_futures_tell_of_a_refusal)
{
    background_server service{options().add_fault("suspended,email=callback@example.com")};
    BOOST_TEST(output_of("callbacks_and_futures", service) ==
               "future@example.com is registered\n"
               "the account is suspended (HTTP 401: \"This account has been suspended.\")\n");
}

BOOST_AUTO_TEST_CASE(reach_a_service_finds_it_by_its_own_resolver)
{
    background_server service{options()};
    auto line = words("reach_a_service", service);
    line.push_back(std::to_string(service.port()));
    BOOST_TEST(example_process(line).rest() == "2 connections are ready\n0 accounts, over 2 connections\n");
}

BOOST_AUTO_TEST_CASE(through_a_unix_socket_gets_to_the_service_by_a_sidecar)
{
    background_server service{options()};
    const useapi::test::temporary_folder folder;
    const std::string path = folder.path("sidecar.sock");
    const useapi::testing::unix_relay sidecar(path, service.port());
    const std::vector<std::string> line{"through_a_unix_socket", "https://localhost:1/v1/runwayml",
                                        service.ca_file().string(), path};
    BOOST_TEST(example_process(line).rest() == "a connection to localhost\n0 accounts\n");
}

BOOST_AUTO_TEST_CASE(watch_with_an_observer_logs_and_counts)
{
    background_server service{options().add_fault("status=503,nth=1,email=two@example.com")};
    BOOST_TEST(output_of("watch_with_an_observer", service) ==
               "call 2 /accounts/{email}: attempt 1 failed, once more: status 503\n"
               "useapi_calls_total{effect=\"applied\"} 2\n"
               "useapi_retries_total{reason=\"status 503\"} 1\n");
}

#ifdef WITH_OPENTELEMETRY
// The values of an attribute or property in the order in which the spans ended: attempts before their call.
std::vector<std::string> values_of(const std::string& spans, const std::string& name)
{
    std::vector<std::string> found;
    std::istringstream lines(spans);
    for (std::string line; std::getline(lines, line);) {
        const auto colon = line.find(':');
        const auto first = line.find_first_not_of(" \t");
        if (colon == std::string::npos ||
            line.substr(first, line.find_last_not_of(' ', colon - 1) + 1 - first) != name)
            continue;
        const auto value = line.find_first_not_of(' ', colon + 1);
        found.push_back(value == std::string::npos ? "" : line.substr(value));
    }
    return found;
}

BOOST_AUTO_TEST_CASE(trace_with_opentelemetry_makes_a_span_for_each_attempt_below_that_of_its_call)
{
    background_server service{options().add_fault("status=503,nth=1")};
    const std::string spans = output_of("trace_with_opentelemetry", service);
    using texts = std::vector<std::string>;
    BOOST_TEST(values_of(spans, "name") ==
                   texts({"POST /accounts/{email}", "POST /accounts/{email}", "upsert_account"}),
               boost::test_tools::per_element());
    const texts ids = values_of(spans, "span_id");
    BOOST_TEST_REQUIRE(ids.size() == 3U);
    BOOST_TEST(values_of(spans, "parent_span_id") == texts({ids[2], ids[2], "0000000000000000"}),
               boost::test_tools::per_element());
    BOOST_TEST(values_of(spans, "http.response.status_code") == texts({"503", "201"}),
               boost::test_tools::per_element());
    BOOST_TEST(values_of(spans, "http.request.resend_count") == texts({"1"}),
               boost::test_tools::per_element());
    BOOST_TEST(values_of(spans, "useapi.retry.reason") == texts({"status 503"}),
               boost::test_tools::per_element());
    BOOST_TEST(values_of(spans, "useapi.attempts") == texts({"2"}), boost::test_tools::per_element());
    BOOST_TEST(spans.find("password") == std::string::npos);
    BOOST_TEST(spans.find(token) == std::string::npos);
}
#endif

BOOST_AUTO_TEST_CASE(own_retry_policy_overrules_the_table)
{
    background_server service{options()
                                  .add_fault("status=409,nth=1,email=conflict@example.com")
                                  .add_fault("status=503,email=trouble@example.com")};
    BOOST_TEST(output_of("own_retry_policy", service) ==
               "conflict@example.com is registered\n"
               "trouble@example.com: service_unavailable after 1 attempts, no more because of policy\n");
}

BOOST_AUTO_TEST_SUITE_END()
