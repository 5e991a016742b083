#ifndef USEAPI_SRC_CLI_DOCTOR_CONNECTION_FINDINGS_HPP
#define USEAPI_SRC_CLI_DOCTOR_CONNECTION_FINDINGS_HPP

#include "cli/doctor/doctor_probe.hpp"
#include "cli/doctor/finding.hpp"

#include <optional>
#include <vector>

namespace useapi::cli {

/** How far a connection came: all of it if `connect_failure` is empty. If a proxy's own certificate was
    refused, the connection came no further than the proxy. */
[[nodiscard]] reached how_far(const probe_result& probed, const std::optional<http::proxy>& through) noexcept;

/** A finding for each step of a connection, up to the one that failed: DNS, TCP, the tunnel through a proxy,
    TLS and the certificate. If a proxy failed, the steps before it are left out: the line of the tunnel tells
    how far the connection came.
    @param through  the proxy in use, if there is one
    @param now      by this machine's clock */
[[nodiscard]] std::vector<finding> judge_connection(const probe_result& probed, const http::origin& where,
                                                    const std::optional<http::proxy>& through, wall_time now);

} // namespace useapi::cli

#endif
