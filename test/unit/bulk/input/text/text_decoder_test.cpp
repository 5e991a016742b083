#include "bulk/input/text/text_decoder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace useapi::bulk;
using namespace std::string_literals;

/** The units as bytes. A byte order mark is one of the units. */
std::string utf16(const std::vector<unsigned>& units, bool big)
{
    std::string made;
    for (const unsigned unit : units) {
        const char high = static_cast<char>(unit >> 8);
        const char low = static_cast<char>(unit & 0xFF);
        made += big ? high : low;
        made += big ? low : high;
    }
    return made;
}

std::pair<bool, std::string> decoded(const std::string& text, std::size_t piece)
{
    text_decoder decoder;
    std::string out;
    bool is_sound = true;
    for (std::size_t at = 0; is_sound && at < text.size(); at += piece)
        is_sound = decoder.decode(std::string_view(text).substr(at, piece), out);
    is_sound = is_sound && decoder.finish(out);
    return {is_sound, out};
}

BOOST_AUTO_TEST_SUITE(text_encoding)

BOOST_AUTO_TEST_CASE(text_becomes_utf8_with_and_without_a_mark_however_it_is_cut)
{
    const std::vector<unsigned> letters = {'e', 'm', 0xE9, 0x20AC, 0xD83D, 0xDE00, '\n'};
    std::vector<unsigned> marked = letters;
    marked.insert(marked.begin(), 0xFEFF);
    const std::string expected = "em\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\n";
    for (const std::string& text :
         {utf16(letters, false), utf16(letters, true), utf16(marked, false), utf16(marked, true), expected})
        for (const std::size_t piece : {std::size_t(1), std::size_t(3), std::size_t(64)}) {
            const auto [is_sound, out] = decoded(text, piece);
            BOOST_TEST(is_sound);
            BOOST_TEST(out == expected);
        }
    BOOST_TEST(decoded("x", 1).second == "x");
    BOOST_TEST(decoded("", 1).first);
}

BOOST_AUTO_TEST_CASE(text_that_is_no_utf16_is_told)
{
    for (const std::vector<unsigned>& units :
         {std::vector<unsigned>{'a', 0xD83D, 'b'}, std::vector<unsigned>{'a', 0xDE00},
          std::vector<unsigned>{'a', 0xD83D}})
        BOOST_TEST(!decoded(utf16(units, false), 64).first);
    BOOST_TEST(!decoded("a\0b"s, 64).first);
}

BOOST_AUTO_TEST_CASE(line_ends_with_lf_crlf_or_cr)
{
    BOOST_TEST(end_of_line("ab\ncd", 0) == 3U);
    BOOST_TEST(end_of_line("ab\r\ncd", 0) == 4U);
    BOOST_TEST(end_of_line("ab\rcd", 0) == 3U);
    BOOST_TEST((end_of_line("ab\r", 0) == std::string::npos));
    BOOST_TEST((end_of_line("ab", 0) == std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
