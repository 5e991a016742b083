#ifndef USEAPI_SRC_HTTP_EXCHANGE_KEEP_ALIVE_HPP
#define USEAPI_SRC_HTTP_EXCHANGE_KEEP_ALIVE_HPP

#include <chrono>
#include <optional>
#include <string_view>

namespace useapi::http {

/** How long the server keeps an idle connection, from its `Keep-Alive` field: the smallest `timeout` in it,
    at most a year. Nothing if there is no `timeout`, or if any part of the field is malformed: such a hint is
    not used.

    @param value  such as `timeout=5, max=1000`: parameters, a token or `token=value` each, between commas.
    @see draft-thomson-hybi-http-timeout-03 section 2 */
std::optional<std::chrono::seconds> parse_keep_alive(std::string_view value) noexcept;

} // namespace useapi::http

#endif
