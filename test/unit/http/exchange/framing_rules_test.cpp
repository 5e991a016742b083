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

BOOST_AUTO_TEST_SUITE_END()
