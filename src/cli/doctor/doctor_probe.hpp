#ifndef USEAPI_SRC_CLI_DOCTOR_DOCTOR_PROBE_HPP
#define USEAPI_SRC_CLI_DOCTOR_DOCTOR_PROBE_HPP

#include "cli/doctor/doctor_verdicts.hpp"
#include "http/connect/origin.hpp"
#include "http/connect/proxy/proxy.hpp"

#include <useapi/client/client_options.hpp>
#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <vector>

namespace useapi::cli {

/** The result of one connection to the service and of one harmless request on it. */
struct probe_result
{
    std::vector<std::string> addresses; ///< of `name_to_look_up`; empty if that is an address
    std::optional<error> connect_failure;
    std::optional<http::peer_certificate> certificate;
    http::connect_report report;         ///< of a connection that was made
    std::optional<error> answer_failure; ///< set if there was a connection, but no answer
    int status = 0;                      ///< 0 if there is no answer
    std::optional<std::string> date;
    secret body; ///< it may hold the accounts' JWTs
    error said;  ///< the error of an answer other than 2xx
    wall_time sent;
    wall_time received;
};

/** The host whose addresses decide: the service's, unless a proxy looks that up. */
[[nodiscard]] const std::string& name_to_look_up(const http::origin& where,
                                                 const std::optional<http::proxy>& through);

/** Connects once, with the same parts as a client but without retries, and asks for the list of accounts. If
    there is no token, the request has none: the service refuses it, but its answer still tells the time.
    @param options  a token that no header can carry counts as none
    @throws interruption  on SIGINT and SIGTERM
    @throws useapi::exception  if a file that the options name cannot be used
*/
[[nodiscard]] probe_result probe_service(const client_options& options, const http::origin& where,
                                         const std::optional<http::proxy>& through);

} // namespace useapi::cli

#endif
