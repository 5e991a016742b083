#include "cli/command_line/command_description.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(descriptions_of_commands)

namespace {

using useapi::cli::option_description;
using words = std::vector<std::string>;

words choices_of(const std::string& value)
{
    option_description option;
    option.value = value;
    return option.choices();
}

BOOST_AUTO_TEST_CASE(choices_are_the_words_between_bars_that_are_no_placeholders)
{
    BOOST_TEST(choices_of("").empty());
    BOOST_TEST(choices_of("F").empty());
    BOOST_TEST(choices_of("text|json") == (words{"text", "json"}), boost::test_tools::per_element());
    BOOST_TEST(choices_of("auto|N") == words{"auto"}, boost::test_tools::per_element());
    const words codes = choices_of("CODE");
    BOOST_TEST((std::find(codes.begin(), codes.end(), "token_refused") != codes.end()));
}

BOOST_AUTO_TEST_CASE(value_tells_files_from_folders)
{
    option_description option;
    option.value = "FILE";
    BOOST_TEST(option.is_file());
    BOOST_TEST(!option.is_folder());
    option.value = "D";
    BOOST_TEST(!option.is_file());
    BOOST_TEST(option.is_folder());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
