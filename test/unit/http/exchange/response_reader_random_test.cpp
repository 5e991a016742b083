#include "unit/http/exchange/answer_feed.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

constexpr std::size_t rounds = 20'000;

const std::vector<std::string> answers = {
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "HTTP/1.1 201 x\r\nTransfer-Encoding: chunked\r\n\r\n5;a=\"b\"\r\nhello\r\n2\r\n!!\r\n0\r\nX: y\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nuntil the end",
    "HTTP/1.1 503 x\r\nRetry-After: 120\r\nContent-Length: 2\r\n\r\n{}",
};

// Texts that are likely to break a parser.
const std::vector<std::string> fragments = {"\r",
                                            "\n",
                                            "\r\n",
                                            "\r\n\r\n",
                                            " ",
                                            "\t",
                                            ":",
                                            ";",
                                            "\"",
                                            "\\",
                                            ",",
                                            "0",
                                            "0\r\n",
                                            "f",
                                            std::string(1, '\0'),
                                            "\xff",
                                            "HTTP/1.1 ",
                                            "HTTP/1.1 100 x\r\n\r\n",
                                            "Content-Length: 1\r\n",
                                            "Transfer-Encoding: chunked\r\n",
                                            "ffffffffffffffff"};

class mutator
{
public:
    explicit mutator(std::uint32_t seed) : random_(seed) {}

    std::size_t below(std::size_t bound)
    {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
    }

    std::string answer()
    {
        std::string text = answers[below(answers.size())];
        for (std::size_t changes = below(4); changes != 0; --changes)
            change(text);
        return text;
    }

    std::vector<std::size_t> cuts(std::size_t size)
    {
        std::vector<std::size_t> made;
        for (std::size_t at = 1 + below(4); at < size; at += 1 + below(20))
            made.push_back(at);
        return made;
    }

private:
    void change(std::string& text)
    {
        const std::size_t at = below(text.size() + 1);
        const std::size_t size = below(8);
        switch (below(5)) {
        case 0:
            text.insert(at, fragments[below(fragments.size())]);
            break;
        case 1:
            text.erase(at, size);
            break;
        case 2:
            text.insert(below(text.size() + 1), text.substr(at, size * 4));
            break;
        case 3:
            if (at < text.size())
                text[at] = static_cast<char>(below(256));
            break;
        default:
            text.replace(at, std::min(size, text.size() - at), fragments[below(fragments.size())]);
        }
    }

    std::mt19937 random_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(response_reader_random)

BOOST_AUTO_TEST_CASE(damaged_answers_come_to_the_same_however_they_are_cut)
{
    mutator any(20'240'601);
    http::response_reader reader(256, 64);
    http::response_reader untouched(256, 64);
    std::size_t taken = 0;
    std::size_t refused = 0;
    for (std::size_t round = 0; round < rounds; ++round) {
        answer_case answer{"", any.answer(), "", static_cast<ending>(any.below(3)), any.below(8) == 0};
        const std::vector<std::size_t> cuts = any.cuts(answer.bytes.size());

        const std::string whole = feed(reader, answer);
        std::string in_pieces = feed(reader, answer, cuts);
        const std::string by_bytes = feed_bytes(untouched, answer);
        // The reader sees bytes after the end only if they come together with it.
        const bool has_more = whole.substr(3, 6) == " close" && by_bytes.substr(3, 5) == " keep";
        if (has_more) {
            BOOST_TEST(whole.substr(9) == by_bytes.substr(8));
            if (in_pieces.substr(3, 5) == " keep")
                in_pieces.replace(3, 5, " close");
        }
        if (in_pieces != whole || (!has_more && by_bytes != whole))
            BOOST_ERROR("round " << round << ": " << whole << " / " << in_pieces << " / " << by_bytes
                                 << " of " << answer.bytes);
        taken += whole.starts_with("20") ? 1 : 0;
        refused += whole == "malformed" ? 1 : 0;
    }
    // Otherwise the damage is too heavy or too light to tell anything.
    BOOST_TEST(taken > rounds / 10);
    BOOST_TEST(refused > rounds / 10);
}

BOOST_AUTO_TEST_SUITE_END()
