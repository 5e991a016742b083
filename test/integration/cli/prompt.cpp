#include "integration/cli/pseudo_terminal.hpp"
#include "integration/cli/service_run.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <string>
#include <string_view>

namespace {

using namespace useapi::test;

constexpr std::string_view question = "Password of a@b.com: ";

command_line upsert_at(const service_run& service, const pseudo_terminal& terminal)
{
    return command_line({"accounts", "upsert", "a@b.com", "--ca-file", service.ca_file()})
        .variable("USEAPI_TOKEN", std::string(api_token))
        .variable("USEAPI_BASE_URL", service.base_url())
        .terminal(terminal.device());
}

BOOST_AUTO_TEST_SUITE(prompt)

BOOST_AUTO_TEST_CASE(typed_password_is_used_and_not_shown)
{
    const service_run service;
    pseudo_terminal terminal;
    process upsert(upsert_at(service, terminal));
    terminal.wait_for(question);
    BOOST_TEST(!terminal.echoes());
    terminal.type(std::string(account_password) + '\n');
    const finished ended = upsert.wait_for_end();
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(terminal.echoes());
    BOOST_TEST(!holds_secret(terminal.screen() + ended.everything()));
}

BOOST_AUTO_TEST_CASE(typed_password_is_what_the_service_gets)
{
    const service_run service;
    pseudo_terminal terminal;
    process upsert(upsert_at(service, terminal));
    terminal.wait_for(question);
    terminal.type("wrong-password\n");
    const finished ended = upsert.wait_for_end();
    BOOST_TEST(ended.code == 1);
    BOOST_TEST(ended.err.find("email or password is wrong") != std::string::npos, ended.err);
}

BOOST_AUTO_TEST_CASE(empty_answer_fails_with_2)
{
    service_run service;
    pseudo_terminal terminal;
    process upsert(upsert_at(service, terminal));
    terminal.wait_for(question);
    terminal.type("\n");
    const finished ended = upsert.wait_for_end();
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.err.find("the password is empty") != std::string::npos, ended.err);
    BOOST_TEST(service.stop_and_count({"POST"}) == 0U);
}

BOOST_AUTO_TEST_CASE(ctrl_c_and_end_of_file_leave_the_terminal_as_it_was)
{
    for (const std::string_view key : {"\x03", "\x04"}) {
        BOOST_TEST_CONTEXT("key " << static_cast<int>(key.front()))
        {
            service_run service;
            pseudo_terminal terminal;
            process upsert(upsert_at(service, terminal));
            terminal.wait_for(question);
            terminal.type(key);
            const finished ended = upsert.wait_for_end();
            BOOST_TEST(ended.code == 130, ended.everything());
            BOOST_TEST(terminal.echoes());
            BOOST_TEST(service.stop_and_count({"POST"}) == 0U);
        }
    }
}

BOOST_AUTO_TEST_CASE(signal_leaves_the_terminal_as_it_was)
{
    for (const int number : {SIGTERM, SIGHUP}) {
        BOOST_TEST_CONTEXT("signal " << number)
        {
            const service_run service;
            pseudo_terminal terminal;
            process upsert(upsert_at(service, terminal));
            terminal.wait_for(question);
            upsert.signal(number);
            BOOST_TEST(upsert.wait_for_end().code == 130);
            BOOST_TEST(terminal.echoes());
        }
    }
}

BOOST_AUTO_TEST_CASE(password_of_the_environment_is_not_asked_for)
{
    const service_run service;
    const pseudo_terminal terminal;
    const finished ended =
        run(upsert_at(service, terminal).variable("USEAPI_ACCOUNT_PASSWORD", std::string(account_password)));
    BOOST_TEST(ended.code == 0, ended.everything());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
