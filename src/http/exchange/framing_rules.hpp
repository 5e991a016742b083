#ifndef USEAPI_SRC_HTTP_EXCHANGE_FRAMING_RULES_HPP
#define USEAPI_SRC_HTTP_EXCHANGE_FRAMING_RULES_HPP

#include <cstddef>
#include <optional>
#include <string_view>

namespace useapi::http {

/** The size of a part of a message. Parts are measured first and passed to the parser whole. So its result
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

    /** The size in bytes with line ends; 0 unless complete. */
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

    Malformed if a byte cannot belong to HTTP/1.x, if a line ends with a bare LF, or if a line is folded.
    @see RFC 9112 sections 2.2 and 5.2
*/
extent response_header_extent(std::string_view bytes) noexcept;

/** The first line of an answer. @see RFC 9112 section 4 */
struct status_line
{
    int status;       ///< 100 to 999
    bool is_http_1_0; ///< if false, the rest is read as HTTP/1.1
    std::size_t size; ///< in bytes, its end included
};

/** Reads the status line of a header whose extent is known.

    A minor version above 1 is read as HTTP/1.1 (RFC 9110 section 2.5). A status from 600 to 999 is valid
    here: a client treats it as a 5xx (RFC 9110 section 15). The blank before the reason may be left out
    together with the reason, as other clients allow, although RFC 9112 section 4 requires it.

    @return Nothing if the line is malformed.
*/
std::optional<status_line> read_status_line(std::string_view header) noexcept;

/** The extent of the line that announces a chunk, with the trailer after it if it announces the last.

    Malformed if a line of the trailer is not a field, ends with a bare LF or is folded, or if it names
    `Content-Length` or `Transfer-Encoding`: RFC 9110 section 6.5.1 does not allow these in a trailer.

    @param follows_chunk  `bytes` begins with the line end of the chunk before.
    @see RFC 9112 section 7.1
*/
extent chunk_header_extent(std::string_view bytes, bool follows_chunk) noexcept;

/** The size of the line that announces the chunk, with its end: the chunk header without the trailer. */
std::size_t chunk_line_size(std::string_view header, bool follows_chunk) noexcept;

} // namespace useapi::http

#endif
