#ifndef USEAPI_TEST_UNIT_HTTP_EXCHANGE_DEFINED_ANSWERS_HPP
#define USEAPI_TEST_UNIT_HTTP_EXCHANGE_DEFINED_ANSWERS_HPP

#include "unit/http/exchange/answer_feed.hpp"

#include <useapi/effect.hpp>
#include <useapi/errc.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::testing {

/** An answer that a peer may send, and its only outcome. */
struct defined_answer
{
    std::string name;
    std::string method; ///< of the request
    std::string bytes;
    ending then;          ///< of the stream: open, properly ended, or reset
    std::string outcome;  ///< the reader's, in the words of `feed`: status, connection, body
    errc failure;         ///< the caller's error; none for success
    effect done;          ///< the effect that the caller is told
    std::size_t more = 0; ///< the number of bytes after the answer
};

// The limits that the table was written for.
inline constexpr std::size_t table_header_limit = 1024;
inline constexpr std::size_t table_body_limit = 4096;

/** Answers that RFC 9112 lets a server send, whole or cut short, also with bytes before and after them. */
std::vector<defined_answer> answers_of_a_sound_server();

/** Answers that no server may send, or that are larger than a client takes. */
std::vector<defined_answer> answers_to_refuse();

/** The rows of both tables. */
std::vector<defined_answer> defined_answers();

/** A response head with 200 and these fields, and what comes after it. */
std::string ok(std::string_view fields, std::string_view rest = {});

/** An answer in chunks. */
std::string chunked(std::string_view chunks);

} // namespace useapi::testing

#endif
