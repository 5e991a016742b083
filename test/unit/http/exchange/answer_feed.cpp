#include "unit/http/exchange/answer_feed.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstring>
#include <numeric>

namespace useapi::testing {
namespace {

// A longer answer is cut at some positions only, since every position would take too long.
constexpr std::size_t short_answer = 700;

std::string describe(const http::response_reader& reader)
{
    if (!reader.done())
        return "unfinished";
    if (const error_code ec = reader.error()) {
        BOOST_TEST(!reader.keeps_connection());
        if (ec == errc::malformed_response)
            return "malformed";
        if (ec == errc::connection_lost)
            return "lost";
        if (ec == errc::header_too_large)
            return "header too large";
        if (ec == errc::body_too_large)
            return "body too large";
        return ec.message();
    }
    if (reader.cut_short_by())
        BOOST_TEST(!reader.keeps_connection());
    const std::string_view after = reader.cut_short_by()       ? " cut:"
                                   : reader.keeps_connection() ? " keep:"
                                                               : " close:";
    return std::to_string(reader.status()).append(after) + (reader.body().empty() ? "" : " ") +
           std::string(reader.body());
}

} // namespace

std::string feed(http::response_reader& reader, const answer_case& answer,
                 const std::vector<std::size_t>& cuts)
{
    reader.start(answer.is_head);
    std::size_t fed = 0;
    auto cut = cuts.begin();
    while (fed < answer.bytes.size() && !reader.done()) {
        while (cut != cuts.end() && *cut <= fed)
            ++cut;
        const std::size_t piece_end = cut == cuts.end() ? answer.bytes.size() : *cut;
        const std::span<char> space = reader.space();
        BOOST_TEST_REQUIRE(!space.empty());
        const std::size_t size = std::min(space.size(), piece_end - fed);
        std::memcpy(space.data(), answer.bytes.data() + fed, size);
        reader.on_bytes(size);
        fed += size;
    }
    if (answer.then == ending::end && !reader.done())
        reader.on_end();
    else if (answer.then == ending::lost && !reader.done())
        reader.on_lost();
    return describe(reader);
}

std::string feed_bytes(http::response_reader& reader, const answer_case& answer)
{
    std::vector<std::size_t> cuts(answer.bytes.size());
    std::iota(cuts.begin(), cuts.end(), 1U);
    return feed(reader, answer, cuts);
}

void check_every_way(http::response_reader& reader, const answer_case& answer)
{
    BOOST_TEST_CONTEXT(answer.name)
    {
        const std::string whole = feed(reader, answer);
        BOOST_TEST(whole == answer.expected, "in one piece: " << whole.substr(0, 200));
        const std::string by_bytes = feed_bytes(reader, answer);
        BOOST_TEST(by_bytes == answer.expected, "byte by byte: " << by_bytes.substr(0, 200));
        const std::size_t size = answer.bytes.size();
        const std::size_t step = size < short_answer ? 1 : 1 + size / 300;
        for (std::size_t cut = 1; cut < size; cut += step) {
            const std::string in_two = feed(reader, answer, {cut});
            if (in_two != answer.expected)
                BOOST_ERROR("cut at " << cut << ": " << in_two.substr(0, 200));
        }
    }
}

void check_every_way(http::response_reader& reader, const std::vector<answer_case>& answers)
{
    for (const answer_case& answer : answers)
        check_every_way(reader, answer);
}

std::string repeated(std::size_t count, std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < count; ++i)
        result += text;
    return result;
}

} // namespace useapi::testing
