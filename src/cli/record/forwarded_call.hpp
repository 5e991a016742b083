#ifndef USEAPI_SRC_CLI_RECORD_FORWARDED_CALL_HPP
#define USEAPI_SRC_CLI_RECORD_FORWARDED_CALL_HPP

#include <useapi/client/client.hpp>
#include <useapi/http/request.hpp>
#include <useapi/http/response.hpp>
#include <useapi/result.hpp>

#include <boost/asio/any_completion_handler.hpp>

namespace useapi::cli {

/** Sends a request whose path begins at the origin, not at the base URL. An answer of any status is a
    success. So if the service asks for a pause, other requests are not held back, unlike with `async_send`:
    the client in front of the proxy has to wait. */
void start_forwarded_call(const client& client, http::request request,
                          boost::asio::any_completion_handler<void(result<http::response>&&)> handler);

} // namespace useapi::cli

#endif
