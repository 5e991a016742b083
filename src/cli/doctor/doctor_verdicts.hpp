#ifndef USEAPI_SRC_CLI_DOCTOR_DOCTOR_VERDICTS_HPP
#define USEAPI_SRC_CLI_DOCTOR_DOCTOR_VERDICTS_HPP

#include "bulk/ledger/shared_ledger.hpp"
#include "cli/doctor/finding.hpp"
#include "http/connect_report.hpp"
#include "http/tls/peer_certificate.hpp"

#include <useapi/accounts/subscription.hpp>
#include <useapi/error.hpp>
#include <useapi/result.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::cli {

using wall_time = std::chrono::system_clock::time_point;

/** How far a connection attempt came, by the code that it ended with. */
enum class reached
{
    nothing,     ///< the name was not found
    addresses,   ///< no TCP connection
    peer,        ///< TCP to the service or its proxy; no tunnel through the proxy
    tunnel,      ///< ... and the proxy's tunnel, or none was needed; no TLS
    certificate, ///< ... and TLS showed a certificate, which was refused
    service      ///< all of it
};

[[nodiscard]] reached how_far(const std::optional<error>& failure) noexcept;

/** @param refusal  why it was refused; empty if it was accepted */
[[nodiscard]] finding judge_certificate(const http::peer_certificate& shown, std::string_view refusal,
                                        wall_time now);

/** Compares the `Date` of an answer with this machine's clock.
    @param date      the field's value, if there was one
    @param sent      when the request was sent
    @param received  when its answer had come
*/
[[nodiscard]] finding judge_clock(std::optional<std::string_view> date, wall_time sent, wall_time received);

/** The finding about the API token, by an answer to `GET /accounts`.
    @param said  the error that `read_server_error` made of the answer if its status is not 2xx
*/
[[nodiscard]] finding judge_token_answer(int status, std::string_view body, const error& said);

/// Whether the subscription of the API token has room for another account.
[[nodiscard]] finding judge_places(const result<subscription>& held);

/// Whether an attacker on the way to a shared ledger could read it, or pretend to be its server.
[[nodiscard]] finding judge_link(const bulk::shared_link& link);

} // namespace useapi::cli

#endif
