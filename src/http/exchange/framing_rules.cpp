#include "http/exchange/framing_rules.hpp"

#include "http/exchange/message_syntax.hpp"

namespace useapi::http {
namespace {

constexpr std::string_view any_version = "HTTP/1.";
constexpr std::string_view crlf = "\r\n";
constexpr std::string_view hexadecimal_digits = "0123456789abcdefABCDEF";
constexpr auto none = std::string_view::npos;

bool is_status_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

/** @param line  without its end */
bool is_trailer_field(std::string_view line) noexcept
{
    const std::string_view name = line.substr(0, token_characters.leading(line));
    if (name.empty() || equals_without_case(name, "Content-Length") ||
        equals_without_case(name, "Transfer-Encoding"))
        return false;
    const std::string_view rest = line.substr(name.size());
    return rest.starts_with(':') && leading_field_characters(rest) == rest.size();
}

/** The extent from the line at `line` to the empty line. Malformed if a line is folded or ends with a bare
    LF. */
extent extent_up_to_empty_line(std::string_view bytes, std::size_t line, bool is_trailer) noexcept
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
        if (is_trailer && !is_empty && !is_trailer_field(bytes.substr(line, feed - line - 1)))
            return extent::malformed();
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
    return extent_up_to_empty_line(bytes, 0, false);
}

std::optional<status_line> read_status_line(std::string_view header) noexcept
{
    const std::size_t size = header.find(crlf);
    if (size == none)
        return std::nullopt;
    const std::string_view line = header.substr(0, size);
    constexpr std::size_t code_at = std::string_view("HTTP/1.1 ").size();
    constexpr std::size_t code_end = code_at + 3;
    if (!line.starts_with(any_version) || line.size() < code_end ||
        !is_status_digit(line[any_version.size()]) || line[code_at - 1] != ' ')
        return std::nullopt;
    int status = 0;
    for (const char digit : line.substr(code_at, code_end - code_at)) {
        if (!is_status_digit(digit))
            return std::nullopt;
        status = 10 * status + (digit - '0');
    }
    const bool has_reason = line.size() > code_end;
    if (status < 100 || (has_reason && line[code_end] != ' '))
        return std::nullopt;
    if (leading_field_characters(line) != line.size())
        return std::nullopt;
    return status_line{status, line[any_version.size()] == '0', size + crlf.size()};
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
    return extent_up_to_empty_line(bytes, feed + 1, true);
}

std::size_t chunk_line_size(std::string_view header, bool follows_chunk) noexcept
{
    return header.find('\n', follows_chunk ? crlf.size() : 0) + 1;
}

} // namespace useapi::http
