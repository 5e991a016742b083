#include "cli/doctor/finding.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(findings)

namespace {

using namespace useapi::cli;

finding found(std::string_view check, verdict what, std::string text, exit_code code = exit_code::failed)
{
    finding made;
    made.check = check;
    made.verdict = what;
    made.text = std::move(text);
    made.code = code;
    return made;
}

BOOST_AUTO_TEST_CASE(exit_code_is_that_of_the_first_failure)
{
    BOOST_TEST((exit_code_of(std::vector<finding>()) == exit_code::done));
    const std::vector<finding> warned = {found("a", verdict::ok, ""), found("b", verdict::warning, ""),
                                         found("c", verdict::skipped, "")};
    BOOST_TEST((exit_code_of(warned) == exit_code::done));
    std::vector<finding> failed = warned;
    failed.push_back(found("d", verdict::failure, "", exit_code::unreachable));
    failed.push_back(found("e", verdict::failure, "", exit_code::token_refused));
    BOOST_TEST((exit_code_of(failed) == exit_code::unreachable));
}

BOOST_AUTO_TEST_CASE(finding_is_a_line_with_its_hint_below)
{
    finding bad = found("clock", verdict::failure, "it is \x1b[31mwrong");
    bad.hint = "set it";
    BOOST_TEST(finding_lines({found("name", verdict::ok, "api.useapi.net"), bad}, false) ==
               "ok    name          api.useapi.net\n"
               "fail  clock         it is \\x1b[31mwrong\n"
               "                    hint: set it\n");
    BOOST_TEST(finding_lines({bad}, true).starts_with("\x1b["));
}

BOOST_AUTO_TEST_CASE(findings_are_one_object_on_one_line)
{
    finding bad = found("API token", verdict::warning, "odd \xFF");
    bad.facts = {{"status", "401"}};
    BOOST_TEST(
        findings_json({bad}) ==
        "{\"healthy\":true,\"checks\":[{\"check\":\"API token\",\"verdict\":\"warn\",\"message\":\"odd "
        "\xEF\xBF\xBD\",\"hint\":null,\"facts\":{\"status\":\"401\"}}]}\n");
    BOOST_TEST(findings_json({}) == "{\"healthy\":true,\"checks\":[]}\n");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
