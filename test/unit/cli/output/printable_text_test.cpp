#include "cli/output/printable_text.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <vector>

namespace {

using useapi::cli::printable;
using useapi::cli::valid_utf8;
using namespace std::string_view_literals;

struct text_case
{
    std::string_view name;
    std::string_view text;
    std::string_view printed;
    std::string_view formed;
};

const std::vector<text_case> cases{
    {"empty", "", "", ""},
    {"ascii", "user@example.com", "user@example.com", "user@example.com"},
    {"letters of two, three and four bytes", "\u00e9\u20ac\U0001F600", "\u00e9\u20ac\U0001F600",
     "\u00e9\u20ac\U0001F600"},
    {"escape sequence", "\x1b[2Jx", "\\x1b[2Jx", "\x1b[2Jx"},
    {"NUL, newline and DEL", "a\0\n\x7f"sv, "a\\x00\\x0a\\x7f", "a\0\n\x7f"sv},
    {"C1 control", "\u009b1m", "\\u009b1m", "\u009b1m"},
    {"right-to-left override", "\u202etxt", "\\u202etxt", "\u202etxt"},
    {"line separator", "\u2028", "\\u2028", "\u2028"},
    {"lone continuation byte", "a\x80z", "a\uFFFDz", "a\uFFFDz"},
    {"cut off at the end", "a\xe2\x82", "a\uFFFD\uFFFD", "a\uFFFD\uFFFD"},
    {"over-long slash", "\xc0\xaf", "\uFFFD\uFFFD", "\uFFFD\uFFFD"},
    {"surrogate", "\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD", "\uFFFD\uFFFD\uFFFD"},
    {"beyond Unicode", "\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD", "\uFFFD\uFFFD\uFFFD\uFFFD"},
    {"byte that is never UTF-8", "\xff", "\uFFFD", "\uFFFD"},
    {"replacement character itself", "\uFFFD", "\uFFFD", "\uFFFD"},
};

BOOST_AUTO_TEST_SUITE(printable_text)

BOOST_AUTO_TEST_CASE(printable_any_text_shows_no_control)
{
    for (const text_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        BOOST_TEST(printable(each.text) == each.printed);
    }
}

BOOST_AUTO_TEST_CASE(valid_utf8_any_text_is)
{
    for (const text_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        BOOST_TEST(valid_utf8(each.text) == each.formed);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
