#include "cli/client_setup.hpp"
#include "cli/usage_error.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/set_variable.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(client_setups)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;
using useapi::client_options;
using useapi::secret;

client_options options_of(const connection_arguments& given)
{
    client_options made{secret()};
    (void)printed_by(
        [&](console& out) { made = make_client_options(given, secret("user:1234-abcdefgh"), out); });
    return made;
}

BOOST_AUTO_TEST_CASE(options_of_the_command_line_become_those_of_the_client)
{
    connection_arguments given;
    given.base_url = "https://a.example/v1/runwayml";
    given.ca_file = "ca.pem";
    given.timeout = 45s;
    given.attempt_timeout = 15s;
    given.max_attempts = 2;
    const client_options made = options_of(given);
    BOOST_TEST(made.base_url() == given.base_url);
    BOOST_TEST(made.tls().ca_file() == "ca.pem");
    BOOST_TEST((made.timeout() == 45s));
    BOOST_TEST((made.attempt_timeout() == 15s));
    BOOST_TEST(made.retry().max_attempts() == 2U);
    BOOST_TEST(made.token().reveal() == "user:1234-abcdefgh");
    BOOST_TEST(made.user_agent().starts_with("useapi-command/"));
    // The list of 100,000 accounts, of some 400 bytes each, comes in one answer.
    BOOST_TEST(made.body_limit() >= std::size_t{100'000} * 400);
}

BOOST_AUTO_TEST_CASE(options_that_are_not_given_keep_the_defaults_of_the_library)
{
    const client_options made = options_of({});
    const client_options defaults{secret("user:1234-abcdefgh")};
    BOOST_TEST(made.base_url() == defaults.base_url());
    BOOST_TEST((made.timeout() == defaults.timeout()));
    BOOST_TEST((made.attempt_timeout() == defaults.attempt_timeout()));
    BOOST_TEST(made.retry().max_attempts() == defaults.retry().max_attempts());
    BOOST_TEST(!made.observer());
}

BOOST_AUTO_TEST_CASE(proxy_with_a_password_is_refused_and_not_repeated)
{
    connection_arguments given;
    given.proxy = "http://user:hunter22@proxy:3128";
    (void)printed_by([&](console& out) {
        BOOST_CHECK_EXCEPTION(
            (void)make_client_options(given, secret("t"), out), usage_error, [](const usage_error& refused) {
                const std::string why = refused.what();
                return why.starts_with("--proxy: ") && why.find("HTTPS_PROXY") != std::string::npos &&
                       why.find("hunter22") == std::string::npos;
            });
    });
}

/** The text on standard error about the proxies of this environment. */
std::string warned_about(const std::string& proxy, const std::string& no_proxy,
                         const connection_arguments& given = {})
{
    const set_variable lower("https_proxy", proxy);
    const set_variable upper("HTTPS_PROXY", "");
    const set_variable lower_list("no_proxy", no_proxy);
    const set_variable upper_list("NO_PROXY", "");
    return printed_by([&](console& out) { look_at_proxies(given, out); }).err;
}

BOOST_AUTO_TEST_CASE(word_of_no_proxy_that_has_no_effect_is_warned_about)
{
    const std::string proxy = "http://proxy:3128";
    for (const std::string& word : std::vector<std::string>{"https://a.example", "10.0.*", "a*.example",
                                                            "^a$", "\"a.example\"", "(a)", "a;b"})
        BOOST_TEST(warned_about(proxy, word) ==
                   "useapi: warning: NO_PROXY: " + word +
                       " has no effect here; use hosts, domains, addresses or blocks such as 10.0.0.0/8\n");
    for (const std::string& word : std::vector<std::string>{
             "a.example", ".example", "*.example", "*", "10.0.0.0/8", "[::1]", "::1", "a.example:443", ""})
        BOOST_TEST(warned_about(proxy, word) == "");
    BOOST_TEST(warned_about(proxy, "a.example, 10.0.* ,b.example").find("10.0.*") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_proxy_does_not_matter_without_a_proxy_of_the_environment)
{
    BOOST_TEST(warned_about("", "10.0.*") == "");
    connection_arguments given;
    given.proxy = "http://proxy:3128";
    BOOST_TEST(warned_about("http://other:3128", "10.0.*", given) == "");
}

BOOST_AUTO_TEST_CASE(quotes_around_the_proxy_of_the_environment_are_refused)
{
    BOOST_CHECK_EXCEPTION(
        (void)warned_about("\"http://proxy:3128\"", ""), usage_error, [](const usage_error& refused) {
            return std::string(refused.what()) == "HTTPS_PROXY: leave out the quotes around its value";
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
