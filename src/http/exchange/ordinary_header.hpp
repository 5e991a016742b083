#ifndef USEAPI_SRC_HTTP_EXCHANGE_ORDINARY_HEADER_HPP
#define USEAPI_SRC_HTTP_EXCHANGE_ORDINARY_HEADER_HPP

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace useapi::http {

class received_message;

/** The framing that the header of an ordinary answer announces. */
struct ordinary_header
{
    std::size_t size = 0; ///< of the header itself, empty line included
    std::size_t content_length = 0;
    std::optional<std::chrono::seconds> keep_alive_timeout; ///< @see parse_keep_alive
};

/** Reads the header of an ordinary answer, as nearly all are: HTTP/1.1, final, with one `Content-Length`, and
    without fields that frame a message in another way or change the use of its connection.

    It is a shortcut and decides nothing itself: if it accepts a header, Beast's parser would read the same
    message; every other header goes to that parser. The parser took a tenth of a request's instructions.

    @param bytes  from the header's beginning on.
    @param into   gets status and fields; unchanged if this is not an ordinary header.
    @return Nothing if it is not an ordinary header, or if it is incomplete.
    @see RFC 9112 sections 4, 5 and 6.3
*/
std::optional<ordinary_header> read_ordinary_header(std::string_view bytes, received_message& into);

} // namespace useapi::http

#endif
