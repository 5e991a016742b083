#include "exhaustive/inputs/every_text.hpp"
#include "exhaustive/inputs/reference.hpp"
#include "http/exchange/framing_rules.hpp"
#include "http/exchange/message_syntax.hpp"
#include "http/exchange/ordinary_header.hpp"
#include "http/exchange/received_message.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace useapi::exhaustive::framings {
namespace {

using http::extent;

constexpr std::size_t incomplete = 0;
constexpr std::size_t malformed = static_cast<std::size_t>(-1);

std::size_t outcome(const extent& measured)
{
    return measured.is_malformed() ? malformed : measured.size();
}

bool is_trailer_field(const std::string& line)
{
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos)
        return false;
    const std::string name = line.substr(0, colon);
    const std::string lower = reference::in_lower_case(name);
    return reference::is_token(name) && lower != "content-length" && lower != "transfer-encoding" &&
           reference::all(line.substr(colon + 1), reference::is_field_character);
}

/** Reads line by line up to the empty line. @return where that line ends, or `malformed` or `incomplete` */
std::size_t expected_lines(const std::string& text, std::size_t at, bool is_trailer)
{
    for (;;) {
        if (at < text.size() && (text[at] == ' ' || text[at] == '\t'))
            return malformed;
        std::string line;
        while (at < text.size() && text[at] != '\n')
            line += text[at++];
        if (at == text.size())
            return incomplete;
        ++at;
        if (line.empty() || line.back() != '\r')
            return malformed;
        line.pop_back();
        if (line.empty())
            return at;
        if (is_trailer && !is_trailer_field(line))
            return malformed;
    }
}

std::size_t expected_header(const std::string& text)
{
    const std::string version = "HTTP/1.";
    for (std::size_t i = 0; i != version.size() && i != text.size(); ++i)
        if (text[i] != version[i])
            return malformed;
    return expected_lines(text, 0, false);
}

std::size_t expected_chunk_header(const std::string& text, bool follows_chunk)
{
    std::size_t at = 0;
    if (follows_chunk) {
        if ((!text.empty() && text[0] != '\r') || (text.size() > 1 && text[1] != '\n'))
            return malformed;
        if (text.size() < 2)
            return incomplete;
        at = 2;
    }
    std::string line;
    std::size_t end = at;
    while (end < text.size() && text[end] != '\n')
        line += text[end++];
    if (end == text.size())
        return incomplete;
    if (line.empty() || line.back() != '\r')
        return malformed;
    std::string digits;
    for (const char c : line) {
        if (!reference::is_digit(c) && std::string("abcdefABCDEF").find(c) == std::string::npos)
            break;
        digits += c;
    }
    const bool is_last = !digits.empty() && digits.find_first_not_of('0') == std::string::npos;
    return is_last ? expected_lines(text, end + 1, true) : end + 1;
}

/** Checks the rule of every measure: more bytes do not change a known result, and a part is not longer than
    the text. */
void check_growth(std::size_t before, std::size_t now, std::size_t size, std::string_view text)
{
    if (before != incomplete && now != before)
        BOOST_ERROR("more bytes change what was known: " << text);
    if (now != malformed && now > size)
        BOOST_ERROR("a part is longer than the text: " << text);
}

void check_header(std::string_view text, edge& held)
{
    const std::size_t now = outcome(http::response_header_extent(held.hold(text)));
    if (now != expected_header(std::string(text)))
        BOOST_ERROR("a header is measured otherwise than by the reference: " << text);
    const std::string_view shorter = text.substr(0, text.size() - (text.empty() ? 0 : 1));
    check_growth(outcome(http::response_header_extent(held.hold(shorter))), now, text.size(), text);
}

void check_chunk_header(std::string_view text, bool follows_chunk, edge& held)
{
    const std::size_t now = outcome(http::chunk_header_extent(held.hold(text), follows_chunk));
    if (now != expected_chunk_header(std::string(text), follows_chunk))
        BOOST_ERROR("a chunk's header is measured otherwise than by the reference: " << text);
    const std::string_view shorter = text.substr(0, text.size() - (text.empty() ? 0 : 1));
    check_growth(outcome(http::chunk_header_extent(held.hold(shorter), follows_chunk)), now, text.size(),
                 text);
    if (now == incomplete || now == malformed)
        return;
    const std::size_t line = http::chunk_line_size(held.hold(text.substr(0, now)), follows_chunk);
    if (line == 0 || line > now || text[line - 1] != '\n')
        BOOST_ERROR("a chunk's line does not end within its header: " << text);
}

struct status_parts
{
    int status;
    bool is_http_1_0;
    std::size_t size;
};

/** RFC 9112 section 4, and the blank before an empty reason may be left out. */
std::optional<status_parts> expected_status(const std::string& text)
{
    const std::size_t end = text.find("\r\n");
    if (end == std::string::npos)
        return std::nullopt;
    const std::string line = text.substr(0, end);
    if (line.size() < 12 || line.substr(0, 7) != "HTTP/1." || line[8] != ' ')
        return std::nullopt;
    const std::string digits = line.substr(7, 1) + line.substr(9, 3);
    if (!reference::all(digits, reference::is_digit) || digits[1] == '0')
        return std::nullopt;
    const std::string reason = line.substr(12);
    if ((!reason.empty() && reason[0] != ' ') || !reference::all(reason, reference::is_field_character))
        return std::nullopt;
    return status_parts{std::stoi(digits.substr(1)), line[7] == '0', end + 2};
}

void check_status(std::string_view text, edge& held)
{
    const auto found = http::read_status_line(held.hold(text));
    const auto wanted = expected_status(std::string(text));
    if (found.has_value() != wanted.has_value() ||
        (found && (found->status != wanted->status || found->is_http_1_0 != wanted->is_http_1_0 ||
                   found->size != wanted->size)))
        BOOST_ERROR("a status line is read otherwise than by the reference: " << text);
}

} // namespace

BOOST_AUTO_TEST_SUITE(framing_rules)

BOOST_AUTO_TEST_CASE(every_short_header_is_measured_as_its_grammar_says)
{
    edge held;
    for_every_text(bytes_of("HTP/1.0x\r\n "), 4, [&](std::string_view text) { check_header(text, held); });
    const std::size_t count =
        for_every_text(bytes_of(std::string_view("\r\n \tA:\x80\0", 8)), 5,
                       [&](std::string_view text) { check_header("HTTP/1." + std::string(text), held); });
    BOOST_TEST(count == 37449U);
}

BOOST_AUTO_TEST_CASE(every_short_chunk_header_is_measured_as_its_grammar_says)
{
    edge held;
    for (const bool follows_chunk : {false, true}) {
        const auto look = [&](std::string_view text) { check_chunk_header(text, follows_chunk, held); };
        for_every_text(bytes_of("0aFg; :\t\r\n\x7f\x80"), 4, look);
        for_every_text(
            {"0", "5", "\r\n", ";x", "A", ":", "Content-Length", "transfer-encoding", " ", "\n", "\r"}, 4,
            look);
        // The trailer by itself.
        const std::string begin = follows_chunk ? "\r\n0\r\n" : "0\r\n";
        for_every_text({"\r\n", "A", ":", "Content-Length", "transfer-encoding", "\t", "\n", "\r", "\x01"}, 5,
                       [&](std::string_view text) { look(begin + std::string(text)); });
    }
}

BOOST_AUTO_TEST_CASE(every_short_status_line_is_read_as_its_grammar_says)
{
    edge held;
    const std::size_t count = for_every_text(bytes_of("019 x\t\x7f\x80\r"), 5, [&](std::string_view text) {
        check_status("HTTP/1." + std::string(text), held);
        check_status("HTTP/1.1 2" + std::string(text) + "\r\n", held);
    });
    BOOST_TEST(count == 66430U);
    for (int status = 0; status != 1000; ++status) {
        const std::string digits = std::to_string(1000 + status).substr(1);
        check_status("HTTP/1.1 " + digits + " OK\r\n", held);
        check_status("HTTP/1.0 " + digits + "\r\n", held);
    }
}

BOOST_AUTO_TEST_CASE(every_ordinary_header_is_one_that_the_rules_measure_alike)
{
    edge held;
    std::size_t taken = 0;
    const alphabet parts{
        "Content-Length: 5\r\n",      "Content-Length",       ":", "5", "\r\n", " ", "\t", "X: y\r\n",
        "Connection: keep-alive\r\n", "Connection: close\r\n"};
    for_every_text(parts, 5, [&](std::string_view text) {
        const std::string whole = "HTTP/1.1 200 OK\r\n" + std::string(text);
        http::received_message into;
        const std::string_view bytes = held.hold(whole);
        into.borrow_header(bytes);
        const auto found = http::read_ordinary_header(bytes, into);
        if (!found)
            return;
        ++taken;
        if (outcome(http::response_header_extent(bytes)) != found->size || into.status() != 200 ||
            whole.find("Content-Length:") == std::string::npos || found->content_length > 555)
            BOOST_ERROR("an ordinary header is not taken for one: " << text);
    });
    BOOST_TEST(taken > 10U);
}

BOOST_AUTO_TEST_CASE(every_pair_of_bytes_in_a_field_is_found_where_it_is)
{
    edge held;
    const std::string_view special("\x00\x01\t\x1f \x7f\x80\xff", 8);
    for (std::size_t size = 0; size <= 17; ++size)
        for (std::size_t first = 0; first < size; ++first)
            for (std::size_t second = first; second < size; ++second)
                for (const char a : special)
                    for (const char b : special) {
                        std::string text(size, 'x');
                        text[first] = a;
                        text[second] = b;
                        std::size_t wanted = 0;
                        while (wanted != size && reference::is_field_character(text[wanted]))
                            ++wanted;
                        if (http::leading_field_characters(held.hold(text)) != wanted)
                            BOOST_ERROR("bytes " << int(a) << " and " << int(b) << " at " << first << " and "
                                                 << second);
                    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace useapi::exhaustive::framings
