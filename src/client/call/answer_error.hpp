#ifndef USEAPI_SRC_CLIENT_CALL_ANSWER_ERROR_HPP
#define USEAPI_SRC_CLIENT_CALL_ANSWER_ERROR_HPP

#include "http/exchange/response_reader.hpp"

#include <useapi/error.hpp>

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace useapi::detail {

/** The coding of content that is not to be read as it is; no request asks for any. */
std::optional<std::string> content_coding(const http::response_reader& response);

/** An answer whose content cannot be read. Its status alone tells no refused token from a refused account,
   and of a 500 no refused login from a server that failed. */
error unreadable(const http::response_reader& response, const std::string& coding,
                 std::chrono::system_clock::time_point wall_now);

/** An answer that is no success of the operation.
    @param secrets  texts to be blotted out of what the server says. */
error refusal(const http::response_reader& response, std::span<const std::string_view> secrets,
              std::chrono::system_clock::time_point wall_now);

/** What `error::rate_limit()` gives. */
std::optional<rate_limit> rate_limit_of(const http::response_reader& response,
                                        std::chrono::system_clock::time_point wall_now);

/** The id of the request for `error::request_id()`. */
std::string request_id_of(const http::response_reader& response, std::span<const std::string_view> secrets);

} // namespace useapi::detail

#endif
