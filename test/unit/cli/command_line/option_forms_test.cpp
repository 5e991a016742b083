#include "unit/cli/command_line/read_arguments.hpp"

#include "cli/command_line/option_forms.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(forms_of_options)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;

std::optional<std::chrono::milliseconds> timeout_of(const std::string& text)
{
    return accept({"accounts", "list", "--timeout=" + text}).connection.timeout;
}

BOOST_AUTO_TEST_CASE(seconds_may_have_a_fraction_and_are_rounded_up)
{
    BOOST_TEST((timeout_of("60") == 60s));
    BOOST_TEST((timeout_of("0.5") == 500ms));
    BOOST_TEST((timeout_of("0.0001") == 1ms));
    BOOST_TEST((timeout_of("604800") == 7 * 24h));
}

BOOST_AUTO_TEST_CASE(time_that_is_none_is_refused_with_what_it_may_be)
{
    for (const char* const text : {"0", "-1", "604801", "nan", "inf", "1e9", "ten", "1s"}) {
        const std::string why = refuse({"accounts", "list", std::string("--timeout=") + text}).message;
        BOOST_TEST(why.starts_with("--timeout: "), why);
        BOOST_TEST(why.find("more than 0 and at most a week") != std::string::npos, why);
    }
    BOOST_TEST((accept({"accounts", "import", "x.csv", "--grace", "0"}).bulk.grace == 0s));
    BOOST_TEST(refuse({"accounts", "import", "x.csv", "--grace=-1"}).message.find("0 to a week") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(number_between_bounds_takes_both_of_them_and_nothing_beyond)
{
    const CLI::Validator check = number_between(0.5, 10, "a number of 0.5 to 10");
    for (const char* const text : {"0.5", "1", "10", "1e1"})
        BOOST_TEST(check(std::string(text)) == "", text);
    for (const char* const text : {"0.4", "10.1", "nan", "-1", "x", "", "1,5"})
        BOOST_TEST(check(std::string(text)) == std::string(text) + " is not a number of 0.5 to 10", text);
}

BOOST_AUTO_TEST_CASE(choice_takes_names_and_not_the_numbers_behind_them)
{
    BOOST_TEST((accept({"accounts", "list", "--output", "json"}).console.format == output_format::json));
    for (const char* const text : {"0", "1", "yaml"})
        BOOST_TEST(refuse({"accounts", "list", "--output", text}).message.starts_with("--output"), text);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
