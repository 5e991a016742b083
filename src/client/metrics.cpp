#include <useapi/client/metrics.hpp>

#include "client/histogram.hpp"
#include "client/prometheus_writer.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>

namespace useapi {
namespace {

constexpr std::string_view other = "_OTHER";
constexpr std::size_t most_series = 64;

// Success, the values of `errc`, and what is neither.
constexpr std::size_t code_count = static_cast<std::size_t>(errc::unexpected_status) + 2;
constexpr std::size_t effect_count = static_cast<std::size_t>(effect::applied) + 1;
constexpr std::size_t refusal_count = static_cast<std::size_t>(retry_refusal::policy) + 1;
constexpr std::size_t close_reason_count = static_cast<std::size_t>(close_reason::stopped) + 1;

template <class Enumeration>
std::size_t index_of(Enumeration value) noexcept
{
    return static_cast<std::size_t>(value);
}

std::size_t index_of_code(const error_code& code) noexcept
{
    if (!code)
        return 0;
    const bool is_ours = code.category() == error_category() && code.value() > 0;
    return is_ours ? std::min(static_cast<std::size_t>(code.value()), code_count - 1) : code_count - 1;
}

std::string_view code_at(std::size_t index) noexcept
{
    if (index == 0)
        return {};
    return index == code_count - 1 ? other : name_of(static_cast<errc>(index));
}

/** Those that OpenTelemetry knows; a literal. */
std::string_view known_method(std::string_view method) noexcept
{
    for (const std::string_view known :
         {"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})
        if (method == known)
            return known;
    return other;
}

/** The requests that are alike. */
struct request_series
{
    std::string_view method; ///< a literal
    int status = 0;          ///< 0 where there was no answer
    std::size_t code = 0;    ///< why there was none
    histogram durations;
};

struct status_count
{
    int status = 0;
    std::uint64_t count = 0;
};

} // namespace

class detail::metrics_counters
{
public:
    mutable std::mutex mutex;

    std::array<request_series, most_series> requests; ///< the last one is that of all others
    std::size_t request_kinds = 0;
    histogram first_bytes;
    histogram call_durations;
    histogram connection_waits;
    histogram connection_durations;
    std::array<histogram, 3> stages;

    std::array<std::array<std::uint64_t, code_count>, effect_count> calls{};
    std::uint64_t active_calls = 0;
    std::uint64_t held_back = 0;
    std::uint64_t gate_closed = 0;

    std::uint64_t replaced = 0;
    std::array<std::uint64_t, code_count> retries_by_code{};
    std::array<status_count, most_series> retries_by_status; ///< the last one is that of all others
    std::array<std::uint64_t, refusal_count> refusals{};

    std::uint64_t open = 0;
    std::uint64_t used = 0;
    std::array<std::uint64_t, 2> opened{}; ///< without and with a TLS session from before
    std::array<std::uint64_t, code_count> connect_failures{};
    std::array<std::uint64_t, close_reason_count> closed{};

    void add_request(std::string_view method, int status, std::size_t code, event::duration taken) noexcept;
    void add_status_retry(int status) noexcept;
    void print_calls(prometheus_writer& out) const;
    void print_requests(prometheus_writer& out) const;
    void print_connections(prometheus_writer& out) const;
    void print_retries(prometheus_writer& out) const;
};

void detail::metrics_counters::add_request(std::string_view method, int status, std::size_t code,
                                           event::duration taken) noexcept
{
    const std::string_view known = known_method(method);
    for (std::size_t i = 0; i < request_kinds; ++i) {
        request_series& each = requests[i];
        if (each.method == known && each.status == status && each.code == code)
            return each.durations.add(taken);
    }
    if (request_kinds == most_series - 1) {
        requests.back().durations.add(taken);
        return;
    }
    request_series& added = requests[request_kinds++];
    added.method = known;
    added.status = status;
    added.code = code;
    added.durations.add(taken);
}

void detail::metrics_counters::add_status_retry(int status) noexcept
{
    for (status_count& each : retries_by_status) {
        const bool is_last = &each == &retries_by_status.back();
        if (each.count != 0 && each.status != status && !is_last)
            continue;
        each.status = status;
        ++each.count;
        return;
    }
}

void detail::metrics_counters::print_requests(prometheus_writer& out) const
{
    out.begin("http_client_request_duration_seconds", "histogram",
              "Duration of requests, from having a connection to the last byte of the answer.");
    for (std::size_t i = 0; i < request_kinds; ++i) {
        const request_series& each = requests[i];
        const std::string status = each.status != 0 ? std::to_string(each.status) : std::string();
        out.add(each.durations, {{"http_request_method", each.method},
                                 {"http_response_status_code", status},
                                 {"error_type", each.status >= 400 ? status : code_at(each.code)}});
    }
    if (requests.back().durations.count() != 0)
        out.add(requests.back().durations, {{"http_request_method", other}, {"error_type", other}});
    out.begin("useapi_first_byte_duration_seconds", "histogram",
              "Time from having a connection to the first byte of the answer.");
    out.add(first_bytes);
}

void detail::metrics_counters::print_calls(prometheus_writer& out) const
{
    out.begin("useapi_calls_total", "counter", "Calls that ended, by what the server may have done.");
    for (std::size_t e = 0; e < effect_count; ++e)
        for (std::size_t c = 0; c < code_count; ++c)
            if (calls[e][c] != 0)
                out.add(calls[e][c],
                        {{"effect", to_string(static_cast<effect>(e))}, {"error_type", code_at(c)}});
    out.begin("useapi_call_duration_seconds", "histogram",
              "Duration of calls with all their attempts and waits.");
    out.add(call_durations);
    out.begin("useapi_calls_active", "gauge", "Calls that have not ended.");
    out.add(active_calls);
    out.begin("useapi_calls_held_back_total", "counter",
              "Waits of calls because the service asked for a pause.");
    out.add(held_back);
    out.begin("useapi_gate_closed_total", "counter", "Answers that asked to hold back all calls.");
    out.add(gate_closed);
}

void detail::metrics_counters::print_connections(prometheus_writer& out) const
{
    out.begin("http_client_open_connections", "gauge", "Open connections, by whether a call has them.");
    out.add(used, {{"http_connection_state", "active"}});
    out.add(open - std::min(used, open), {{"http_connection_state", "idle"}});
    out.begin("http_client_connection_duration_seconds", "histogram", "How long closed connections lived.");
    out.add(connection_durations);
    out.begin("useapi_connection_wait_seconds", "histogram", "Time that calls waited for a connection.");
    out.add(connection_waits);
    out.begin("useapi_connect_stage_duration_seconds", "histogram",
              "Duration of name look-up, TCP connect and TLS handshake of connections that were opened.");
    out.add(stages[0], {{"stage", "dns"}});
    out.add(stages[1], {{"stage", "tcp"}});
    out.add(stages[2], {{"stage", "tls"}});
    out.begin("useapi_connections_opened_total", "counter", "Connections that were opened.");
    out.add(opened[0], {{"tls_resumed", "false"}});
    out.add(opened[1], {{"tls_resumed", "true"}});
    out.begin("useapi_connections_closed_total", "counter", "Connections that were closed, by the reason.");
    for (std::size_t i = 0; i < close_reason_count; ++i)
        if (closed[i] != 0)
            out.add(closed[i], {{"reason", name_of(static_cast<close_reason>(i))}});
    out.begin("useapi_connect_failures_total", "counter", "Connections that could not be made.");
    for (std::size_t i = 0; i < code_count; ++i)
        if (connect_failures[i] != 0)
            out.add(connect_failures[i], {{"error_type", code_at(i)}});
}

void detail::metrics_counters::print_retries(prometheus_writer& out) const
{
    out.begin("useapi_retries_total", "counter", "Requests that are made once more, by the reason.");
    if (replaced != 0)
        out.add(replaced, {{"reason", "connection_replaced"}});
    for (std::size_t i = 0; i < code_count; ++i)
        if (retries_by_code[i] != 0)
            out.add(retries_by_code[i], {{"reason", code_at(i)}});
    for (const status_count& each : retries_by_status) {
        if (each.count == 0)
            continue;
        const bool is_last = &each == &retries_by_status.back();
        out.add(each.count,
                {{"reason", is_last ? std::string(other) : "status " + std::to_string(each.status)}});
    }
    out.begin("useapi_retries_refused_total", "counter",
              "Failed attempts that no other one follows, by the reason.");
    for (std::size_t i = 0; i < refusal_count; ++i)
        if (refusals[i] != 0)
            out.add(refusals[i], {{"reason", name_of(static_cast<retry_refusal>(i))}});
}

metrics::metrics() : counters_(std::make_unique<detail::metrics_counters>()) {}

metrics::~metrics() = default;

std::string metrics::prometheus_text() const
{
    prometheus_writer out;
    const std::lock_guard lock(counters_->mutex);
    counters_->print_requests(out);
    counters_->print_connections(out);
    counters_->print_calls(out);
    counters_->print_retries(out);
    return out.take();
}

void metrics::on_call_queued(const event::call_queued&) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    ++counters_->active_calls;
}

void metrics::on_call_held_back(const event::call_held_back&) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    ++counters_->held_back;
}

void metrics::on_connection_acquired(const event::connection_acquired& seen) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    ++counters_->used;
    counters_->connection_waits.add(seen.waited());
}

void metrics::on_first_byte(const event::first_byte& seen) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    counters_->first_bytes.add(seen.elapsed());
}

void metrics::on_response_received(const event::response_received& seen) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    counters_->add_request(seen.call().method(), seen.status(), 0, seen.elapsed());
}

void metrics::on_request_failed(const event::request_failed& seen) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    counters_->add_request(seen.call().method(), 0, index_of_code(seen.code()), seen.elapsed());
}

void metrics::on_connection_released(const event::connection_released&) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    --counters_->used;
}

void metrics::on_retry_decided(const event::retry_decided& seen) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    if (!seen.again())
        ++counters_->refusals[index_of(seen.refusal())];
    else if (seen.replaces_connection())
        ++counters_->replaced;
    else if (seen.status() != 0)
        counters_->add_status_retry(seen.status());
    else
        ++counters_->retries_by_code[index_of_code(seen.code())];
}

void metrics::on_gate_closed(const event::gate_closed&) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    ++counters_->gate_closed;
}

void metrics::on_call_ended(const event::call_ended& seen) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    --counters_->active_calls;
    ++counters_->calls[index_of(seen.effect())][index_of_code(seen.code())];
    counters_->call_durations.add(seen.elapsed());
}

void metrics::on_connection_opened(const event::connection_opened& seen) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    ++counters_->open;
    ++counters_->opened[seen.tls_resumed() ? 1 : 0];
    counters_->stages[0].add(seen.dns());
    counters_->stages[1].add(seen.tcp());
    counters_->stages[2].add(seen.tls());
}

void metrics::on_connection_failed(const event::connection_failed& seen) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    ++counters_->connect_failures[index_of_code(seen.code())];
}

void metrics::on_connection_closed(const event::connection_closed& seen) noexcept
{
    const std::lock_guard lock(counters_->mutex);
    --counters_->open;
    ++counters_->closed[index_of(seen.reason())];
    counters_->connection_durations.add(seen.lifetime());
}

} // namespace useapi
