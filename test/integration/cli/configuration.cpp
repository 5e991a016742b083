#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

namespace {

using namespace useapi::test;

// With no token in its environment, unlike service_run's.
command_line bare(const service_run& service, std::vector<std::string> words)
{
    return command_line(std::move(words))
        .variable("PATH", "/usr/bin:/bin")
        .variable("USEAPI_CA_FILE", service.ca_file())
        .variable("USEAPI_BASE_URL", service.base_url());
}

BOOST_AUTO_TEST_SUITE(configuration)

BOOST_AUTO_TEST_CASE(token_comes_from_a_command)
{
    const temporary_folder folder;
    const std::string token = folder.file("token", std::string(api_token) + "\n");
    const service_run service({"--accept-tokens", token});
    const finished good = run_discreetly(
        bare(service, {"accounts", "list", "--token-command", "cat '" + token + "'", "--verbose"}));
    BOOST_TEST(good.code == 0, good.everything());
    const finished failed = run_discreetly(
        bare(service, {"accounts", "list", "--token-command", "cat " + folder.path("missing")}));
    BOOST_TEST(failed.code == 2);
    BOOST_TEST(failed.err.find("error: --token-command: cat failed with exit code 1") != std::string::npos,
               failed.err);
    const finished both = run_discreetly(
        bare(service, {"accounts", "list", "--token-command", "cat " + token, "--token-file", token}));
    BOOST_TEST(both.code == 2);
}

BOOST_AUTO_TEST_CASE(token_is_taken_from_the_command_line_then_the_environment_then_the_config_file)
{
    const temporary_folder folder;
    const std::string good = folder.file("good", std::string(api_token) + "\n");
    const std::string bad = folder.file("bad", "user:9876-somebody-else\n");
    const std::string names_good = folder.file("good.toml", "token-file = '" + good + "'\n");
    const std::string names_bad = folder.file("bad.toml", "token-file = '" + bad + "'\n");
    const service_run service({"--accept-tokens", good});
    const auto list = [&](const std::string& config) {
        return bare(service, {"accounts", "list", "--config", config});
    };
    BOOST_TEST(run(list(names_good)).code == 0);
    BOOST_TEST(run(list(names_bad)).code == 3);
    BOOST_TEST(run(list(names_bad).variable("USEAPI_TOKEN", std::string(api_token))).code == 0);
    BOOST_TEST(run(list(names_bad).variable("USEAPI_TOKEN_FILE", good)).code == 0);
    BOOST_TEST(run(list(names_bad).variable("USEAPI_TOKEN_COMMAND", "cat " + good)).code == 0);
    BOOST_TEST(run(list(names_good).variable("USEAPI_TOKEN", "user:9876-somebody-else")).code == 3);
    BOOST_TEST(run(list(names_bad)
                       .variable("USEAPI_TOKEN", "user:9876-somebody-else")
                       .word("--token-file")
                       .word(good))
                   .code == 0);
}

BOOST_AUTO_TEST_CASE(config_file_in_the_home_folder_is_read_unless_another_is_named)
{
    const service_run service;
    std::filesystem::create_directories(service.folder().path("xdg/useapi"));
    service.folder().file("xdg/useapi/config.toml", "output = \"json\"\nbase-url = \"" + service.base_url() +
                                                        "\"\nca-file = \"" + service.ca_file() + "\"\n");
    const auto list = [&] {
        return command_line({"accounts", "list"})
            .variable("XDG_CONFIG_HOME", service.folder().path("xdg"))
            .variable("USEAPI_TOKEN", std::string(api_token));
    };
    const finished configured = run_discreetly(list());
    BOOST_TEST(configured.code == 0, configured.everything());
    BOOST_TEST(configured.out == "{\"accounts\":[]}\n");
    const finished without = run_discreetly(
        list().variable("USEAPI_CONFIG", "none").word("--base-url").word("https://127.0.0.1:1/v1"));
    BOOST_TEST(without.code == 4);
    BOOST_TEST(without.out == "");
}

BOOST_AUTO_TEST_CASE(secret_in_the_config_file_is_refused_and_not_repeated)
{
    const service_run service;
    const std::string config =
        service.folder().file("c.toml", "token = \"" + std::string(api_token) + "\"\n");
    const finished ended =
        run_discreetly(service.command({"accounts", "list", "--config", config, "--output", "json"}));
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.err.find("c.toml:1: token: secrets do not belong") != std::string::npos, ended.err);
    BOOST_TEST(boost::json::parse(ended.out).at("error").at("code").as_string() == "usage");
}

BOOST_AUTO_TEST_CASE(broken_config_file_leaves_help_and_version)
{
    const temporary_folder folder;
    const std::string config = folder.file("c.toml", "= what\n");
    for (const char* const word : {"--help", "--version"})
        BOOST_TEST(run(command_line({word}).variable("USEAPI_CONFIG", config)).code == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
