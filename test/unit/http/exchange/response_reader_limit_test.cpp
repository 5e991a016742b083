#include "unit/http/exchange/answer_feed.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(response_reader_limit)

using namespace useapi;
using namespace useapi::testing;

namespace {

constexpr std::size_t header_limit = 512;
constexpr std::size_t body_limit = 256;

http::response_reader& reader()
{
    static http::response_reader shared(header_limit, body_limit);
    return shared;
}

const std::string status_line = "HTTP/1.1 200 OK\r\n";
const std::string length_2 = "Content-Length: 2\r\n";
const std::string in_chunks = status_line + "Transfer-Encoding: chunked\r\n\r\n";

/** A header of exactly this size, for a body of two bytes. */
std::string header_of(std::size_t size)
{
    const std::string start = status_line + length_2 + "X: ";
    return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\n";
}

} // namespace

BOOST_AUTO_TEST_CASE(header_up_to_the_limit_is_taken_and_a_longer_one_refused)
{
    const std::string many_lines = repeated(60, "Xxxxx: yyyy\r\n");
    check_every_way(
        reader(),
        {{"at the limit", header_of(header_limit) + "ok", "200 keep: ok"},
         {"one more", header_of(header_limit + 1) + "ok", "header too large"},
         {"long status line", "HTTP/1.1 200 " + std::string(600, 'x') + "\r\n" + length_2 + "\r\nok",
          "header too large"},
         {"status line and fields together",
          "HTTP/1.1 200 " + std::string(400, 'x') + "\r\n" + length_2 + "X: " + std::string(200, 'x') +
              "\r\n\r\nok",
          "header too large"},
         {"many lines", status_line + length_2 + many_lines + "\r\nok", "header too large"},
         {"lines without end", status_line + repeated(100, many_lines), "header too large"},
         {"line without end", status_line + "X: " + std::string(100'000, 'x'), "header too large"},
         {"name without end", status_line + std::string(100'000, 'x'), "header too large"},
         {"status line without end", "HTTP/1.1 200 " + std::string(100'000, 'x'), "header too large"},
         {"second header", repeated(2, "HTTP/1.1 100 x\r\n\r\n") + header_of(header_limit + 1),
          "header too large"},
         {"each header by itself",
          "HTTP/1.1 103 x\r\nX: " + std::string(400, 'x') + "\r\n\r\n" + header_of(header_limit) + "ok",
          "200 keep: ok"},
         {"interim answers beyond both limits",
          repeated(2, "HTTP/1.1 103 x\r\nX: " + std::string(400, 'x') + "\r\n\r\n") + header_of(100) + "ok",
          "header too large"}});
}

BOOST_AUTO_TEST_CASE(fields_that_come_a_line_at_a_time_count_together)
{
    // Every piece ends after a whole line and the first byte of the next one.
    const std::string line = "Xxxxx: yyyy\r\n";
    const answer_case answer{"", status_line + repeated(60, line) + length_2 + "\r\nok", ""};
    std::vector<std::size_t> cuts;
    for (std::size_t cut = status_line.size() + 1; cut < answer.bytes.size(); cut += line.size())
        cuts.push_back(cut);
    BOOST_TEST(feed(reader(), answer, cuts) == "header too large");
}

BOOST_AUTO_TEST_CASE(fields_are_limited_by_their_size_and_not_by_their_number)
{
    http::response_reader large(16 * 1024, body_limit);
    const auto with_fields = [](std::size_t count) {
        return status_line + length_2 + repeated(count - 1, "X: y\r\n") + "\r\nok";
    };
    check_every_way(large, {{"few", with_fields(129), "200 keep: ok"}});
    for (const answer_case& answer : {answer_case{"two thousand", with_fields(2000), "200 keep: ok"},
                                      answer_case{"more than fit", with_fields(3000), "header too large"}})
        for (const auto& cuts : std::vector<std::vector<std::size_t>>{{}, {10, 1000}, {11'000}})
            BOOST_TEST(feed(large, answer, cuts) == answer.expected, answer.name);
}

BOOST_AUTO_TEST_CASE(body_up_to_the_limit_is_taken_and_a_longer_one_refused)
{
    const std::string full(body_limit, 'b');
    const auto of_length = [](std::size_t size) {
        return status_line + "Content-Length: " + std::to_string(size) + "\r\n\r\n" + std::string(size, 'b');
    };
    check_every_way(
        reader(),
        {{"length at the limit", of_length(body_limit), "200 keep: " + full},
         {"length of one more", of_length(body_limit + 1), "body too large"},
         {"announced only", status_line + "Content-Length: 257\r\n\r\n", "body too large"},
         {"length near 2^64", status_line + "Content-Length: 18446744073709551615\r\n\r\n", "body too large"},
         {"chunk at the limit", in_chunks + "100\r\n" + full + "\r\n0\r\n\r\n", "200 keep: " + full},
         {"chunk of one more", in_chunks + "101\r\n" + full + "b\r\n0\r\n\r\n", "body too large"},
         {"chunk near 2^64", in_chunks + "ffffffffffffffff\r\n", "body too large"},
         {"chunks at the limit",
          in_chunks + repeated(4, "40\r\n" + std::string(64, 'b') + "\r\n") + "0\r\n\r\n",
          "200 keep: " + full},
         {"chunks of one more",
          in_chunks + repeated(4, "40\r\n" + std::string(64, 'b') + "\r\n") + "1\r\nb\r\n0\r\n\r\n",
          "body too large"},
         {"until the end, at the limit", status_line + "\r\n" + full, "200 close: " + full, ending::end},
         {"until the end, one more", status_line + "\r\n" + full + "b", "body too large", ending::end},
         {"until the end, without end", status_line + "\r\n" + repeated(100, full), "body too large"}});
}

BOOST_AUTO_TEST_CASE(chunk_framing_without_end_is_refused)
{
    const std::string extension = ";" + std::string(300, 'x');
    check_every_way(
        reader(),
        {{"long extension", in_chunks + "1" + extension + "\r\nb\r\n0\r\n\r\n", "200 keep: b"},
         {"extension without end", in_chunks + "1;" + std::string(50'000, 'x'), "header too large"},
         {"quoted extension without end", in_chunks + "1;a=\"" + std::string(50'000, 'x'),
          "header too large"},
         {"size without end", in_chunks + std::string(50'000, '0'), "header too large"},
         {"extensions without end", in_chunks + repeated(100, "1" + extension + "\r\nb\r\n"),
          "body too large"},
         {"chunks of a byte without end", in_chunks + repeated(1000, "1\r\nb\r\n"), "body too large"},
         {"trailer line without end", in_chunks + "0\r\nX: " + std::string(50'000, 'x'), "header too large"},
         {"trailer lines without end", in_chunks + "0\r\n" + repeated(5000, "X: y\r\n"), "header too large"},
         {"trailer at the limit", in_chunks + "0\r\nX: " + std::string(header_limit - 10, 'x') + "\r\n\r\n",
          "200 keep:"},
         {"trailer of one more", in_chunks + "0\r\nX: " + std::string(header_limit - 9, 'x') + "\r\n\r\n",
          "header too large"}});
}

BOOST_AUTO_TEST_CASE(room_for_bytes_is_never_empty_and_bounded)
{
    http::response_reader wide(64 * 1024, 1024 * 1024);
    const std::vector<std::string> endless = {
        status_line + "X: " + std::string(200'000, 'x'), in_chunks + "1;" + std::string(200'000, 'x'),
        status_line + "Content-Length: 1000000\r\n\r\n" + std::string(999'999, 'b')};
    for (const std::string& bytes : endless) {
        wide.start(false);
        std::size_t largest = 0;
        for (std::size_t fed = 0; fed < bytes.size() && !wide.done();) {
            const auto space = wide.space();
            BOOST_TEST_REQUIRE(!space.empty());
            largest = std::max(largest, space.size());
            const std::size_t size = std::min({space.size(), bytes.size() - fed, std::size_t(1000)});
            std::copy_n(bytes.data() + fed, size, space.data());
            wide.on_bytes(size);
            fed += size;
        }
        BOOST_TEST(largest <= 64U * 1024);
    }
}

BOOST_AUTO_TEST_SUITE_END()
