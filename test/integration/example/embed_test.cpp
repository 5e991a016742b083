#define BOOST_TEST_MODULE example_embed
#include "emulator/background_server.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

std::string output_of(const std::string& command)
{
    std::string text;
    FILE* const pipe = ::popen(command.c_str(), "r");
    BOOST_TEST_REQUIRE((pipe != nullptr));
    char buffer[256];
    while (std::fgets(buffer, sizeof buffer, pipe))
        text += buffer;
    BOOST_TEST(::pclose(pipe) == 0);
    return text;
}

std::string run_against(const useapi::emulator::background_server& service)
{
    return output_of(std::string(EXAMPLE_EMBED) + " " + service.base_url() + " " +
                     service.ca_file().string());
}

} // namespace

BOOST_AUTO_TEST_CASE(example_of_the_readme_registers_an_account)
{
    ::setenv("USEAPI_TOKEN", "user:1234-abcdefghijklmnop", 1);
    useapi::emulator::background_server service{useapi::emulator::options()};
    BOOST_TEST(run_against(service) == "user@example.com is registered\n");
    BOOST_TEST(service.accounts("user:1234-abcdefghijklmnop").size() == 1U);
}

BOOST_AUTO_TEST_CASE(example_of_the_readme_shows_why_an_account_was_refused)
{
    ::setenv("USEAPI_TOKEN", "user:1234-abcdefghijklmnop", 1);
    useapi::emulator::background_server service{useapi::emulator::options().add_fault("suspended")};
    BOOST_TEST(run_against(service) ==
               "the account is suspended (HTTP 401: \"This account has been suspended.\"); "
               "effect on the server: rejected\n");
}
