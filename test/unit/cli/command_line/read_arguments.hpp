#ifndef USEAPI_TEST_UNIT_CLI_COMMAND_LINE_READ_ARGUMENTS_HPP
#define USEAPI_TEST_UNIT_CLI_COMMAND_LINE_READ_ARGUMENTS_HPP

#include "cli/command_line/arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace useapi::test {

using words = std::vector<std::string>;

/** The words of a command line without quotes. */
inline words split(std::string_view line)
{
    std::istringstream in{std::string(line)};
    words found;
    for (std::string word; in >> word;)
        found.push_back(word);
    return found;
}

inline cli::arguments accept(words given)
{
    auto read = cli::parse_arguments(std::move(given));
    if (const auto* const wrong = std::get_if<cli::misuse>(&read))
        BOOST_FAIL("refused: " << wrong->message);
    BOOST_REQUIRE(std::holds_alternative<cli::arguments>(read));
    return std::get<cli::arguments>(std::move(read));
}

inline cli::misuse refuse(words given)
{
    auto read = cli::parse_arguments(std::move(given));
    BOOST_REQUIRE(std::holds_alternative<cli::misuse>(read));
    return std::get<cli::misuse>(std::move(read));
}

inline std::string inform(words given)
{
    auto read = cli::parse_arguments(std::move(given));
    BOOST_REQUIRE(std::holds_alternative<cli::information>(read));
    return std::get<cli::information>(std::move(read)).text;
}

} // namespace useapi::test

#endif
