#ifndef USEAPI_SRC_CLI_API_ANSWER_TEXT_HPP
#define USEAPI_SRC_CLI_API_ANSWER_TEXT_HPP

#include <useapi/http/response.hpp>
#include <useapi/secret.hpp>

#include <string>
#include <string_view>

namespace useapi::cli {

/** The text without the API token, and without texts that look like the token of a session (a JWT). */
[[nodiscard]] std::string without_tokens(std::string text, const secret& api_token);

/** The content as JSON on one line: unchanged if it is JSON, else as a string of JSON; `null` if the answer
    has no content. */
[[nodiscard]] std::string content_json(const http::response& answer);

/** The status line and the header fields, one line for each, and then an empty line. */
[[nodiscard]] std::string header_text(const http::response& answer);

/** `{"status":200,"headers":{...},"body":...}`: names of fields are in lower case, and fields of the same
    name are joined by commas. */
[[nodiscard]] std::string answer_json(const http::response& answer);

} // namespace useapi::cli

#endif
