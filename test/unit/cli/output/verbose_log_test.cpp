#include "cli/output/verbose_log.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <functional>
#include <new>
#include <string>
#include <string_view>

namespace {

using namespace useapi;
using namespace std::chrono_literals;
using cli::verbose_log;

const event::server where("api.useapi.net", 443);
const event::call call(7, "POST", "/accounts/{email}", where);
const event::of_exchange exchange(call, 3, 1, 1500us);
const event::of_connection connection(3, where);

std::string logged(const std::function<void(observer&)>& happen)
{
    std::string text;
    verbose_log log([&text](std::string_view line) { text += line; },
                    [] { return std::chrono::system_clock::time_point(1734858598864ms); });
    happen(log);
    const std::string time = "time=2024-12-22T09:09:58.864Z ";
    BOOST_TEST(text.starts_with(time), text);
    return text.substr(time.size());
}

BOOST_AUTO_TEST_SUITE(verbose)

BOOST_AUTO_TEST_CASE(every_event_is_a_line_with_its_attributes)
{
    struct row
    {
        std::function<void(observer&)> happen;
        std::string_view line;
    };

    const row rows[] = {
        {[](observer& log) { log.on_call_queued(event::call_queued(call)); },
         "event=call_queued call=7 http.request.method=POST url.template=/accounts/{email} "
         "server.address=api.useapi.net server.port=443\n"},
        {[](observer& log) { log.on_call_held_back(event::call_held_back(call, 2s)); },
         "event=call_held_back call=7 wait_ms=2000.000\n"},
        {[](observer& log) { log.on_connection_acquired(event::connection_acquired(call, 3, true, 250us)); },
         "event=connection_acquired call=7 connection=3 reused=true waited_ms=0.250\n"},
        {[](observer& log) { log.on_request_sent(event::request_sent(exchange)); },
         "event=request_sent call=7 connection=3 http.request.resend_count=1 elapsed_ms=1.500\n"},
        {[](observer& log) { log.on_first_byte(event::first_byte(exchange)); },
         "event=first_byte call=7 connection=3 http.request.resend_count=1 elapsed_ms=1.500\n"},
        {[](observer& log) { log.on_response_received(event::response_received(exchange, 200, 400, 250)); },
         "event=response_received call=7 connection=3 http.request.resend_count=1 "
         "http.response.status_code=200 http.response.size=400 http.response.body.size=250 "
         "elapsed_ms=1.500\n"},
        {[](observer& log) { log.on_request_failed(event::request_failed(exchange, errc::connection_lost)); },
         "event=request_failed call=7 connection=3 http.request.resend_count=1 error.type=connection_lost "
         "elapsed_ms=1.500\n"},
        {[](observer& log) { log.on_connection_released(event::connection_released(call, 3, false)); },
         "event=connection_released call=7 connection=3 reusable=false\n"},
        {[](observer& log) {
             log.on_retry_decided(
                 event::retry_decided(call, 1, errc::service_unavailable, 503, effect::rejected).after(5s));
         },
         "event=retry_decided call=7 attempt=1 again=true reason=\"status 503\" wait_ms=5000.000 "
         "error.type=service_unavailable http.response.status_code=503 effect=rejected\n"},
        {[](observer& log) {
             log.on_retry_decided(event::retry_decided(call, 4, errc::connection_lost, 0, effect::unknown)
                                      .refused(retry_refusal::budget_exhausted));
         },
         "event=retry_decided call=7 attempt=4 again=false reason=\"refused: budget_exhausted\" "
         "error.type=connection_lost effect=unknown\n"},
        {[](observer& log) { log.on_gate_closed(event::gate_closed(call, 429, 7s)); },
         "event=gate_closed call=7 http.response.status_code=429 wait_ms=7000.000\n"},
        {[](observer& log) {
             log.on_call_ended(event::call_ended(call, error_code(), 200, effect::applied, 2, 1234567us));
         },
         "event=call_ended call=7 http.response.status_code=200 effect=applied attempts=2 "
         "elapsed_ms=1234.567\n"},
        {[](observer& log) {
             log.on_call_ended(event::call_ended(call, errc::timed_out, 0, effect::unknown, 1, 120s));
         },
         "event=call_ended call=7 error.type=timed_out effect=unknown attempts=1 elapsed_ms=120000.000\n"},
        {[](observer& log) { log.on_connection_connecting(event::connection_connecting(3, where)); },
         "event=connection_connecting connection=3 server.address=api.useapi.net server.port=443\n"},
        {[](observer& log) {
             log.on_connection_opened(event::connection_opened(connection, 60ms)
                                          .peer("2001:db8::1", 443)
                                          .tls("TLSv1.3", true)
                                          .stages(10ms, 20ms, 30ms));
         },
         "event=connection_opened connection=3 network.peer.address=2001:db8::1 network.peer.port=443 "
         "network.protocol.version=1.1 tls.protocol.version=1.3 tls.resumed=true through_proxy=false "
         "dns_ms=10.000 tcp_ms=20.000 tls_ms=30.000 elapsed_ms=60.000\n"},
        {[](observer& log) {
             log.on_connection_failed(event::connection_failed(connection, errc::connect_failed,
                                                               "api.useapi.net: Connection refused", 20ms));
         },
         "event=connection_failed connection=3 error.type=connect_failed "
         "detail=\"api.useapi.net: Connection refused\" elapsed_ms=20.000\n"},
        {[](observer& log) {
             log.on_connection_closed(event::connection_closed(connection, close_reason::idle_timeout, 50s));
         },
         "event=connection_closed connection=3 reason=idle_timeout lifetime_ms=50000.000\n"},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.line)
        {
            BOOST_TEST(logged(r.happen) == r.line);
        }
    }
}

BOOST_AUTO_TEST_CASE(text_that_could_harm_a_terminal_or_split_a_line_is_escaped)
{
    struct row
    {
        std::string_view detail;
        std::string_view shown;
    };

    const row rows[] = {
        {"plain", "plain"},
        {"two words", R"("two words")"},
        {"a=b", R"("a=b")"},
        {R"(say "no" \ more)", R"("say \"no\" \\ more")"},
        {"new\nline", R"("new\x0aline")"},
        {"\x1b[2J", R"("\x1b[2J")"},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.shown)
        {
            const std::string line = logged([&](observer& log) {
                log.on_connection_failed(
                    event::connection_failed(connection, errc::tls_failed, r.detail, 0ms));
            });
            BOOST_TEST(line == "event=connection_failed connection=3 error.type=tls_failed detail=" +
                                   std::string(r.shown) + " elapsed_ms=0.000\n");
        }
    }
}

BOOST_AUTO_TEST_CASE(request_without_a_template_has_an_empty_one)
{
    const std::string line = logged(
        [](observer& log) { log.on_call_queued(event::call_queued(event::call(1, "GET", "", where))); });
    BOOST_TEST(line.find(" url.template=\"\" ") != std::string::npos, line);
}

BOOST_AUTO_TEST_CASE(log_that_cannot_be_written_does_no_harm)
{
    verbose_log log([](std::string_view) { throw std::bad_alloc(); });
    log.on_call_queued(event::call_queued(call));
    BOOST_TEST(true);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
