#include "simulation/arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace useapi::simulation;

namespace {

std::optional<arguments> parsed(std::vector<std::string> words)
{
    std::vector<char*> texts;
    for (std::string& each : words)
        texts.push_back(each.data());
    return parse_arguments(texts);
}

} // namespace

BOOST_AUTO_TEST_SUITE(arguments_of_the_simulation)

BOOST_AUTO_TEST_CASE(options_are_read_in_any_order)
{
    const auto read = parsed({"--no-shrink", "--count", "3", "--draw", "--from", "4711"});
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST(read->from == 4711U);
    BOOST_TEST(read->count == 3U);
    BOOST_TEST(read->keeps_size);
    BOOST_TEST(read->draws);
    BOOST_TEST(!read->stops_at_first);
    BOOST_TEST(!read->replayed.has_value());
}

BOOST_AUTO_TEST_CASE(choices_are_read)
{
    const auto read = parsed({"--choices", "call0.made call0.at=3"});
    BOOST_REQUIRE(read.has_value());
    BOOST_REQUIRE(read->replayed.has_value());
    BOOST_CHECK((*read->replayed == choices{{"call0.made", 1}, {"call0.at", 3}}));
}

BOOST_AUTO_TEST_CASE(wrong_arguments_are_refused)
{
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"--count"}, {"--count", "x"}, {"--count", "3x"}, {"--other", "3"}, {"3"}, {"--choices", "a=x"}})
        BOOST_TEST(!parsed(words).has_value(), words.front());
}

BOOST_AUTO_TEST_SUITE_END()
