#include "integration/client/loopback.hpp"
#include "unit/client/recorder.hpp"

#include <useapi/client/metrics.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(observers)

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

namespace {

// The secrets that must not be seen, and the customer's name. Every JWT begins with the base64url form of
// `{"`.
const std::string token_marker = "user:1234-tokenmarker";
const std::string password_marker = "passwordmarker";
const std::string email_marker = "customermarker";
constexpr std::string_view jwt_beginning = "eyJ";

const std::vector<std::string> faults = {
    "",
    "status=400",
    "status=400,body=" + password_marker,
    R"(status=401,body={"error":")" + token_marker + R"("})",
    "status=402",
    "status=404",
    "status=412",
    "status=422",
    "status=429,retry-after=none",
    "status=429,retry-after=0,nth=1",
    "status=429,retry-after=3600",
    "status=500",
    "status=500,body=Internal error",
    "status=503,retry-after=1,nth=1",
    "status=520",
    "status=596",
    "status=301",
    "status=200,body=eyJhbGciOiJIUzI1NiJ9." + password_marker,
    "reset=before-request",
    "reset=after-request",
    "reset=after-request,nth=1",
    "truncate",
    "garbage",
    "stall",
    "close",
    "close=silent,nth=1",
    "wrong-password",
    "suspended",
};

/** Every operation and a request of `send`, each with the markers in all places that it has. */
asio::awaitable<void> call_everything(client c)
{
    const std::string email = email_marker + "@example.com";
    account_settings settings(email, secret(password_marker));
    co_await upsert_account(c, settings.max_jobs(5));
    settings.encoding(content_encoding::multipart_form_data);
    co_await upsert_account(c, settings);
    co_await get_account(c, email);
    co_await list_accounts(c);
    http::request request("POST", "/features/?email=" + email + "&password=" + password_marker);
    request.add_field("X-Password", password_marker).content("text/plain", password_marker).idempotent(true);
    co_await send(c, request);
    co_await delete_account(c, email);
}

void run_against(const std::string& fault, std::shared_ptr<observer> watching)
{
    emulator::options settings;
    if (!fault.empty())
        settings.add_fault(fault);
    emulator::background_server service{std::move(settings)};
    asio::io_context context(1);
    client_options chosen{secret(token_marker)};
    chosen.base_url(service.base_url()).ca_file(service.ca_file().string()).seed(1);
    chosen.timeout(2s).attempt_timeout(50ms).observe_with(std::move(watching));
    chosen.retry(retry_options().base_delay(1ms).busy_base_delay(1ms).budget_floor(1000));
    {
        const client c(context, chosen);
        run(context, call_everything(c));
    }
    context.restart();
    context.run();
}

asio::awaitable<void> read_some(client c)
{
    for (int i = 0; i < 5; ++i)
        co_await list_accounts(c);
}

void check_for_markers(const std::string& text)
{
    for (const std::string_view marker : {std::string_view(token_marker), std::string_view(password_marker),
                                          std::string_view(email_marker), jwt_beginning})
        BOOST_TEST(text.find(marker) == std::string::npos, marker << " in\n" << text);
}

} // namespace

BOOST_AUTO_TEST_CASE(no_secret_reaches_an_observer_whatever_happens)
{
    for (const std::string& fault : faults) {
        BOOST_TEST_CONTEXT("fault " << fault)
        {
            const auto seen = std::make_shared<recorder>();
            run_against(fault, seen);
            const std::string text = seen->text();
            BOOST_TEST(text.find("ended call 6 DELETE /accounts/{email} 127.0.0.1:") != std::string::npos,
                       text);
            check_for_markers(text);
        }
    }
}

BOOST_AUTO_TEST_CASE(no_secret_reaches_the_metrics_whatever_happens)
{
    const auto counted = std::make_shared<metrics>();
    for (const std::string& fault : faults)
        run_against(fault, counted);
    const std::string text = counted->prometheus_text();
    BOOST_TEST(text.find("useapi_calls_total{effect=\"rejected\",error_type=\"credentials_refused\"}") !=
                   std::string::npos,
               text);
    check_for_markers(text);
}

BOOST_AUTO_TEST_CASE(unreachable_service_and_wrong_authority_are_told_without_a_secret)
{
    const auto seen = std::make_shared<recorder>();
    asio::io_context context(1);
    emulator::background_server service{emulator::options()};
    emulator::background_server other{emulator::options()};
    client_options chosen{secret(token_marker)};
    chosen.base_url(service.base_url()).ca_file(other.ca_file().string()).observe_with(seen);
    {
        const client distrusting(context, chosen);
        run(context, call_everything(distrusting));
    }
    other.stop();
    chosen.base_url("https://127.0.0.1:1").retry(retry_options().base_delay(1ms));
    {
        const client unreachable(context, chosen);
        run(context, call_everything(unreachable));
    }
    const std::string text = seen->text();
    BOOST_TEST(text.find(" certificate_rejected ") != std::string::npos, text);
    BOOST_TEST(text.find(" connect_failed ") != std::string::npos, text);
    check_for_markers(text);
}

BOOST_AUTO_TEST_CASE(metrics_of_calls_on_four_threads_add_up)
{
    emulator::background_server service{emulator::options().add_fault("status=503,rate=0.02")};
    asio::io_context context(4);
    const auto counted = std::make_shared<metrics>();
    const auto seen = std::make_shared<recorder>();
    {
        const client counting(context, options_for(service).max_connections(4).observe_with(counted));
        const client recording(context, options_for(service).max_connections(4).observe_with(seen));
        std::vector<std::future<void>> ends;
        for (int i = 0; i < 40; ++i)
            for (const client& c : {counting, recording})
                ends.push_back(asio::co_spawn(context, read_some(c), asio::use_future));
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&context] { context.run(); });
        for (std::thread& thread : threads)
            thread.join();
        for (std::future<void>& end : ends)
            end.get();
    }
    context.restart();
    context.run();
    const std::string text = counted->prometheus_text();
    for (const std::string_view expected :
         {"useapi_calls_total{effect=\"applied\"} 200\n", "useapi_calls_active 0\n",
          "http_client_open_connections{http_connection_state=\"active\"} 0\n",
          "http_client_open_connections{http_connection_state=\"idle\"} 0\n"})
        BOOST_TEST(text.find(expected) != std::string::npos, expected << "in\n" << text);

    // The events of a call come one after the other, whatever others do meanwhile.
    std::map<std::string, std::vector<std::string>> events_of;
    for (const std::string& line : seen->lines())
        if (const std::size_t at = line.find(" call "); at != std::string::npos)
            events_of[line.substr(at, line.find(' ', at + 6) - at)].push_back(line.substr(0, at));
    BOOST_TEST(events_of.size() == 200U);
    for (const auto& [call, events] : events_of) {
        BOOST_TEST(events.front() == "queued");
        BOOST_TEST(events.back() == "ended");
        BOOST_TEST(std::count(events.begin(), events.end(), "acquired") ==
                   std::count(events.begin(), events.end(), "released"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
