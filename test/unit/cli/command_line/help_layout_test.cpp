#include "cli/command_line/help_layout.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <vector>

namespace {

using useapi::cli::laid_out;

struct layout_case
{
    std::string_view name;
    std::string_view text;
    std::string_view expected;
};

BOOST_AUTO_TEST_SUITE(help_layout)

BOOST_AUTO_TEST_CASE(text_is_broken_within_its_last_column)
{
    const std::vector<layout_case> cases{
        {"short", "one two\n", "one two\n"},
        {"paragraph is filled", "one two\nthree four five six\n", "one two three four\nfive six\n"},
        {"paragraphs stay apart", "one\n\ntwo\n", "one\n\ntwo\n"},
        {"heading stays alone", "Usage notes:\none\n", "Usage notes:\none\n"},
        {"column", "  --a  one two three four\n", "  --a  one two three\n       four\n"},
        {"several lines", "  --a  one two three four five six\n",
         "  --a  one two three\n       four five six\n"},
        {"word that does not fit", "  --a  https://service.example/v1 two\n",
         "  --a  https://service.example/v1\n       two\n"},
        {"indented", "  one two three four\n", "  one two three four\n"},
        {"indented and long", "  one two three four five\n", "  one two three four\n  five\n"},
        {"empty lines", "one\n\n\n\ntwo\n", "one\n\ntwo\n"},
        {"nothing", "", ""},
    };
    for (const layout_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        BOOST_TEST(laid_out(each.text, 20) == each.expected);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
