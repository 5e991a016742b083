#ifndef USEAPI_SRC_HTTP_CONNECT_PROXY_TUNNEL_ANSWER_HPP
#define USEAPI_SRC_HTTP_CONNECT_PROXY_TUNNEL_ANSWER_HPP

#include <array>
#include <cstddef>
#include <string_view>

namespace useapi::http {

/** Reads a proxy's answer to CONNECT: its status, and where its header ends. It skips interim answers, and
    all fields, well-formed or not: a success has no content whatever its fields say, and after a refusal the
    connection is closed. It does no I/O, and keeps only the beginning of a line.

    @see RFC 9110 section 9.3.6
*/
class tunnel_answer
{
public:
    /** The most bytes up to the end of the header, interim answers included. */
    static constexpr std::size_t limit = 64 * 1024;

    enum class state
    {
        incomplete,
        complete,
        not_http,
        too_long
    };

    /** Takes the next bytes. Call it until it returns another state than `incomplete`. */
    state add(std::string_view bytes) noexcept;

    /** The status of the answer, once it is complete. */
    int status() const noexcept { return status_; }

    /** Whether bytes came after the header, once it is complete. */
    bool has_leftover() const noexcept { return has_leftover_; }

private:
    state add(char byte) noexcept;
    state on_line() noexcept;
    bool may_be_status_line() const noexcept;
    int status_of_line() const noexcept;

    std::array<char, 64> line_{}; ///< the beginning of the line that is being read
    std::size_t size_of_line_ = 0;
    std::size_t taken_ = 0;
    int status_ = 0; ///< 0 until a status line was read
    bool has_leftover_ = false;
};

} // namespace useapi::http

#endif
