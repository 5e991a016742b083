#include "cli/import/control/control_file.hpp"

#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <string>
#include <variant>

namespace {

using namespace useapi::cli;

BOOST_AUTO_TEST_SUITE(control_files)

BOOST_AUTO_TEST_CASE(settings_are_read_a_line_each)
{
    struct
    {
        const char* text;
        control_settings expected;
    } const cases[] = {
        {"", {false, std::nullopt, std::nullopt}},
        {"\n# nothing yet\n", {false, std::nullopt, std::nullopt}},
        {"paused = true", {true, std::nullopt, std::nullopt}},
        {"paused=false\r\n", {false, std::nullopt, std::nullopt}},
        {"concurrency = 4 # at night\nrate = 0.5\n", {false, 4, 0.5}},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.text)
        {
            const auto read = read_control(each.text);
            BOOST_TEST_REQUIRE(std::holds_alternative<control_settings>(read));
            BOOST_TEST((std::get<control_settings>(read) == each.expected));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_meant_is_told_with_its_line)
{
    for (const std::string line :
         {"paused", "paused = yes", "concurrency = 0", "concurrency = 10001", "concurrency = x", "rate = 0",
          "rate = nan", "rate = -1", "speed = 3", "= 3"}) {
        BOOST_TEST_CONTEXT(line)
        {
            const auto read = read_control("rate = 1\n" + line);
            BOOST_TEST_REQUIRE(std::holds_alternative<std::string>(read));
            BOOST_TEST(std::get<std::string>(read).starts_with("line 2 "));
        }
    }
}

BOOST_AUTO_TEST_CASE(file_says_something_where_it_changed)
{
    const useapi::test::temporary_folder folder;
    const std::string name = folder.path("control");
    control_file file(name);
    BOOST_TEST(!file.look().has_value());
    std::ofstream(name) << "paused = true\n";
    BOOST_TEST(file.look().has_value());
    BOOST_TEST(!file.look().has_value());
    std::ofstream(name) << "";
    const auto emptied = file.look();
    BOOST_TEST_REQUIRE(emptied.has_value());
    BOOST_TEST((std::get<control_settings>(*emptied) == control_settings()));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
