#include "exhaustive/inputs/every_text.hpp"
#include "exhaustive/inputs/reference.hpp"
#include "http/exchange/response_reader.hpp"
#include "unit/http/exchange/answer_feed.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace useapi::exhaustive::sizes {
namespace {

using testing::answer_case;
using testing::feed;

constexpr std::size_t header_limit = 1024;
constexpr std::size_t body_limit = 300;

const std::string beyond(400, 'b');

std::string outcome_of(const std::string& bytes)
{
    static http::response_reader reader(header_limit, body_limit);
    answer_case answer;
    answer.bytes = bytes;
    return feed(reader, answer);
}

/** The size in hexadecimal, or the bound if it is greater. */
std::uint64_t hexadecimal_up_to(const std::string& digits, std::uint64_t bound)
{
    std::uint64_t value = 0;
    for (const char digit : reference::in_lower_case(digits)) {
        value = value * 16 + std::string("0123456789abcdef").find(digit);
        if (value > bound)
            return bound;
    }
    return value;
}

/** A body of more than the limit is never a success, one within it is whole or awaited. */
void check_length(const std::string& length)
{
    const auto number = reference::number_up_to(length, body_limit + 1);
    const std::string found =
        outcome_of("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + beyond);
    std::string wanted = "malformed";
    if (number && *number <= body_limit)
        wanted = "200 close:" + (*number == 0 ? "" : ' ' + beyond.substr(0, *number));
    else if (number)
        wanted = "body too large";
    // A number beyond 64 bits is no length for one reader and too great a one for another: never a success.
    const bool is_beyond_64_bits = length.size() > 19 && number;
    if (found != wanted && !(is_beyond_64_bits && found == "malformed"))
        BOOST_ERROR("Content-Length: " << length << " comes to: " << found.substr(0, 40));
}

void check_chunk(const std::string& digits)
{
    const std::uint64_t size = hexadecimal_up_to(digits, body_limit + 1);
    std::string answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + digits + "\r\n";
    answer += size <= body_limit ? beyond.substr(0, size) + (size != 0 ? "\r\n0\r\n\r\n" : "\r\n") : beyond;
    const std::string found = outcome_of(answer);
    std::string wanted = "body too large";
    if (size <= body_limit)
        wanted = "200 keep:" + (size == 0 ? "" : ' ' + beyond.substr(0, size));
    const bool is_beyond_64_bits = digits.size() > 16 && size > body_limit;
    if (found != wanted && !(is_beyond_64_bits && found == "malformed"))
        BOOST_ERROR("a chunk of " << digits << " comes to: " << found.substr(0, 40));
}

} // namespace

BOOST_AUTO_TEST_SUITE(sizes_of_content)

BOOST_AUTO_TEST_CASE(every_short_content_length_is_digits_or_malformed)
{
    const std::size_t count = for_every_text(bytes_of("0139+-.,x"), 3, [](std::string_view length) {
        // A list of equal lengths is one length, which is tested elsewhere.
        if (length.find(',') == std::string_view::npos)
            check_length(std::string(length));
    });
    BOOST_TEST(count == 820U);
}

BOOST_AUTO_TEST_CASE(every_content_length_around_a_boundary_is_bounded)
{
    for (const std::string_view digits :
         {"299", "300", "301", "999999999", "1000000000", "2147483647", "2147483648", "4294967295",
          "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551615",
          "18446744073709551616", "18446744073709551916", "340282366920938463463374607431768211456"})
        for (const std::size_t zeros : {0U, 1U, 12U})
            check_length(std::string(zeros, '0') + std::string(digits));
}

BOOST_AUTO_TEST_CASE(every_chunk_size_around_a_boundary_is_bounded)
{
    for (const std::string_view digits :
         {"0", "1", "a", "F", "12b", "12c", "12C", "12d", "7fffffff", "80000000", "ffffffff", "100000000",
          "7fffffffffffffff", "8000000000000000", "ffffffffffffffff", "10000000000000000",
          "1000000000000012c", "fffffffffffffffffffffffffffffff"})
        for (const std::size_t zeros : {0U, 1U, 12U})
            check_chunk(std::string(zeros, '0') + std::string(digits));
}

BOOST_AUTO_TEST_CASE(every_small_chunk_size_is_taken_as_it_is)
{
    for (unsigned size = 0; size <= body_limit + 2; ++size) {
        std::string digits;
        for (unsigned left = size; left != 0 || digits.empty(); left /= 16)
            digits.insert(digits.begin(), "0123456789abcdef"[left % 16]);
        check_chunk(digits);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace useapi::exhaustive::sizes
