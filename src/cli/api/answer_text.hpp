#ifndef USEAPI_SRC_CLI_API_ANSWER_TEXT_HPP
#define USEAPI_SRC_CLI_API_ANSWER_TEXT_HPP

#include <useapi/http/response.hpp>
#include <useapi/secret.hpp>

#include <string>
#include <string_view>

namespace useapi::cli {

/** The text without the API token, and without what looks like the token of a session (a JWT). */
[[nodiscard]] std::string without_tokens(std::string text, const secret& api_token);

/** The content as JSON, on one line: as it came where it is JSON, else as a string of it; `null` for
   an answer without content. */
[[nodiscard]] std::string content_json(const http::response& answer);

/** The status line and the header fields, a line each, with an empty line behind them. */
[[nodiscard]] std::string header_text(const http::response& answer);

/** `{"status":200,"headers":{...},"body":...}`: fields by their names in small letters, several of one name
   joined by commas. */
[[nodiscard]] std::string answer_json(const http::response& answer);

} // namespace useapi::cli

#endif
