#include "http/exchange/ordinary_header.hpp"

#include "http/exchange/framing_rules.hpp"
#include "http/exchange/received_message.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

using namespace useapi::http;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\n";
constexpr std::string_view length = "Content-Length: 5\r\n";
constexpr std::string_view end = "\r\n";

std::string header_of(std::string_view fields)
{
    return std::string(ok).append(fields).append(end);
}

/** Status, length, time-out and fields of a header that is taken; nothing of one that is left. */
std::string read_plain(std::string_view bytes)
{
    received_message message;
    message.borrow_header(bytes);
    const auto ordinary = read_ordinary_header(bytes, message);
    if (!ordinary) {
        BOOST_TEST(message.field_count() == 0U);
        BOOST_TEST(message.status() == 0);
        return {};
    }
    const extent header = response_header_extent(bytes);
    BOOST_TEST((header.is_complete() && header.size() == ordinary->size));
    std::string text = std::to_string(message.status()) + ' ' + std::to_string(ordinary->content_length);
    if (ordinary->keep_alive_timeout)
        text += " kept " + std::to_string(ordinary->keep_alive_timeout->count());
    const response copied = message.copy();
    for (const field& each : copied.fields())
        text += '|' + each.name() + '=' + each.value();
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(ordinary_header_of_an_answer)

BOOST_AUTO_TEST_CASE(ordinary_headers_are_read)
{
    struct row
    {
        std::string header;
        std::string expected;
    };

    const row rows[] = {
        {header_of("Content-Length: 5\r\n"), "200 5|Content-Length=5"},
        {header_of("content-length:0\r\n"), "200 0|content-length=0"},
        {header_of("Content-Length: \t 007 \t \r\nServer:\r\n"), "200 7|Content-Length=007|Server="},
        {header_of("X: a\tb \xff c\r\nContent-Length: 5\r\n"), "200 5|X=a\tb \xff c|Content-Length=5"},
        {header_of("!#$%&'*+-.^_`|~09azAZ: x\r\nContent-Length: 5\r\n"),
         "200 5|!#$%&'*+-.^_`|~09azAZ=x|Content-Length=5"},
        {header_of("Connection: Keep-Alive\r\nContent-Length: 5\r\n"),
         "200 5|Connection=Keep-Alive|Content-Length=5"},
        {header_of("Keep-Alive: timeout=9\r\nContent-Length: 5\r\nkeep-alive: timeout=7\r\n"),
         "200 5 kept 7|Keep-Alive=timeout=9|Content-Length=5|keep-alive=timeout=7"},
        {header_of("Keep-Alive: nonsense\r\nContent-Length: 5\r\n"),
         "200 5|Keep-Alive=nonsense|Content-Length=5"},
        {header_of("Content-Length: 999999999\r\n"), "200 999999999|Content-Length=999999999"},
        {"HTTP/1.1 599 \r\nContent-Length: 5\r\n\r\n", "599 5|Content-Length=5"},
        {"HTTP/1.1 404 Not \xe4 Found\r\nContent-Length: 5\r\n\r\n", "404 5|Content-Length=5"},
    };
    for (const row& each : rows)
        BOOST_TEST_CONTEXT(each.header)
    BOOST_TEST(read_plain(each.header) == each.expected);
}

BOOST_AUTO_TEST_CASE(everything_else_is_left_to_the_parser)
{
    const std::string with_length(length);
    const std::string rows[] = {
        "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.2 200 OK\r\nContent-Length: 5\r\n\r\n",
        "http/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 101 Switching\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 600 x\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 20 x\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 2000 x\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1  200 x\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 O\x01K\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 O\x7fK\r\nContent-Length: 5\r\n\r\n",
        header_of(""),
        header_of("Server: x\r\n"),
        header_of(with_length + "Content-Length: 5\r\n"),
        header_of("Content-Length: 5, 5\r\n"),
        header_of("Content-Length:\r\n"),
        header_of("Content-Length: +5\r\n"),
        header_of("Content-Length: -5\r\n"),
        header_of("Content-Length: 0x5\r\n"),
        header_of("Content-Length: 5 5\r\n"),
        header_of("Content-Length: 1000000000\r\n"),
        header_of(with_length + "Transfer-Encoding: chunked\r\n"),
        header_of(with_length + "transfer-encoding: identity\r\n"),
        header_of(with_length + "Upgrade: h2c\r\n"),
        header_of(with_length + "Connection: close\r\n"),
        header_of(with_length + "CONNECTION: keep-alive, close\r\n"),
        header_of(with_length + "Connection:\r\n"),
        header_of(with_length + "Proxy-Connection: close\r\n"),
        header_of(with_length + ": no name\r\n"),
        header_of(with_length + "No Colon\r\n"),
        header_of(with_length + "Blank : x\r\n"),
        header_of(with_length + "Na\xefme: x\r\n"),
        header_of(with_length + "(comment): x\r\n"),
        header_of(with_length + "X: a\x7f-b\r\n"),
        header_of(with_length + "X: one two three\x1f\r\n"),
        header_of(with_length + "X: " + std::string(1, '\0') + "\r\n"),
        header_of(with_length + "X: a\rb\r\n"),
    };
    for (const std::string& each : rows)
        BOOST_TEST_CONTEXT(each)
    BOOST_TEST(read_plain(each).empty());
}

BOOST_AUTO_TEST_CASE(header_that_is_not_all_there_is_left)
{
    const std::string whole = header_of("X: ab\tcd efgh\r\nContent-Length: 5\r\n");
    for (std::size_t size = 0; size < whole.size(); ++size)
        BOOST_TEST_CONTEXT(size << " bytes of it")
    BOOST_TEST(read_plain(std::string_view(whole).substr(0, size)).empty());
}

BOOST_AUTO_TEST_CASE(what_follows_a_header_is_not_looked_at)
{
    const std::string_view expected = "200 5|Content-Length=5";
    for (const std::string_view behind : {"hello", "HTTP/1.1 200 OK\r\n\r\n", "\r\n\r\n", "X: y\r\n\r\n"})
        BOOST_TEST_CONTEXT(behind)
    BOOST_TEST(read_plain(header_of(length).append(behind)) == expected);
}

BOOST_AUTO_TEST_SUITE_END()
