#include "cli/command_line/version.hpp"
#include "unit/cli/command_line/read_arguments.hpp"

#include <useapi/version.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <ctime>
#include <sstream>
#include <string>

BOOST_AUTO_TEST_SUITE(versions)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

BOOST_AUTO_TEST_CASE(text_and_json_tell_the_same_versions)
{
    const boost::json::value read = boost::json::parse(version_json());
    const boost::json::object& libraries = read.at("libraries").as_object();
    std::istringstream text(version_text());
    std::string name;
    std::string version;
    text >> name >> version;
    BOOST_TEST(name == "useapi");
    BOOST_TEST(version == USEAPI_VERSION);
    BOOST_TEST(read.at("version").as_string() == USEAPI_VERSION);
    std::size_t lines = 0;
    while (text >> name >> version) {
        ++lines;
        BOOST_REQUIRE_MESSAGE(libraries.contains(name), name);
        BOOST_TEST(libraries.at(name).as_string() == version, name);
    }
    BOOST_TEST(lines == libraries.size());
}

BOOST_AUTO_TEST_CASE(libraries_are_named_with_the_versions_that_run)
{
    const std::string text = version_text();
    for (const std::string library : {"Boost 1.", "OpenSSL 3.", "SQLite 3.", "libcsv 3.", "zlib 1.",
                                      "zstd 1.", "CLI11 2.", "fmt ", "toml++ 3."})
        BOOST_TEST(text.find('\n' + library) != std::string::npos, library);
    for (const char c : text)
        BOOST_TEST((c == '\n' || (c >= ' ' && c <= '~')));
}

BOOST_AUTO_TEST_CASE(version_is_printed_in_the_form_that_is_asked_for)
{
    BOOST_TEST(inform({"--version"}) == version_text());
    BOOST_TEST(inform({"--version", "--output", "json"}) == version_json());
    BOOST_TEST(inform({"--output=json", "--version"}) == version_json());
}

BOOST_AUTO_TEST_CASE(date_of_the_manual_is_a_day)
{
    const std::string date = manual_date();
    std::tm read{};
    BOOST_REQUIRE(::strptime(date.c_str(), "%Y-%m-%d", &read) != nullptr);
    BOOST_TEST(date.size() == 10U);
    BOOST_TEST(inform({"man"}).find(date) != std::string::npos);
    BOOST_TEST(read.tm_year + 1900 >= 2024);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
