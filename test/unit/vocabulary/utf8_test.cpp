#include "vocabulary/utf8.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;

BOOST_AUTO_TEST_SUITE(texts_of_utf8)

BOOST_AUTO_TEST_CASE(first_character_is_read_and_its_bytes_are_counted)
{
    struct row
    {
        std::string text;
        std::size_t size; ///< 0: not valid UTF-8
        char32_t character;
    };

    const row rows[] = {
        {"", 0, 0},
        {"a\xC3", 1, U'a'},
        {std::string("\0", 1), 1, 0},
        {"\x7F", 1, 0x7F},
        {"\xC2\x80", 2, 0x80},
        {"\xDF\xBF", 2, 0x7FF},
        {"\xE0\xA0\x80", 3, 0x800},
        {"\xEF\xBF\xBF", 3, 0xFFFF},
        {"\xF0\x90\x80\x80", 4, 0x10000},
        {"\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
        {"\x80", 0, 0},
        {"\xC1\xBF", 0, 0},         // longer than it has to be
        {"\xE0\x9F\xBF", 0, 0},     // the same
        {"\xF0\x8F\xBF\xBF", 0, 0}, // the same
        {"\xED\xA0\x80", 0, 0},     // a surrogate
        {"\xF4\x90\x80\x80", 0, 0}, // beyond U+10FFFF
        {"\xE2\x82", 0, 0},         // cut off
        {"\xE2\x28\xA1", 0, 0},
    };
    for (const row& each : rows) {
        BOOST_TEST_CONTEXT(&each - rows)
        {
            BOOST_TEST(utf8_size(each.text) == each.size);
            BOOST_TEST(first_character(each.text).has_value() == (each.size != 0));
            BOOST_TEST((first_character(each.text).value_or(0) == each.character));
        }
    }
}

BOOST_AUTO_TEST_CASE(first_invalid_byte_is_found)
{
    BOOST_TEST(find_invalid_utf8("") == std::string_view::npos);
    BOOST_TEST(find_invalid_utf8("caf\xC3\xA9 \xF0\x9F\x98\x80") == std::string_view::npos);
    BOOST_TEST(find_invalid_utf8("caf\xC3") == 3U);
    BOOST_TEST(find_invalid_utf8("\xC3\xA9\xFF") == 2U);
}

BOOST_AUTO_TEST_CASE(characters_are_counted_without_their_further_bytes)
{
    BOOST_TEST(count_characters("") == 0U);
    BOOST_TEST(count_characters("caf\xC3\xA9") == 4U);
    BOOST_TEST(count_characters("\xF0\x9F\x98\x80!") == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
