#ifndef USEAPI_SRC_CLI_DOCTOR_DOCTOR_PROBE_HPP
#define USEAPI_SRC_CLI_DOCTOR_DOCTOR_PROBE_HPP

#include "cli/doctor/doctor_verdicts.hpp"
#include "http/connect/origin.hpp"
#include "http/connect/proxy.hpp"

#include <useapi/client/client_options.hpp>
#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <vector>

namespace useapi::cli {

/** The result of one connection to the service and of one harmless request on it. */
struct probe_result
{
    std::vector<std::string> addresses; ///< what the name look-up gave
    std::optional<error> connect_failure;
    std::optional<http::peer_certificate> certificate;
    http::connect_report report;         ///< of a connection that was made
    std::optional<error> answer_failure; ///< there is a connection, and no answer
    int status = 0;                      ///< 0 if there is no answer
    std::optional<std::string> date;
    secret body; ///< it may hold the accounts' JWTs
    error said;  ///< what an answer other than 2xx means
    wall_time sent;
    wall_time received;
};

/** Connects by the very same parts as a client, once, without its retries, and asks for the list of accounts;
    without a token if there is no token: that request is refused, and its answer still tells the time.
    @param options  a token that no header can carry counts as none
    @throws interruption  on SIGINT and SIGTERM
    @throws useapi::exception  where a file that the options name cannot be used
*/
[[nodiscard]] probe_result probe_service(const client_options& options, const http::origin& where,
                                         const std::optional<http::proxy>& through);

} // namespace useapi::cli

#endif
