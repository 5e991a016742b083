#include "http/connect/proxy/tunnel_answer.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(tunnel_answer)

using namespace useapi;
using state = http::tunnel_answer::state;

namespace {

/** The answer as text, such as `200`, `200 and more`, or the reason why it is no answer. */
std::string text_of(const http::tunnel_answer& answer, state reached)
{
    switch (reached) {
    case state::incomplete:
        return "incomplete";
    case state::not_http:
        return "not HTTP";
    case state::too_long:
        return "too long";
    case state::complete:
        break;
    }
    return std::to_string(answer.status()) + (answer.has_leftover() ? " and more" : "");
}

std::string read_at_once(std::string_view bytes)
{
    http::tunnel_answer answer;
    const state reached = answer.add(bytes);
    return text_of(answer, reached);
}

std::string read_one_by_one(std::string_view bytes)
{
    http::tunnel_answer answer;
    state reached = state::incomplete;
    for (std::size_t i = 0; i != bytes.size() && reached == state::incomplete; ++i)
        reached = answer.add(bytes.substr(i, 1));
    return text_of(answer, reached);
}

} // namespace

BOOST_AUTO_TEST_CASE(status_is_all_that_counts)
{
    struct row
    {
        std::string_view bytes;
        std::string_view expected;
    };

    const std::vector<row> rows = {
        {"", "incomplete"},
        {"HTTP/1.1 200 OK\r\n", "incomplete"},
        {"HTTP/1.1 200 OK\r\nA: b\r\n", "incomplete"},
        {"HTTP/1.1 200 Connection established\r\n\r\n", "200"},
        {"HTTP/1.0 200 OK\r\nProxy-Agent: x\r\n\r\n", "200"},
        {"HTTP/1.1 200\r\n\r\n", "200"},
        {"HTTP/1.1 200 \r\n\r\n", "200"},
        {"HTTP/1.1  200 OK\r\n\r\n", "200"},
        {"HTTP/1.1 200OK\r\n\r\n", "200"},
        {"HTTP/1.1 299 Fine\r\n\r\n", "299"},
        {"HTTP/1.1 200 OK\n\n", "200"},
        {"\r\nHTTP/1.1 200 OK\r\n\r\n", "200"},
        {"HTTP/1.1 200 OK\r\nno field at all\r\n: \r\n folded\r\nA : b\r\n\r\n", "200"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "200"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: x\r\nTransfer-Encoding: chunked\r\n\r\n",
         "200"},
        {"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "200"},
        {"HTTP/1.1 100 Continue\r\n\r\n", "incomplete"},
        {"HTTP/1.1 101 Switching Protocols\r\n\r\n", "101"},
        {"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 5\r\n\r\n", "407"},
        {"HTTP/1.1 20 OK\r\n\r\n", "not HTTP"},
        {"HTTP/1.1 2000 OK\r\n\r\n", "not HTTP"},
        {"HTTP/1.1 -20 OK\r\n\r\n", "not HTTP"},
        {"HTTP/1.1\r\n\r\n", "not HTTP"},
        {"HTTP/2 200\r\n\r\n", "not HTTP"},
        {"http/1.1 200 OK\r\n\r\n", "not HTTP"},
        {"SSH-2.0-OpenSSH_9.2", "not HTTP"},
        {"\x16\x03\x01", "not HTTP"},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.bytes)
        {
            BOOST_TEST(read_at_once(r.bytes) == r.expected);
            BOOST_TEST(read_one_by_one(r.bytes) == r.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(bytes_behind_the_header_are_noticed)
{
    BOOST_TEST(read_at_once("HTTP/1.1 200 OK\r\n\r\nx") == "200 and more");
    BOOST_TEST(read_at_once("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno") == "403 and more");
}

BOOST_AUTO_TEST_CASE(size_of_everything_is_bounded)
{
    const std::string long_field = "X: " + std::string(http::tunnel_answer::limit, 'x');
    BOOST_TEST(read_at_once("HTTP/1.1 200 OK\r\n" + long_field + "\r\n\r\n") == "too long");
    BOOST_TEST(read_at_once("HTTP/1.1 200 " + long_field + "\r\n\r\n") == "too long");
    std::string interim;
    while (interim.size() <= http::tunnel_answer::limit)
        interim += "HTTP/1.1 102 Processing\r\n\r\n";
    BOOST_TEST(read_at_once(interim + "HTTP/1.1 200 OK\r\n\r\n") == "too long");
    BOOST_TEST(read_at_once(std::string(http::tunnel_answer::limit + 1, '\n')) == "too long");
}

BOOST_AUTO_TEST_SUITE_END()
