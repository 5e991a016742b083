#ifndef USEAPI_TEST_UNIT_HTTP_EXCHANGE_ANSWER_FEED_HPP
#define USEAPI_TEST_UNIT_HTTP_EXCHANGE_ANSWER_FEED_HPP

#include "http/exchange/response_reader.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::testing {

/** What comes after the bytes of an answer. */
enum class ending
{
    open, ///< nothing, so far
    end,
    lost
};

/** An answer as a reader is fed it, and its outcome. */
struct answer_case
{
    std::string name;
    std::string bytes;
    std::string expected;
    ending then = ending::open;
    bool is_head = false;
};

/** Feeds a reader pieces of an answer, as many bytes at a time as it has room for.

    @param cuts  where pieces end, ascending.
    @return such as `200 keep: the body`, `204 close:`, `401 cut: half a body`, `malformed`, `lost`, `header
            too large`, `body too large`, or `unfinished` if the reader goes on waiting.
*/
std::string feed(http::response_reader& reader, const answer_case& answer,
                 const std::vector<std::size_t>& cuts = {});

/** Feeds the answer one byte at a time. */
std::string feed_bytes(http::response_reader& reader, const answer_case& answer);

/** Checks that the answer has the same outcome in one piece, byte by byte, and cut in two at any position
    (for long answers: at many). */
void check_every_way(http::response_reader& reader, const answer_case& answer);

void check_every_way(http::response_reader& reader, const std::vector<answer_case>& answers);

/** `count` copies of `text`, end to end. */
std::string repeated(std::size_t count, std::string_view text);

} // namespace useapi::testing

#endif
