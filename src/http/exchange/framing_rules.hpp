#ifndef USEAPI_SRC_HTTP_EXCHANGE_FRAMING_RULES_HPP
#define USEAPI_SRC_HTTP_EXCHANGE_FRAMING_RULES_HPP

#include <cstddef>
#include <optional>
#include <string_view>

namespace useapi::http {

/** How far a part of a message reaches.

    Parts are measured before the parser sees them, and handed to it whole: what it makes of a message then
    does not depend on the pieces in which the message came.
*/
class extent
{
public:
    static extent complete(std::size_t size) noexcept { return extent(kind::complete, size); }

    static extent incomplete() noexcept { return extent(kind::incomplete, 0); }

    static extent malformed() noexcept { return extent(kind::malformed, 0); }

    bool is_complete() const noexcept { return kind_ == kind::complete; }

    bool is_malformed() const noexcept { return kind_ == kind::malformed; }

    /** In bytes, the line ends included; 0 unless complete. */
    std::size_t size() const noexcept { return size_; }

private:
    enum class kind
    {
        incomplete,
        complete,
        malformed
    };

    extent(kind value, std::size_t size) noexcept : kind_(value), size_(size) {}

    kind kind_;
    std::size_t size_;
};

/** The extent of the status line, the fields and the empty line that `bytes` begins with.

    Malformed from the first byte on that cannot belong to HTTP/1.x, at a line that ends in a bare LF, and
    at a folded one. @see RFC 9112 sections 2.2 and 5.2
*/
extent response_header_extent(std::string_view bytes) noexcept;

/** The line that an answer begins with. @see RFC 9112 section 4 */
struct status_line
{
    int status;       ///< 100 to 999
    bool is_http_1_0; ///< otherwise the rest is read as HTTP/1.1
    std::size_t size; ///< in bytes, its end included
};

/** Reads the status line of a header whose extent is known.

    A minor version above 1 is read as HTTP/1.1 (RFC 9110 section 2.5). A status from 600 to 999 is valid
    here: RFC 9110 section 15 has a client treat it as a 5xx. The blank before the reason may be left out
    together with the reason, as other clients allow, although RFC 9112 section 4 requires it.

    @return Nothing if the line is malformed.
*/
std::optional<status_line> read_status_line(std::string_view header) noexcept;

/** The extent of the line that announces a chunk, with the trailer after it if it announces the last.

    Malformed at a line of the trailer that is no field, that ends in a bare LF or is folded, and at one that
    names `Content-Length` or `Transfer-Encoding`: RFC 9110 section 6.5.1 keeps both out of a trailer.

    @param follows_chunk  `bytes` begins with the line end of the chunk before.
    @see RFC 9112 section 7.1
*/
extent chunk_header_extent(std::string_view bytes, bool follows_chunk) noexcept;

/** How much of a chunk header is the line that announces the chunk, its end included: all but the trailer. */
std::size_t chunk_line_size(std::string_view header, bool follows_chunk) noexcept;

} // namespace useapi::http

#endif
