#include "cli/commands.hpp"
#include "cli/explain/error_guide.hpp"
#include "cli/usage_error.hpp"
#include "unit/cli/printed_by.hpp"

#include <useapi/errc.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(explain_commands)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using useapi::errc;
using useapi::make_error_code;
using useapi::name_of;

printed explained(const std::string& name, const console_settings& settings = {})
{
    return printed_by(settings,
                      [&](console& out) { BOOST_TEST((run_explain_command(name, out) == exit_code::done)); });
}

BOOST_AUTO_TEST_CASE(code_is_explained_with_cause_and_cure)
{
    for (const errc code : every_code()) {
        const explanation text = explain(code);
        const std::string name(name_of(code));
        BOOST_TEST(explained(name).out == name + ": " + make_error_code(code).message() +
                                              "\ncause: " + std::string(text.cause) +
                                              "\ncure:  " + std::string(text.cure) + '\n');
    }
}

BOOST_AUTO_TEST_CASE(list_has_a_line_for_each_code)
{
    const std::string list = explained("").out;
    BOOST_TEST(static_cast<std::size_t>(std::count(list.begin(), list.end(), '\n')) == every_code().size());
    BOOST_TEST(list.starts_with("invalid_argument             "), list);
    for (const errc code : every_code())
        BOOST_TEST(list.find(std::string(name_of(code)) + ' ') != std::string::npos);
}

BOOST_AUTO_TEST_CASE(json_has_the_same_codes_as_the_text)
{
    const boost::json::value all = boost::json::parse(explained("", as_json()).out);
    BOOST_TEST(all.at("codes").as_array().size() == every_code().size());
    const boost::json::value one = boost::json::parse(explained("token_refused", as_json()).out);
    BOOST_REQUIRE(one.at("codes").as_array().size() == 1U);
    BOOST_TEST(std::string_view(one.at("codes").at(0).at("code").as_string()) == "token_refused");
    BOOST_TEST(std::string_view(one.at("codes").at(0).at("cure").as_string()) ==
               explain(errc::token_refused).cure);
}

BOOST_AUTO_TEST_CASE(code_that_is_none_is_answered_with_the_nearest_one)
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"token_refussed", "no code token_refussed; did you mean token_refused? (useapi explain lists all)"},
        {"timedout", "no code timedout; did you mean timed_out? (useapi explain lists all)"},
        {"xyzzy", "no code xyzzy (useapi explain lists all)"},
        {"other", "no code other (useapi explain lists all)"}};
    for (const auto& each : cases)
        BOOST_CHECK_EXCEPTION((void)explained(each.first), usage_error, [&each](const usage_error& refused) {
            return std::string_view(refused.what()) == each.second;
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
