#include "unit/cli/command_line/read_arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(options_of_the_emulator)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(certificate_and_clock_of_the_emulator_may_be_wrong)
{
    const emulator_arguments read =
        accept(split("emulator --certificate-host other.example --expired-certificate --date-offset -90"))
            .emulator;
    BOOST_TEST(read.certificate_host == "other.example");
    BOOST_TEST(read.expired_certificate);
    BOOST_TEST((read.date_offset == -90s));
    const emulator_arguments plain = accept(split("emulator")).emulator;
    BOOST_TEST(plain.certificate_host == "");
    BOOST_TEST(!plain.expired_certificate);
    BOOST_TEST((plain.date_offset == 0s));
    BOOST_TEST(plain.workspace_form == "object");
    BOOST_TEST(plain.empty_list == "prose");
    BOOST_TEST(!plain.login_delay);
    BOOST_TEST(!plain.idle_timeout);
}

BOOST_AUTO_TEST_CASE(values_that_the_emulator_has_not_are_refused_with_those_that_it_has)
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"--workspace-form xml", "--workspace-form: xml not in {object,text,number,requested}"},
        {"--empty-list none", "--empty-list: none not in {prose,nothing,object}"},
        {"--date-offset 31622401", "--date-offset: 31622401 is not a number of -31622400 to 31622400"},
        {"--port 65536", "--port: 65536 is not a number of 0 to 65535"},
        {"--login-delay -1", "--login-delay: -1 is not a time in seconds, 0 to a week"}};
    for (const auto& [line, why] : cases) {
        const std::string said = refuse(split("emulator " + line)).message;
        BOOST_TEST(said.starts_with(why), said);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
