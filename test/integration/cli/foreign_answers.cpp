#include "integration/cli/service_run.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace useapi::test;

struct wrong_service
{
    const char* name;
    std::string fault; ///< of the emulator; empty: its path is wrong
    std::string said;
};

const std::vector<wrong_service>& wrong_services()
{
    static const std::vector<wrong_service> all{
        {"another server's page", "status=404,body=<html><title>nginx</title></html>",
         "the answer comes from a gateway"},
        {"another server's JSON", R"(status=404,body={"error":"Not Found"})",
         "the answer comes from a gateway"},
        {"wrong path", "", "the answer comes from a gateway"},
        {"page of a gateway", "status=401,body=<html><title>Sign in</title></html>", "Sign in"},
        {"challenge of a CDN", "status=403,body=<!DOCTYPE html><title>Just a moment...</title>",
         "Just a moment..."},
    };
    return all;
}

BOOST_AUTO_TEST_SUITE(foreign_answers)

BOOST_AUTO_TEST_CASE(answer_that_is_not_the_services_is_no_empty_subscription_and_no_refused_token)
{
    for (const wrong_service& each : wrong_services()) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const service_run service(each.fault.empty() ? std::vector<std::string>()
                                                         : std::vector<std::string>{"--fault", each.fault});
            const std::string input = service.folder().file(
                "in.csv", "email,password\na@example.com," + std::string(account_password) + "\n");
            for (std::vector<std::string> words :
                 {std::vector<std::string>{"accounts", "list"},
                  std::vector<std::string>{"accounts", "plan", input},
                  std::vector<std::string>{"accounts", "import", input, "--wait-for-service", "0"}}) {
                words.insert(words.end(), {"--max-attempts", "1", "--timeout", "1"});
                if (each.fault.empty())
                    words.insert(words.end(), {"--base-url", service.base_url() + "/elsewhere"});
                const finished ended = run_discreetly(service.command(words));
                BOOST_TEST(ended.code == 4, words[1] + ": " + ended.everything());
                BOOST_TEST(ended.everything().find(each.said) != std::string::npos,
                           words[1] + ": " + ended.everything());
                BOOST_TEST(ended.everything().find("API token") == std::string::npos, ended.everything());
                BOOST_TEST(ended.everything().find("to create") == std::string::npos, ended.everything());
                BOOST_TEST(ended.everything().find("no accounts are configured") == std::string::npos,
                           ended.everything());
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
