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

/** The coding of the content if it must be decoded before it is read. No request asks for a coding. */
std::optional<std::string> content_coding(const http::response_reader& response);

/** The error of an answer whose content cannot be read. The status alone does not tell whether the token or
    the account was refused, or whether a 500 is a refused login or a failure of the server. */
error unreadable(const http::response_reader& response, const std::string& coding,
                 std::chrono::system_clock::time_point wall_now);

/** The error of an answer that is not a success of the operation.
    @param secrets  texts that are removed from the server's texts. */
error refusal(const http::response_reader& response, std::span<const std::string_view> secrets,
              std::chrono::system_clock::time_point wall_now);

/** The value of `error::rate_limit()`. */
std::optional<rate_limit> rate_limit_of(const http::response_reader& response,
                                        std::chrono::system_clock::time_point wall_now);

/** The id of the request for `error::request_id()`. */
std::string request_id_of(const http::response_reader& response, std::span<const std::string_view> secrets);

} // namespace useapi::detail

#endif
