#ifndef USEAPI_SRC_CLI_API_RAW_CALL_HPP
#define USEAPI_SRC_CLI_API_RAW_CALL_HPP

#include <useapi/client/client.hpp>
#include <useapi/error.hpp>
#include <useapi/http/request.hpp>
#include <useapi/http/response.hpp>
#include <useapi/result.hpp>

#include <boost/asio/any_completion_handler.hpp>

#include <optional>

namespace useapi::cli {

/** An answer of any status. */
struct raw_answer
{
    http::response response;
    std::optional<error> refusal; ///< what a status that is not 2xx means; set then, and only then
};

/** Sends a request whose path begins at the origin, not at the base URL. Every status is an answer, and none
   has it sent again; a connection that fails does, where the request is idempotent. */
void start_raw_call(const client& client, http::request request,
                    boost::asio::any_completion_handler<void(result<raw_answer>&&)> handler);

} // namespace useapi::cli

#endif
