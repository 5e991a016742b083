#include "http/exchange/response_reader.hpp"
#include "unit/runwayml/watched_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(response_reader_memory)

using namespace useapi;
using test::secret_marker;
using test::watched_memory;

namespace {

constexpr std::size_t header_limit = 16 * 1024;
constexpr std::size_t body_limit = 64 * 1024;
constexpr std::size_t more_than_the_first_buffer = 6000;

struct answer
{
    const char* name;
    std::string bytes;
};

std::string marked(std::size_t size)
{
    return std::string(secret_marker) + std::string(size, 'x');
}

std::string with_length(std::string_view status_line, std::string_view fields, std::string_view body)
{
    return std::string(status_line) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(fields) + "\r\n" + std::string(body);
}

/** In pieces, so that buffers grow; without a copy of anything. */
void feed(http::response_reader& reader, std::string_view bytes, std::size_t piece)
{
    reader.start(false);
    while (!bytes.empty() && !reader.done()) {
        const auto space = reader.space();
        const std::size_t size = std::min({space.size(), bytes.size(), piece});
        std::memcpy(space.data(), bytes.data(), size);
        reader.on_bytes(size);
        bytes.remove_prefix(size);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(no_answer_is_left_in_freed_memory)
{
    const std::string long_field = "X: " + marked(more_than_the_first_buffer) + "\r\n";
    const std::string long_body = marked(more_than_the_first_buffer);
    const answer answers[] = {
        {"field", with_length("HTTP/1.1 200 OK", long_field, "ok")},
        {"body", with_length("HTTP/1.1 200 OK", "", long_body)},
        {"field that Beast reads", with_length("HTTP/1.0 200 OK", long_field, "ok")},
        {"body that Beast reads", with_length("HTTP/1.0 200 OK", "", long_body)},
        {"chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n" + marked(0x800 - 13) +
                      "\r\n1000\r\n" + marked(0x1000 - 13) + "\r\n0\r\n\r\n"},
        {"header that is malformed in the end", "HTTP/1.1 200 OK\r\n" + long_field + "malformed\r\n\r\n"},
        {"header of more than the limit", "HTTP/1.1 200 OK\r\nX: " + marked(2 * header_limit) + "\r\n\r\n"},
        {"refusal of more than the limit", with_length("HTTP/1.1 401 x", "", marked(2 * body_limit))},
        {"half a body", with_length("HTTP/1.1 200 OK", "", long_body).substr(0, 5000)},
    };
    for (const answer& each : answers)
        for (const std::size_t piece : {std::size_t(500), std::size_t(100'000)}) {
            BOOST_TEST_CONTEXT(each.name << " in pieces of " << piece)
            {
                std::size_t found = 0;
                {
                    const watched_memory watched;
                    {
                        http::response_reader reader(header_limit, body_limit);
                        feed(reader, each.bytes, piece);
                        feed(reader, "HTTP/1.1 204 x\r\n\r\n", piece);
                        feed(reader, each.bytes, piece);
                    }
                    found = watched.marked_blocks();
                }
                BOOST_TEST(found == 0U);
            }
        }
}

BOOST_AUTO_TEST_SUITE_END()
