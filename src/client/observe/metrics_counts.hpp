#ifndef USEAPI_SRC_CLIENT_OBSERVE_METRICS_COUNTS_HPP
#define USEAPI_SRC_CLIENT_OBSERVE_METRICS_COUNTS_HPP

#include "client/observe/bounded_index.hpp"
#include "client/observe/histogram.hpp"
#include "client/observe/prometheus_writer.hpp"

#include <useapi/client/observer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace useapi {

// The most label values, whatever a server answers; later values count as others.
inline constexpr std::size_t most_request_kinds = 63;
inline constexpr std::size_t most_statuses = 63;

// Success, the values of `errc`, and all other codes.
inline constexpr std::size_t code_count = static_cast<std::size_t>(errc::unexpected_status) + 2;
inline constexpr std::size_t effect_count = static_cast<std::size_t>(effect::applied) + 1;
inline constexpr std::size_t refusal_count = static_cast<std::size_t>(retry_refusal::policy) + 1;
inline constexpr std::size_t close_reason_count = static_cast<std::size_t>(close_reason::stopped) + 1;

/** The index of a code, below `code_count`. */
std::size_t index_of_code(const error_code& code) noexcept;

/** The labels of a request. */
struct request_kind
{
    std::string_view method; ///< a literal
    int status = 0;          ///< 0 if there was no answer
    std::size_t code = 0;    ///< why there was no answer

    bool operator==(const request_kind&) const = default;
};

/** @param method any method; methods that OpenTelemetry does not know count as one. */
request_kind make_request_kind(std::string_view method, int status, std::size_t code) noexcept;

/** The values of the labels, by the index that each was given. */
struct metrics_kinds
{
    bounded_index<request_kind, most_request_kinds> requests;
    bounded_index<int, most_statuses> retried_statuses;
};

/** The counts of all events. They are plain numbers that can be added: if one thread raises a gauge and
    another one lowers it, both parts wrap around, and their sum is right. */
struct metrics_counts
{
    std::array<histogram, most_request_kinds + 1> requests; ///< the last one counts all others
    histogram first_bytes;
    histogram call_durations;
    histogram connection_waits;
    histogram connection_durations;
    std::array<histogram, 3> stages; ///< of connecting

    std::array<std::array<std::uint64_t, code_count>, effect_count> calls{};
    std::uint64_t active_calls = 0;
    std::uint64_t held_back = 0;
    std::uint64_t gate_closed = 0;

    std::uint64_t replaced = 0;
    std::array<std::uint64_t, code_count> retries_by_code{};
    std::array<std::uint64_t, most_statuses + 1> retries_by_status{}; ///< the last one counts all others
    std::array<std::uint64_t, refusal_count> refusals{};

    std::uint64_t open = 0;
    std::uint64_t used = 0;
    std::array<std::uint64_t, 2> opened{}; ///< without and with a resumed TLS session
    std::array<std::uint64_t, code_count> connect_failures{};
    std::array<std::uint64_t, close_reason_count> closed{};

    void add(const metrics_counts& more) noexcept;

    void print(prometheus_writer& out, const metrics_kinds& kinds) const;

private:
    void print_requests(prometheus_writer& out, const metrics_kinds& kinds) const;
    void print_connections(prometheus_writer& out) const;
    void print_calls(prometheus_writer& out) const;
    void print_retries(prometheus_writer& out, const metrics_kinds& kinds) const;
};

} // namespace useapi

#endif
