#include "client/observe/metrics_counts.hpp"

#include <algorithm>
#include <string>

namespace useapi {
namespace {

constexpr std::string_view other = "_OTHER";

std::string_view code_at(std::size_t index) noexcept
{
    if (index == 0)
        return {};
    return index == code_count - 1 ? other : name_of(static_cast<errc>(index));
}

void add_to(std::uint64_t& sum, std::uint64_t more) noexcept
{
    sum += more;
}

void add_to(histogram& sum, const histogram& more) noexcept
{
    sum.add(more);
}

template <class Element, std::size_t Size>
void add_to(std::array<Element, Size>& sum, const std::array<Element, Size>& more) noexcept
{
    for (std::size_t i = 0; i < Size; ++i)
        add_to(sum[i], more[i]);
}

} // namespace

std::size_t index_of_code(const error_code& code) noexcept
{
    if (!code)
        return 0;
    const bool is_ours = code.category() == error_category() && code.value() > 0;
    return is_ours ? std::min(static_cast<std::size_t>(code.value()), code_count - 1) : code_count - 1;
}

request_kind make_request_kind(std::string_view method, int status, std::size_t code) noexcept
{
    for (const std::string_view known :
         {"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})
        if (method == known)
            return {known, status, code};
    return {other, status, code};
}

void metrics_counts::add(const metrics_counts& more) noexcept
{
    add_to(requests, more.requests);
    add_to(first_bytes, more.first_bytes);
    add_to(call_durations, more.call_durations);
    add_to(connection_waits, more.connection_waits);
    add_to(connection_durations, more.connection_durations);
    add_to(stages, more.stages);
    add_to(calls, more.calls);
    add_to(active_calls, more.active_calls);
    add_to(held_back, more.held_back);
    add_to(gate_closed, more.gate_closed);
    add_to(replaced, more.replaced);
    add_to(retries_by_code, more.retries_by_code);
    add_to(retries_by_status, more.retries_by_status);
    add_to(refusals, more.refusals);
    add_to(open, more.open);
    add_to(used, more.used);
    add_to(opened, more.opened);
    add_to(connect_failures, more.connect_failures);
    add_to(closed, more.closed);
}

void metrics_counts::print(prometheus_writer& out, const metrics_kinds& kinds) const
{
    print_requests(out, kinds);
    print_connections(out);
    print_calls(out);
    print_retries(out, kinds);
}

void metrics_counts::print_requests(prometheus_writer& out, const metrics_kinds& kinds) const
{
    out.begin("http_client_request_duration_seconds", "histogram",
              "Duration of requests, from having a connection to the last byte of the answer.");
    for (std::size_t i = 0; i < kinds.requests.size(); ++i) {
        if (requests[i].count() == 0)
            continue;
        const request_kind& kind = kinds.requests[i];
        const std::string status = kind.status != 0 ? std::to_string(kind.status) : std::string();
        out.add(requests[i], {{"http_request_method", kind.method},
                              {"http_response_status_code", status},
                              {"error_type", kind.status >= 400 ? status : code_at(kind.code)}});
    }
    if (requests.back().count() != 0)
        out.add(requests.back(), {{"http_request_method", other}, {"error_type", other}});
    out.begin("useapi_first_byte_duration_seconds", "histogram",
              "Time from having a connection to the first byte of the answer.");
    out.add(first_bytes);
}

void metrics_counts::print_connections(prometheus_writer& out) const
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

void metrics_counts::print_calls(prometheus_writer& out) const
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

void metrics_counts::print_retries(prometheus_writer& out, const metrics_kinds& kinds) const
{
    out.begin("useapi_retries_total", "counter", "Requests that are made once more, by the reason.");
    if (replaced != 0)
        out.add(replaced, {{"reason", "connection_replaced"}});
    for (std::size_t i = 0; i < code_count - 1; ++i)
        if (retries_by_code[i] != 0)
            out.add(retries_by_code[i], {{"reason", code_at(i)}});
    for (std::size_t i = 0; i < kinds.retried_statuses.size(); ++i)
        if (retries_by_status[i] != 0)
            out.add(retries_by_status[i],
                    {{"reason", "status " + std::to_string(kinds.retried_statuses[i])}});
    // One sample of both: Prometheus refuses a text that has a sample twice.
    if (const std::uint64_t others = retries_by_code.back() + retries_by_status.back(); others != 0)
        out.add(others, {{"reason", other}});
    out.begin("useapi_retries_refused_total", "counter",
              "Failed attempts that no other one follows, by the reason.");
    for (std::size_t i = 0; i < refusal_count; ++i)
        if (refusals[i] != 0)
            out.add(refusals[i], {{"reason", name_of(static_cast<retry_refusal>(i))}});
}

} // namespace useapi
