#include "client/observe/metrics_counts.hpp"
#include "client/observe/prometheus_writer.hpp"
#include "unit/client/observe/exposition.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(counts_of_metrics)

// Prometheus refuses a text that has a sample twice: a user would lose all metrics of the process. A sample
// too many shows the number of another one under a name that does not exist.
BOOST_AUTO_TEST_CASE(each_count_is_printed_once)
{
    useapi::metrics_counts counts;
    for (auto& row : counts.calls)
        row.fill(1);
    counts.replaced = 1;
    counts.active_calls = counts.held_back = counts.gate_closed = 1;
    counts.retries_by_code.fill(1);
    counts.retries_by_status.fill(1);
    counts.refusals.fill(1);
    counts.opened.fill(1);
    counts.connect_failures.fill(1);
    counts.closed.fill(1);
    // Success, which is never the reason.
    counts.retries_by_code.front() = 0;
    counts.connect_failures.front() = 0;

    useapi::prometheus_writer out;
    counts.print(out, {});
    std::istringstream text(out.take());
    std::multiset<std::string> samples;
    for (std::string line; std::getline(text, line);)
        if (!line.starts_with('#'))
            samples.insert(line.substr(0, line.rfind(' ')));
    for (const std::string& sample : samples)
        BOOST_TEST(samples.count(sample) == 1U, sample);

    const auto samples_of = [&samples](std::string_view family) {
        return static_cast<std::size_t>(
            std::count_if(samples.begin(), samples.end(),
                          [family](const std::string& each) { return each.starts_with(family); }));
    };
    BOOST_TEST(samples_of("useapi_calls_total{") == useapi::effect_count * useapi::code_count);
    BOOST_TEST(samples_of("useapi_connect_failures_total{") == useapi::code_count - 1);
    BOOST_TEST(samples_of("useapi_connections_closed_total{") == useapi::close_reason_count);
    // Without success, and with a connection that was replaced. All other codes and statuses are one sample.
    BOOST_TEST(samples_of("useapi_retries_total{") == useapi::code_count);
    BOOST_TEST(samples.count("useapi_retries_total{reason=\"_OTHER\"}") == 1U);
    BOOST_TEST(samples_of("useapi_retries_refused_total{") == useapi::refusal_count);
}

// The alarm of a user counts the requests that have `error_type`, and would not ring for some of them.
BOOST_AUTO_TEST_CASE(request_has_the_type_of_its_error_from_status_400_on_and_without_an_answer)
{
    const std::size_t lost = useapi::index_of_code(useapi::errc::connection_lost);

    const struct
    {
        useapi::request_kind kind;
        useapi::testing::labels printed;
    } rows[] = {
        {{"GET", 200}, {{"http_response_status_code", "200"}}},
        {{"GET", 399}, {{"http_response_status_code", "399"}}},
        {{"GET", 400}, {{"http_response_status_code", "400"}, {"error_type", "400"}}},
        {{"GET", 503}, {{"http_response_status_code", "503"}, {"error_type", "503"}}},
        {{"GET", 0, lost}, {{"error_type", "connection_lost"}}},
    };

    useapi::metrics_counts counts;
    useapi::metrics_kinds kinds;
    for (const auto& row : rows)
        counts.requests[kinds.requests.index_of(row.kind)].add(std::chrono::seconds(1));

    useapi::prometheus_writer out;
    counts.print(out, kinds);
    const useapi::testing::exposition seen(out.take());
    for (const auto& row : rows)
        BOOST_TEST_CONTEXT(row.kind.status)
        {
            useapi::testing::labels printed = row.printed;
            printed["http_request_method"] = "GET";
            BOOST_TEST(seen.value("http_client_request_duration_seconds_count", printed) == 1);
        }
}

BOOST_AUTO_TEST_SUITE_END()
