#include "bulk/input/text/text_decoder.hpp"
#include "unit/runwayml/watched_memory.hpp"

#include <useapi/secret.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(text_decoder_memory)

using namespace useapi;
using test::secret_marker;
using test::watched_memory;

BOOST_AUTO_TEST_CASE(passwords_of_utf16_are_in_no_freed_memory)
{
    std::string text;
    for (int i = 0; i < 500; ++i)
        for (const char c : secret_marker)
            text.append({c, '\0'});
    for (const std::size_t piece : {std::size_t(7), std::size_t(1000), text.size()}) {
        std::size_t found = 0;
        std::size_t decoded = 0;
        {
            const watched_memory watched;
            {
                bulk::text_decoder decoder;
                std::string out;
                for (std::size_t at = 0; at < text.size(); at += piece) {
                    BOOST_TEST_REQUIRE(decoder.decode(std::string_view(text).substr(at, piece), out));
                    decoded += out.size();
                    wipe(out);
                }
            }
            found = watched.marked_blocks();
        }
        BOOST_TEST(decoded == text.size() / 2);
        BOOST_TEST(found == 0U, found << " blocks in pieces of " << piece);
    }
}

BOOST_AUTO_TEST_SUITE_END()
