#include "client/observe/prometheus_writer.hpp"
#include "unit/client/observe/exposition.hpp"
#include "unit/client/world.hpp"

#include <useapi/client/metrics.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

/** A world whose client is counted. */
class counted_world : public world
{
public:
    explicit counted_world(std::vector<reply> script = {}) : world(std::move(script)) {}

    client make_counted(client_options chosen = world::options())
    {
        return make_client(chosen.observe_with(counted));
    }

    exposition scrape() const { return exposition(counted->prometheus_text()); }

    std::shared_ptr<metrics> counted = std::make_shared<metrics>();
};

event::call a_call(std::string_view method = "GET")
{
    return {1, method, "/x", event::server("service.test", 443)};
}

} // namespace

BOOST_AUTO_TEST_SUITE(counting)

BOOST_AUTO_TEST_CASE(metrics_of_nothing_are_well_formed)
{
    const metrics nothing;
    const exposition seen(nothing.prometheus_text());
    BOOST_TEST(seen.size() == 16U);
    BOOST_TEST(seen.of("http_client_request_duration_seconds").type == "histogram");
    BOOST_TEST(seen.of("http_client_request_duration_seconds").samples.empty());
    BOOST_TEST(seen.of("http_client_open_connections").type == "gauge");
    BOOST_TEST(seen.of("useapi_calls_total").type == "counter");
    BOOST_TEST(seen.value("useapi_call_duration_seconds_bucket", {{"le", "+Inf"}}) == 0);
}

BOOST_AUTO_TEST_CASE(calls_requests_and_retries_are_counted_by_their_labels)
{
    counted_world w({reply::of(503, "{}").add_field("Retry-After", "1").after(30ms),
                     reply::of(200, "{}").after(200ms), reply().then(reply::ending::reset),
                     reply().then(reply::ending::reset), reply::of(200, "{}"), reply::of(404, "{}")});
    const auto client = w.make_counted();
    for (int i = 0; i < 3; ++i) {
        if (i == 2)
            w.network->close_all(reply::ending::reset);
        w.start(client);
        w.run();
    }
    const exposition seen = w.scrape();
    const std::string duration = "http_client_request_duration_seconds";
    const labels success{{"http_request_method", "GET"}, {"http_response_status_code", "200"}};
    const labels busy{
        {"http_request_method", "GET"}, {"http_response_status_code", "503"}, {"error_type", "503"}};
    BOOST_TEST(seen.value(duration + "_count", success) == 2);
    BOOST_TEST(seen.value(duration + "_sum", success) == 0.2);
    BOOST_TEST(seen.value(duration + "_count", busy) == 1);
    BOOST_TEST(seen.value(duration + "_sum", busy) == 0.03);
    BOOST_TEST(seen.value(duration + "_count",
                          {{"http_request_method", "GET"}, {"error_type", "connection_lost"}}) == 2);
    const auto in_bucket = [&](const char* bound) {
        labels with_bound = success;
        with_bound["le"] = bound;
        return seen.value(duration + "_bucket", with_bound);
    };
    BOOST_TEST(in_bucket("0.1") == 1);
    BOOST_TEST(in_bucket("0.25") == 2);
    BOOST_TEST(in_bucket("+Inf") == 2);

    BOOST_TEST(seen.value("useapi_calls_total", {{"effect", "applied"}}) == 2);
    BOOST_TEST(seen.value("useapi_calls_total", {{"effect", "rejected"}, {"error_type", "not_found"}}) == 1);
    BOOST_TEST(seen.value("useapi_retries_total", {{"reason", "status 503"}}) == 1);
    BOOST_TEST(seen.value("useapi_retries_total", {{"reason", "connection_replaced"}}) == 1);
    BOOST_TEST(seen.value("useapi_retries_total", {{"reason", "connection_lost"}}) == 2);
    BOOST_TEST(seen.value("useapi_retries_refused_total", {{"reason", "not_retryable"}}) == 1);
    BOOST_TEST(seen.value("useapi_gate_closed_total") == 1);
    BOOST_TEST(seen.value("useapi_calls_active") == 0);
    BOOST_TEST(seen.value("useapi_call_duration_seconds_count") == 3);
    BOOST_TEST(seen.value("useapi_first_byte_duration_seconds_count") == 4);
}

BOOST_AUTO_TEST_CASE(connections_are_counted_by_their_state)
{
    counted_world w({reply::of(200, "{}").after(1s), reply::of(200, "{}").after(3s)});
    w.network->expect_connects({connect_outcome::success(), connect_outcome::success(),
                                connect_outcome::failure(errc::tls_failed, 10ms)});
    const auto client = w.make_counted();
    w.start(client);
    w.start(client);
    w.start(client);
    w.run_for(2s);
    const std::string open = "http_client_open_connections";
    {
        const exposition seen = w.scrape();
        BOOST_TEST(seen.value(open, {{"http_connection_state", "active"}}) == 1);
        BOOST_TEST(seen.value(open, {{"http_connection_state", "idle"}}) ==
                   static_cast<double>(client.statistics().idle_connections));
        BOOST_TEST(seen.value("useapi_connect_failures_total", {{"error_type", "tls_failed"}}) == 1);
    }
    w.run();
    client.close();
    w.run();
    const exposition seen = w.scrape();
    const double opened = seen.value("useapi_connections_opened_total", {{"tls_resumed", "false"}});
    BOOST_TEST(opened == static_cast<double>(w.network->connects()));
    BOOST_TEST(seen.value(open, {{"http_connection_state", "active"}}) == 0);
    BOOST_TEST(seen.value(open, {{"http_connection_state", "idle"}}) == 0);
    BOOST_TEST(seen.value("useapi_connections_closed_total", {{"reason", "stopped"}}) == opened);
    BOOST_TEST(seen.value("http_client_connection_duration_seconds_count") == opened);
    BOOST_TEST(seen.value("useapi_connect_stage_duration_seconds_count", {{"stage", "tls"}}) == opened);
}

BOOST_AUTO_TEST_CASE(label_values_are_bounded_whatever_a_server_answers)
{
    metrics counted;
    for (int status = 100; status < 600; ++status) {
        // An event only views its texts.
        const std::string method = "M" + std::to_string(status);
        const event::of_exchange exchange(a_call(method), 1, 0, 1ms);
        counted.on_response_received(event::response_received(exchange, status, 10, 0));
        counted.on_retry_decided(
            event::retry_decided(a_call(), 1, errc::service_unavailable, status, effect::unknown).after(1ms));
    }
    const exposition seen(counted.prometheus_text());
    const auto& counts = seen.of("http_client_request_duration_seconds")
                             .samples.at("http_client_request_duration_seconds_count");
    BOOST_TEST(counts.size() == 64U);
    double all = 0;
    for (const auto& [which, count] : counts) {
        BOOST_TEST(which.at("http_request_method") == "_OTHER");
        all += count;
    }
    BOOST_TEST(all == 500);
    BOOST_TEST(counts.at({{"http_request_method", "_OTHER"}, {"error_type", "_OTHER"}}) == 500 - 63);
    BOOST_TEST(seen.of("useapi_retries_total").samples.at("useapi_retries_total").size() == 64U);
    BOOST_TEST(seen.value("useapi_retries_total", {{"reason", "_OTHER"}}) == 500 - 63);
}

BOOST_AUTO_TEST_CASE(text_is_escaped)
{
    prometheus_writer out;
    out.begin("a_total", "counter", "back\\slash, \"quote\" and\nnew line");
    out.add(1, {{"label", "back\\slash, \"quote\" and\nnew line"}, {"none", ""}});
    const std::string text = out.take();
    BOOST_TEST(text == "# HELP a_total back\\\\slash, \"quote\" and\\nnew line\n"
                       "# TYPE a_total counter\n"
                       "a_total{label=\"back\\\\slash, \\\"quote\\\" and\\nnew line\"} 1\n");
    const exposition seen(text);
    BOOST_TEST(seen.of("a_total").help == "back\\slash, \"quote\" and\nnew line");
    BOOST_TEST(seen.value("a_total", {{"label", "back\\slash, \"quote\" and\nnew line"}}) == 1);
}

BOOST_AUTO_TEST_CASE(histogram_puts_a_value_on_a_bound_into_its_bucket)
{
    struct row
    {
        std::chrono::nanoseconds value;
        std::size_t bucket;
    };

    for (const row& r : {row{-1ms, 0}, row{0ms, 0}, row{5ms, 0}, row{5ms + 1ns, 1}, row{1s, 9}, row{600s, 19},
                         row{601s, 20}, row{24h, 20}}) {
        BOOST_TEST_CONTEXT(r.value.count() << " ns")
        {
            histogram one;
            one.add(r.value);
            BOOST_TEST(one.buckets()[r.bucket] == 1U);
            BOOST_TEST(one.count() == 1U);
        }
    }
}

BOOST_AUTO_TEST_CASE(metrics_may_be_scraped_while_they_are_counted)
{
    metrics counted;
    const auto count = [&counted] {
        for (int i = 0; i < 2000; ++i) {
            const event::call call = a_call();
            counted.on_call_queued(event::call_queued(call));
            counted.on_response_received(
                event::response_received(event::of_exchange(call, 1, 0, 1ms), 200, 10, 0));
            counted.on_call_ended(event::call_ended(call, error_code(), 200, effect::applied, 1, 1ms));
        }
    };
    std::thread one(count);
    std::thread other(count);
    for (int i = 0; i < 20; ++i)
        BOOST_CHECK_NO_THROW(exposition(counted.prometheus_text()));
    one.join();
    other.join();
    const exposition seen(counted.prometheus_text());
    BOOST_TEST(seen.value("useapi_calls_total", {{"effect", "applied"}}) == 4000);
    BOOST_TEST(seen.value("useapi_calls_active") == 0);
}

BOOST_AUTO_TEST_CASE(what_threads_counted_apart_is_printed_as_one)
{
    metrics counted;
    const event::of_connection connection(1, event::server("service.test", 443));
    // There are more threads than parts to count in. Each thread counts the statuses in another order.
    constexpr int threads = 12;
    constexpr int statuses = 70;
    for (int t = 0; t < threads; ++t)
        std::thread([&counted, &connection, t] {
            counted.on_connection_opened(event::connection_opened(connection, 1ms));
            for (int i = 0; i < statuses; ++i) {
                const int status = 200 + (i + 7 * t) % statuses;
                counted.on_connection_acquired(event::connection_acquired(a_call(), 1, false, 1ms));
                counted.on_response_received(
                    event::response_received(event::of_exchange(a_call(), 1, 0, 1ms), status, 10, 0));
            }
        }).join();
    // A thread may end what another one began.
    for (int i = 0; i < threads * statuses - 5; ++i)
        counted.on_connection_released(event::connection_released(a_call(), 1, true));
    const exposition seen(counted.prometheus_text());
    const std::string open = "http_client_open_connections";
    BOOST_TEST(seen.value(open, {{"http_connection_state", "active"}}) == 5);
    BOOST_TEST(seen.value(open, {{"http_connection_state", "idle"}}) == threads - 5);
    BOOST_TEST(seen.value("useapi_connection_wait_seconds_count") == threads * statuses);
    const auto& counts = seen.of("http_client_request_duration_seconds")
                             .samples.at("http_client_request_duration_seconds_count");
    BOOST_TEST(counts.size() == 64U);
    for (const auto& [which, count] : counts)
        BOOST_TEST(count ==
                   (which.count("http_response_status_code") != 0 ? threads : threads * (statuses - 63)));
}

BOOST_AUTO_TEST_SUITE_END()
