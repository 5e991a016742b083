#include "vocabulary/byte_set.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(set_of_bytes)

BOOST_AUTO_TEST_CASE(bytes_at_the_beginning_are_counted_up_to_the_first_other_one)
{
    constexpr useapi::byte_set letters([](unsigned char byte) { return byte >= 'a' && byte <= 'z'; });
    for (std::size_t size = 0; size < 20; ++size) {
        const std::string text(size, 'x');
        BOOST_TEST(letters.leading(text) == size);
        for (std::size_t at = 0; at < size; ++at)
            for (const char other : {'A', '\0', '\xff', '`', '{'}) {
                std::string spoilt = text;
                spoilt[at] = other;
                BOOST_TEST_REQUIRE(letters.leading(spoilt) == at);
            }
    }
}

BOOST_AUTO_TEST_SUITE_END()
