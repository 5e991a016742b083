#include "cli/command_line/shell_words.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using useapi::cli::shell_line;

BOOST_AUTO_TEST_SUITE(shell_words)

BOOST_AUTO_TEST_CASE(shell_line_quotes_what_a_shell_would_change)
{
    BOOST_TEST(shell_line({"useapi", "accounts", "import", "-", "--rate", "0.5"}) ==
               "useapi accounts import - --rate 0.5");
    BOOST_TEST(shell_line({"a b", "$HOME", "", "it's", "*", "~"}) == "'a b' '$HOME' '' 'it'\\''s' '*' '~'");
    BOOST_TEST(shell_line({}) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
