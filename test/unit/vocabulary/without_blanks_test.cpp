#include "vocabulary/without_blanks.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

BOOST_AUTO_TEST_SUITE(text_without_blanks)

BOOST_AUTO_TEST_CASE(blanks_go_at_both_ends_and_nowhere_else)
{
    struct row
    {
        std::string_view text;
        std::string_view without_blanks;
        std::string_view without_white_space;
    };

    // A lone carriage return around a field value is part of it, and refused there.
    constexpr row rows[] = {
        {"", "", ""},
        {" \t", "", ""},
        {" \t\r\n", "\r\n", ""},
        {"a", "a", "a"},
        {" a b\t", "a b", "a b"},
        {"\r\n a\tb\r\n", "\r\n a\tb\r\n", "a\tb"},
        {"\v a \xC2\xA0", "\v a \xC2\xA0", "\v a \xC2\xA0"},
    };
    for (const row& each : rows) {
        BOOST_TEST(useapi::without_blanks(each.text) == each.without_blanks);
        BOOST_TEST(useapi::without_white_space(each.text) == each.without_white_space);
    }
}

BOOST_AUTO_TEST_SUITE_END()
