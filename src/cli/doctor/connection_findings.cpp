#include "cli/doctor/connection_findings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>

namespace useapi::cli {
namespace {

finding judge_look_up(const probe_result& probed, reached far, const std::string& host)
{
    if (far == reached::nothing)
        return failed_check("DNS", probed.connect_failure->message(),
                            "check the name in --base-url, and the network", exit_code::unreachable);
    if (probed.addresses.empty())
        return {"DNS", verdict::ok, fmt::format("{} is an address", host), {}};
    return {"DNS", verdict::ok, fmt::format("{} is {}", host, fmt::join(probed.addresses, ", ")), {}};
}

finding judge_tcp(const probe_result& probed, reached far)
{
    if (far == reached::addresses)
        return failed_check("TCP", probed.connect_failure->message(),
                            "nothing listens there, or a firewall is in the way: check host and port",
                            exit_code::unreachable);
    if (far == reached::service)
        return {"TCP",
                verdict::ok,
                fmt::format("connected to {} port {} in {} ms", probed.report.peer_address,
                            probed.report.peer_port, probed.report.connecting.count() / 1000),
                {}};
    return {"TCP", verdict::ok, "connected", {}};
}

finding judge_tunnel(const probe_result& probed, reached far, const http::proxy& through)
{
    if (far == reached::peer)
        return failed_check(
            "tunnel", probed.connect_failure->message(),
            "check the proxy's address and credentials, and whether it lets this host and port pass",
            exit_code::unreachable);
    return {"tunnel", verdict::ok, fmt::format("made by {}", through.authority()), {}};
}

finding judge_tls(const probe_result& probed, reached far)
{
    if (far == reached::tunnel)
        return failed_check("TLS", probed.connect_failure->message(),
                            "does something else than this service listen on that port?",
                            exit_code::unreachable);
    if (far == reached::certificate)
        return {"TLS", verdict::ok, "the service speaks it", {}};
    return {"TLS",
            verdict::ok,
            fmt::format("{}, handshake in {} ms", probed.report.tls_protocol,
                        probed.report.handshaking.count() / 1000),
            {}};
}

} // namespace

reached how_far(const probe_result& probed, const std::optional<http::proxy>& through) noexcept
{
    const reached far = how_far(probed.connect_failure);
    // The service has shown no certificate: it was the proxy's that was refused.
    return far == reached::certificate && through && !probed.certificate ? reached::peer : far;
}

std::vector<finding> judge_connection(const probe_result& probed, const http::origin& where,
                                      const std::optional<http::proxy>& through, wall_time now)
{
    const reached far = how_far(probed, through);
    std::vector<finding> found;
    if (far != reached::peer) {
        found.push_back(judge_look_up(probed, far, name_to_look_up(where, through)));
        if (far > reached::nothing)
            found.push_back(judge_tcp(probed, far));
    }
    if (far > reached::addresses && through)
        found.push_back(judge_tunnel(probed, far, *through));
    if (far > reached::peer)
        found.push_back(judge_tls(probed, far));
    if (probed.certificate)
        found.push_back(judge_certificate(
            *probed.certificate, far == reached::certificate ? probed.connect_failure->detail() : "", now));
    return found;
}

} // namespace useapi::cli
