#include "http/exchange/framing_rules.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace useapi::http;

namespace {

constexpr std::size_t part = 0;
constexpr std::size_t bad = static_cast<std::size_t>(-1);

std::size_t outcome(const extent& measured)
{
    return measured.is_malformed() ? bad : measured.size();
}

struct measured_case
{
    std::string_view bytes;
    std::size_t expected;
};

} // namespace

BOOST_AUTO_TEST_SUITE(framing_rules)

BOOST_AUTO_TEST_CASE(response_header_reaches_to_its_empty_line)
{
    const std::vector<measured_case> cases = {
        {"", part},
        {"H", part},
        {"HTTP/1.", part},
        {"HTTP/1.1 200 OK\r\n", part},
        {"HTTP/1.1 200 OK\r\n\r", part},
        {"HTTP/1.1 200 OK\r\n\r\n", 19},
        {"HTTP/1.1 200 OK\r\n\r\nmore\r\n\r\n", 19},
        {"HTTP/1.1 200 OK\r\nA: b\r\n\r\n", 25},
        {"h", bad},
        {"HTTP/2", bad},
        {"\r\n", bad},
        {"HTTP/1.1 200 OK\n", bad},
        {"HTTP/1.1 200 OK\r\n\n", bad},
        {"HTTP/1.1 200 OK\r\n ", bad},
        {"HTTP/1.1 200 OK\r\nA:\r\n\tb\r\n\r\n", bad},
    };
    for (const measured_case& one : cases)
        BOOST_TEST_CONTEXT(one.bytes)
        {
            BOOST_TEST(outcome(response_header_extent(one.bytes)) == one.expected);
        }
}

BOOST_AUTO_TEST_CASE(chunk_header_is_a_line_and_with_the_last_chunk_the_trailer)
{
    const std::vector<measured_case> first = {
        {"", part},
        {"5", part},
        {"5\r", part},
        {"5\r\n", 3},
        {"5;a=b\r\nx", 7},
        {"0\r\n", part},
        {"0\r\n\r", part},
        {"0\r\n\r\n", 5},
        {"00;a\r\n\r\n", 8},
        {"0\r\nA: b\r\n", part},
        {"0\r\nA: b\r\n\r\nx", 11},
        {"0\r\nA: b\r\n ", bad},
        {"0\r\n\tA: b\r\n", bad},
        {"0\r\nA: b\n", bad},
        {"0\r\nA: b\r\n\n", bad},
        {"0\r\nA:\r\n\r\n", 9},
        {"0\r\nA\r\n", bad},
        {"0\r\n: b\r\n", bad},
        {"0\r\nA : b\r\n", bad},
        {"0\r\nA: b\rc\r\n", bad},
        {"0\r\nContent-Length: 5\r\n", bad},
        {"0\r\nA: b\r\ntransfer-encoding: chunked\r\n", bad},
        {"0\r\nContent-Lengths: 5\r\n\r\n", 25},
        {"0f\r\n", 4},
        {"0A\r\n", 4},
        {"x\r\n", 3},
        {"\r\n", 2},
        {"\n", bad},
        {"5\n", bad},
        {"0\n\r\n", bad},
    };
    const std::vector<measured_case> after_a_chunk = {
        {"", part},       {"\r", part},        {"\r\n", part},       {"\r\n5\r", part},
        {"\r\n5\r\n", 5}, {"\r\n0\r\n", part}, {"\r\n0\r\n\r\n", 7}, {"x", bad},
        {"\rx", bad},     {"\n", bad},         {"\r\n\n", bad},      {"\r\n\r\n", 4},
    };
    for (const measured_case& one : first)
        BOOST_TEST_CONTEXT(one.bytes)
        {
            BOOST_TEST(outcome(chunk_header_extent(one.bytes, false)) == one.expected);
        }
    for (const measured_case& one : after_a_chunk)
        BOOST_TEST_CONTEXT("after a chunk: " << one.bytes)
        {
            BOOST_TEST(outcome(chunk_header_extent(one.bytes, true)) == one.expected);
        }
}

BOOST_AUTO_TEST_CASE(chunk_line_is_what_stands_before_the_trailer)
{
    BOOST_TEST(chunk_line_size("5;a=b\r\n", false) == 7U);
    BOOST_TEST(chunk_line_size("\r\n5\r\n", true) == 5U);
    BOOST_TEST(chunk_line_size("0\r\n\r\n", false) == 3U);
    BOOST_TEST(chunk_line_size("\r\n0\r\nA: b\r\n\r\n", true) == 5U);
}

BOOST_AUTO_TEST_CASE(status_line_is_read_as_leniently_as_the_specification_asks)
{
    struct row
    {
        std::string_view line;
        int status; ///< 0 if it is malformed
        bool is_http_1_0 = false;
    };

    const std::vector<row> rows = {
        {"HTTP/1.1 200 OK", 200},
        {"HTTP/1.1 200 ", 200},
        {"HTTP/1.1 200", 200},
        {"HTTP/1.1 200 \xd0\x9e\tx", 200},
        {"HTTP/1.0 404 Not Found", 404, true},
        {"HTTP/1.2 200 OK", 200},
        {"HTTP/1.9 200 OK", 200},
        {"HTTP/1.1 100 x", 100},
        {"HTTP/1.1 600 x", 600},
        {"HTTP/1.1 999", 999},
        {"HTTP/1.1 099 x", 0},
        {"HTTP/1.1 000", 0},
        {"HTTP/1.1 99", 0},
        {"HTTP/1.1 2000", 0},
        {"HTTP/1.1 200x", 0},
        {"HTTP/1.1 2x0 OK", 0},
        {"HTTP/1.1  200 OK", 0},
        {"HTTP/1.1\t200 OK", 0},
        {"HTTP/1.1 200\tOK", 0},
        {"HTTP/1.10 200 OK", 0},
        {"HTTP/1. 200 OK", 0},
        {"HTTP/1.x 200 OK", 0},
        {"HTTP/1.1 200 O\x7fK", 0},
        {"HTTP/1.1 200 O\rK", 0},
        {"HTTP/1.1 ", 0},
        {"HTTP/1.1", 0},
        {"HTTP/2.0 200 OK", 0},
    };
    for (const row& each : rows)
        BOOST_TEST_CONTEXT(each.line)
        {
            const auto read = read_status_line(std::string(each.line) + "\r\nA: b\r\n\r\n");
            BOOST_TEST_REQUIRE(read.has_value() == (each.status != 0));
            if (!read)
                continue;
            BOOST_TEST(read->status == each.status);
            BOOST_TEST(read->is_http_1_0 == each.is_http_1_0);
            BOOST_TEST(read->size == each.line.size() + 2);
        }
    BOOST_TEST(!read_status_line("HTTP/1.1 200 OK").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
