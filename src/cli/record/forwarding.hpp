#ifndef USEAPI_SRC_CLI_RECORD_FORWARDING_HPP
#define USEAPI_SRC_CLI_RECORD_FORWARDING_HPP

#include "emulator/recording/exchange.hpp"
#include "emulator/server/relay.hpp"

#include <useapi/error.hpp>
#include <useapi/http/request.hpp>
#include <useapi/http/response.hpp>
#include <useapi/secret.hpp>

#include <chrono>

namespace useapi::cli {

/** The API token of `Authorization: Bearer`; empty without this field. */
[[nodiscard]] secret token_of(const emulator::relayed_request& request);

/** The request for the service, without three things: the fields of the connection that it came on, the API
    token, and `Accept-Encoding`, since compressed content could not be read. */
[[nodiscard]] http::request request_for_service(const emulator::relayed_request& request);

/** The service's answer for the connection that the request came on. */
[[nodiscard]] emulator::answer answer_for_client(const http::response& from_service);

/** The answer to a request that failed: 400 if it cannot be sent, 504 if the service did not answer in time,
    else 502. */
[[nodiscard]] emulator::answer answer_for_client(const error& failure);

/** The exchange of a request and its answer, secrets included. */
[[nodiscard]] emulator::exchange exchange_of(const emulator::relayed_request& request,
                                             const http::response& answer, std::chrono::milliseconds took);

} // namespace useapi::cli

#endif
