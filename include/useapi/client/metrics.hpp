#ifndef USEAPI_CLIENT_METRICS_HPP
#define USEAPI_CLIENT_METRICS_HPP

#include <useapi/client/observer.hpp>
#include <useapi/config.hpp>

#include <memory>
#include <string>

namespace useapi {

namespace detail {
class metrics_counters;
}

/** Counts what a client does, and prints it in the text format of Prometheus.

    Make one with `std::make_shared`, give it to `client_options::observe_with`, and answer your scraper with
    `prometheus_text()`. Several clients may share one.

    Of requests, each an exchange on a connection:
    `http_client_request_duration_seconds` (histogram; `http_request_method`, `http_response_status_code`,
    `error_type`), `useapi_first_byte_duration_seconds` (histogram).

    Of calls, each with all of its attempts and waits:
    `useapi_calls_total` (`effect`, `error_type`), `useapi_call_duration_seconds` (histogram),
    `useapi_calls_active` (gauge), `useapi_calls_held_back_total`, `useapi_gate_closed_total`,
    `useapi_retries_total` (`reason`), `useapi_retries_refused_total` (`reason`).

    Of connections:
    `http_client_open_connections` (gauge; `http_connection_state`: `active` or `idle`),
    `http_client_connection_duration_seconds` (histogram), `useapi_connection_wait_seconds` (histogram),
    `useapi_connect_stage_duration_seconds` (histogram; `stage`: `dns`, `tcp` or `tls`),
    `useapi_connections_opened_total` (`tls_resumed`), `useapi_connections_closed_total` (`reason`),
    `useapi_connect_failures_total` (`error_type`).

    Names that begin with `http_` are OpenTelemetry's, with underscores in place of dots. `error_type` of a
    request is the status if the answer has a status of 400 or above. Else `error_type` is the name of a
    `useapi::errc`. A success has no `error_type`.

    The number of different labels is bounded, whatever a server answers: after 64 combinations of method and
    status, further ones count as `_OTHER`. No label names a customer, a path or a host: the scraper knows
    which service it asks.

    @par Thread safety
    Shared objects: safe. All counts of a scrape are taken at one moment. Counting allocates no memory. It
    holds a lock for a few nanoseconds; there are eight locks, so that threads seldom wait for each other.
*/
class USEAPI_API metrics final : public observer
{
public:
    metrics();
    ~metrics() override;

    /** All metrics, to be served as `text/plain; version=0.0.4`. Call it from any thread, at any time.

        @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
    std::string prometheus_text() const;

    /** Counts it. */
    void on_call_queued(const event::call_queued& seen) noexcept override;
    /** Counts it. */
    void on_call_held_back(const event::call_held_back& seen) noexcept override;
    /** Counts it. */
    void on_connection_acquired(const event::connection_acquired& seen) noexcept override;
    /** Counts it. */
    void on_first_byte(const event::first_byte& seen) noexcept override;
    /** Counts it. */
    void on_response_received(const event::response_received& seen) noexcept override;
    /** Counts it. */
    void on_request_failed(const event::request_failed& seen) noexcept override;
    /** Counts it. */
    void on_connection_released(const event::connection_released& seen) noexcept override;
    /** Counts it. */
    void on_retry_decided(const event::retry_decided& seen) noexcept override;
    /** Counts it. */
    void on_gate_closed(const event::gate_closed& seen) noexcept override;
    /** Counts it. */
    void on_call_ended(const event::call_ended& seen) noexcept override;
    /** Counts it. */
    void on_connection_opened(const event::connection_opened& seen) noexcept override;
    /** Counts it. */
    void on_connection_failed(const event::connection_failed& seen) noexcept override;
    /** Counts it. */
    void on_connection_closed(const event::connection_closed& seen) noexcept override;

private:
    const std::unique_ptr<detail::metrics_counters> counters_;
};

} // namespace useapi

#endif
