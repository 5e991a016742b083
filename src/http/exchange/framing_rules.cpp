#include "http/exchange/framing_rules.hpp"

namespace useapi::http {
namespace {

constexpr std::string_view any_version = "HTTP/1.";
constexpr std::string_view crlf = "\r\n";
constexpr std::string_view hexadecimal_digits = "0123456789abcdefABCDEF";
constexpr auto none = std::string_view::npos;

/** From the line that begins at `line` to the empty one, neither folded nor ended by a bare LF. */
extent extent_up_to_empty_line(std::string_view bytes, std::size_t line) noexcept
{
    for (;;) {
        if (line < bytes.size() && (bytes[line] == ' ' || bytes[line] == '\t'))
            return extent::malformed();
        const std::size_t feed = bytes.find('\n', line);
        if (feed == none)
            return extent::incomplete();
        if (feed == line || bytes[feed - 1] != '\r')
            return extent::malformed();
        const bool is_empty = feed - line == 1;
        line = feed + 1;
        if (is_empty)
            return extent::complete(line);
    }
}

} // namespace

extent response_header_extent(std::string_view bytes) noexcept
{
    if (bytes.substr(0, any_version.size()) != any_version.substr(0, bytes.size()))
        return extent::malformed();
    return extent_up_to_empty_line(bytes, 0);
}

extent chunk_header_extent(std::string_view bytes, bool follows_chunk) noexcept
{
    const std::size_t line = follows_chunk ? crlf.size() : 0;
    if (follows_chunk && bytes.substr(0, line) != crlf.substr(0, bytes.size()))
        return extent::malformed();
    const std::size_t feed = bytes.find('\n', line);
    if (feed == none)
        return extent::incomplete();
    if (feed == line || bytes[feed - 1] != '\r')
        return extent::malformed();

    const std::size_t digits_end = bytes.find_first_not_of(hexadecimal_digits, line);
    const std::size_t zeros_end = bytes.find_first_not_of('0', line);
    if (digits_end == line || digits_end != zeros_end)
        return extent::complete(feed + 1);
    return extent_up_to_empty_line(bytes, feed + 1);
}

} // namespace useapi::http
