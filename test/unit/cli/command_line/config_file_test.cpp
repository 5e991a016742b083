#include "unit/cli/command_line/read_arguments.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(parse_arguments_of)

struct config_case
{
    std::string_view name;
    std::string_view text;
    std::string_view line;
    std::string_view complaint;
};

BOOST_AUTO_TEST_CASE(config_file_gives_what_nothing_else_does)
{
    const useapi::test::temporary_folder folder;
    const std::string file =
        folder.file("config.toml", "timeout = 1.5\nverbose = true\nca-file = \"from file\"\n"
                                   "token-file = 'token'\n"
                                   "[accounts.import]\nconcurrency = 3\n"
                                   "[emulator]\nfault = ['stall', 'close']\n");
    ::setenv("USEAPI_CA_FILE", "from environment", 1);
    arguments read = accept({"accounts", "import", "f.csv", "--config", file, "--quiet"});
    BOOST_TEST((read.connection.timeout == 1500ms));
    BOOST_TEST((read.console.verbosity == verbosity::quiet));
    BOOST_TEST(read.connection.ca_file == "from environment");
    BOOST_TEST(read.connection.token_file == "token");
    BOOST_TEST(!read.connection.token_source_is_on_command_line);
    BOOST_TEST(read.bulk.concurrency.value() == 3U);
    ::unsetenv("USEAPI_CA_FILE");

    ::setenv("USEAPI_CONFIG", file.c_str(), 1);
    read = accept({"accounts", "list", "--token-command", "pass"});
    BOOST_TEST(read.connection.ca_file == "from file");
    BOOST_TEST((read.console.verbosity == verbosity::verbose));
    BOOST_TEST(read.connection.token_file == "");
    BOOST_TEST(read.connection.token_source_is_on_command_line);
    BOOST_TEST(!read.bulk.concurrency);
    BOOST_TEST(accept({"emulator"}).emulator.faults.size() == 2U);
    BOOST_TEST(accept({"emulator", "--fault", "stall"}).emulator.faults.size() == 1U);
    BOOST_TEST(!accept({"accounts", "list", "--config", "none"}).connection.timeout);
    ::unsetenv("USEAPI_CONFIG");
}

BOOST_AUTO_TEST_CASE(wrong_config_file_is_refused_with_its_line)
{
    const useapi::test::temporary_folder folder;
    const std::vector<config_case> cases{
        {"token", "token = 'hunter2'", "1", "secrets do not belong in a config file"},
        {"password", "\n[accounts.upsert]\npassword = 'hunter2'", "3",
         "secrets do not belong in a config file"},
        {"proxy with a password", "proxy = 'http://u:hunter2@h:1'", "1", "set HTTPS_PROXY"},
        {"unknown option", "\ntime-out = 1", "2", "no option --time-out"},
        {"unknown command", "[account]\ntimeout = 1", "2", "no command account"},
        {"value of another kind", "timeout = 1979-05-27", "1", "put it in quotes"},
        {"wrong value", "\n\ntimeout = 'hunter'", "3", "--timeout: hunter is not a time in seconds"},
        {"no TOML", "timeout = 1\n= hunter2", "2", "this line is not TOML"},
        {"help", "help = true", "1", "--help is for the command line only"},
        {"deletion", "[accounts.import]\nprune = true", "2", "--prune is for the command line only"},
    };
    for (const config_case& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const std::string file = folder.file("config.toml", each.text);
            const std::string said = refuse({"accounts", "list", "--config", file}).message;
            BOOST_TEST(said.find("config.toml:" + std::string(each.line) + ": ") != std::string::npos, said);
            BOOST_TEST(said.find(each.complaint) != std::string::npos, said);
            BOOST_TEST(said.find("hunter2") == std::string::npos, said);
        }
    }
    BOOST_TEST(refuse({"accounts", "list", "--config", folder.path("missing")})
                   .message.find("cannot read the config") != std::string::npos);
    const std::string open = folder.file("open.toml", "timeout = 1");
    std::filesystem::permissions(open, std::filesystem::perms::others_write,
                                 std::filesystem::perm_options::add);
    BOOST_TEST(refuse({"accounts", "list", "--config", open}).message.find("others can write it") !=
               std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
