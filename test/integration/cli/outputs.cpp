#include "integration/cli/pseudo_terminal.hpp"
#include "integration/cli/service_run.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <csignal>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(outputs)

namespace {

using namespace useapi::test;
namespace fs = std::filesystem;

const std::string password(account_password);

std::string rows(std::size_t count)
{
    std::string text = "email,password,maxJobs\n";
    for (std::size_t i = 0; i < count; ++i)
        text += "user" + std::to_string(i) + "@example.com," + password + ",5\n";
    return text;
}

bool says(const finished& ended, std::string_view text)
{
    return ended.err.find(text) != std::string::npos;
}

/** A folder with every kind of file that the command reads, and other names of some of them. */
class files
{
public:
    files()
    {
        for (const std::string_view name : {"accounts.csv", "run.db", "run.db-wal", "run.db-shm", "ca.pem",
                                            "token", "config.toml", "password", "eu.token", "tokens"})
            folder.file(name, content(name));
        folder.file("profiles.toml", "[profiles.eu]\ntoken_file = \"eu.token\"\n");
        fs::create_directory(folder.path("sub"));
        fs::create_symlink("accounts.csv", folder.path("link.csv"));
        fs::create_hard_link(folder.path("accounts.csv"), folder.path("hard.csv"));
        fs::create_symlink("new.db", folder.path("link.db"));
    }

    static std::string content(std::string_view name)
    {
        if (name == "accounts.csv")
            return rows(3);
        if (name == "config.toml")
            return "timeout = 60\n";
        return name == "token" || name == "eu.token" ? "user:1-abcdefghijklmnop\n" : std::string(name);
    }

    temporary_folder folder;
};

BOOST_AUTO_TEST_CASE(output_that_is_a_file_of_the_command_is_refused_and_the_file_stays)
{
    const files made;
    const auto in = [&made](const std::string& word) {
        return word.starts_with('/') ? made.folder.path(word.substr(1)) : word;
    };
    const std::vector<std::vector<std::string>> commands = {
        {"accounts", "import", "/accounts.csv", "--results", "/accounts.csv"},
        {"accounts", "import", "/accounts.csv", "--results", "/sub/../accounts.csv"},
        {"accounts", "import", "/accounts.csv", "--results", "/link.csv"},
        {"accounts", "import", "/link.csv", "--results", "/hard.csv"},
        {"accounts", "import", "/accounts.csv", "--ledger", "/hard.csv"},
        {"accounts", "import", "/accounts.csv", "--ledger", "/run.db", "--results", "/run.db"},
        {"accounts", "import", "/accounts.csv", "--ledger", "/run.db", "--results", "/run.db-wal"},
        {"accounts", "import", "/accounts.csv", "--ledger", "/run.db", "--results", "/run.db-shm"},
        {"accounts", "import", "/accounts.csv", "--ledger", "/new.db", "--results", "/sub/../new.db"},
        {"accounts", "import", "/accounts.csv", "--ledger", "/link.db", "--results", "/new.db"},
        {"accounts", "import", "/accounts.csv", "--resume", "--results", "/accounts.csv.ledger"},
        {"accounts", "import", "/accounts.csv", "--profiles", "/profiles.toml", "--results",
         "/profiles.toml"},
        {"accounts", "import", "/accounts.csv", "--profiles", "/profiles.toml", "--results", "/eu.token"},
        {"accounts", "import", "/accounts.csv", "--ca-file", "/ca.pem", "--results", "/ca.pem"},
        {"accounts", "import", "/accounts.csv", "--token-file", "/token", "--results", "/token"},
        {"accounts", "import", "/accounts.csv", "--config", "/config.toml", "--results", "/config.toml"},
        {"accounts", "import", "/accounts.csv", "--token-file", "/token", "--ledger", "/token"},
        {"accounts", "report", "--ledger", "/run.db", "--html", "/run.db"},
        {"accounts", "report", "--ledger", "/run.db", "--csv", "/run.db-wal"},
        {"accounts", "report", "--ledger", "/run.db", "--csv", "/page", "--html", "/sub/../page"},
        {"ledger", "backup", "/run.db", "/run.db"},
        {"ledger", "backup", "/run.db", "/run.db-wal"},
        {"emulator", "--accept-tokens", "/tokens", "--port-file", "/tokens"},
        {"emulator", "--config", "/config.toml", "--port-file", "/config.toml"},
    };
    for (std::vector<std::string> words : commands) {
        for (std::string& word : words)
            word = in(word);
        const std::string output = words.back();
        BOOST_TEST_CONTEXT(words[1] << ' ' << words[words.size() - 3] << ' ' << words[words.size() - 2] << ' '
                                    << output)
        {
            const std::string before = read_file(output);
            const finished ended = run(command_line(words)
                                           .variable("USEAPI_TOKEN", std::string(api_token))
                                           .variable("USEAPI_BASE_URL", "https://127.0.0.1:1/v1"));
            BOOST_TEST(ended.code == 2, ended.everything());
            BOOST_TEST(says(ended, "are the same file"), ended.err);
            BOOST_TEST(read_file(output) == before);
            BOOST_TEST(!fs::exists(made.folder.path("new.db")));
            BOOST_TEST(!fs::exists(made.folder.path("page")));
            BOOST_TEST(!fs::exists(made.folder.path("accounts.csv.ledger")));
        }
    }
}

BOOST_AUTO_TEST_CASE(standard_output_that_is_appended_to_the_input_is_refused)
{
    const files made;
    const std::string input = made.folder.path("accounts.csv");
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"accounts", "import", input, "--results", "-"},
          std::vector<std::string>{"accounts", "validate", input}}) {
        const finished ended = run(command_line(words)
                                       .variable("USEAPI_TOKEN", std::string(api_token))
                                       .variable("USEAPI_BASE_URL", "https://127.0.0.1:1/v1")
                                       .output_to(input));
        BOOST_TEST(ended.code == 2, ended.everything());
        BOOST_TEST(read_file(input) == rows(3));
    }
}

BOOST_AUTO_TEST_CASE(results_of_the_last_run_stay_where_nothing_is_sent)
{
    const service_run service;
    const temporary_folder& folder = service.folder();
    const std::string input = folder.file("in.csv", rows(3));
    const std::string results = folder.path("out.ndjson");
    const std::string ledger = folder.path("run.db");
    const auto import = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"accounts", "import", input, "--results", results, "--ledger", ledger});
        return run_discreetly(service.command(more));
    };
    BOOST_REQUIRE(import({}).code == 0);
    const std::string first = read_file(results);
    BOOST_TEST(!first.empty());
    const auto stays = [&](const finished& ended, int code) {
        BOOST_TEST(ended.code == code, ended.everything());
        BOOST_TEST(read_file(results) == first);
    };
    BOOST_TEST_CONTEXT("everything is registered")
    stays(import({}), 0);
    BOOST_TEST_CONTEXT("nothing can be reached")
    {
        folder.file("in.csv", rows(4));
        stays(import({"--base-url", "https://127.0.0.1:1", "--wait-for-service", "0", "--ledger",
                      folder.path("other.db")}),
              4);
    }
    BOOST_TEST_CONTEXT("a bad row")
    {
        folder.file("in.csv", rows(3) + "bad\n");
        stays(import({}), 2);
    }
    for (const auto& each : fs::directory_iterator(fs::path(results).parent_path()))
        BOOST_TEST(each.path().filename().string().find("out.ndjson.") == std::string::npos, each.path());
}

BOOST_AUTO_TEST_CASE(results_can_be_followed_and_a_second_run_that_is_refused_touches_none)
{
    service_run service({"--fault", "stall,email=last@example.com"});
    const std::string input =
        service.folder().file("in.csv", rows(3) + "last@example.com," + password + ",5\n");
    const std::string results = service.folder().path("out.csv");
    const std::vector<std::string> words = {
        "accounts",   "import", input, "--results", results, "--ledger", service.folder().path("run.db"),
        "--progress", "json"};
    process first(service.command(words));
    // Progress comes once a second, so this line comes after the three outcomes.
    first.wait_for("\"registered\":3");
    const std::string settled = read_file(results);
    for (const std::string_view email : {"user0@", "user1@", "user2@"})
        BOOST_TEST(settled.find(email) != std::string::npos, settled);
    const finished second = run_discreetly(service.command(words));
    BOOST_TEST(second.code != 0, second.everything());
    BOOST_TEST(read_file(results) == settled);
    first.signal(SIGKILL);
    first.wait_for_end();
    BOOST_TEST(read_file(results) == settled);
}

BOOST_AUTO_TEST_CASE(import_ends_in_order_where_its_terminal_is_closed)
{
    service_run service({"--fault", "stall,email=last@example.com"});
    const std::string input =
        service.folder().file("in.csv", rows(3) + "last@example.com," + password + ",5\n");
    const std::string results = service.folder().path("out.ndjson");
    process import(service.command(
        {"accounts", "import", input, "--results", results, "--grace", "0", "--progress", "json"}));
    import.wait_for("\"registered\":3");
    import.signal(SIGHUP);
    BOOST_TEST(import.wait_for_end().code == 130);
    BOOST_TEST(read_file(results).find("last@example.com") != std::string::npos, read_file(results));
}

BOOST_AUTO_TEST_CASE(results_replace_a_file_and_keep_its_mode_and_the_link_to_it)
{
    const service_run service;
    const temporary_folder& folder = service.folder();
    const std::string input = folder.file("in.csv", rows(1));
    const std::string target = folder.file("target.ndjson", "what was there\n");
    fs::permissions(target, fs::perms(0640));
    fs::create_symlink("target.ndjson", folder.path("link.ndjson"));
    BOOST_TEST(
        run(service.command({"accounts", "import", input, "--results", folder.path("link.ndjson")})).code ==
        0);
    BOOST_TEST(fs::is_symlink(folder.path("link.ndjson")));
    BOOST_TEST(read_file(target).starts_with("{\"line\":2"), read_file(target));
    BOOST_TEST(static_cast<unsigned>(fs::status(target).permissions()) == 0640U);
    BOOST_TEST(run(service.command({"accounts", "import", input, "--results", "/dev/null"})).code == 0);
    BOOST_TEST(fs::is_character_file("/dev/null"));
    const finished full = run(service.command({"accounts", "import", input, "--results", "/dev/full"}));
    BOOST_TEST(full.code == 1, full.everything());
    BOOST_TEST(full.everything().find("No space left on device") != std::string::npos, full.everything());
}

BOOST_AUTO_TEST_CASE(limit_on_the_size_of_files_is_an_error_and_no_kill)
{
    const service_run service;
    const temporary_folder& folder = service.folder();
    const std::string input = folder.file("in.csv", rows(500));
    BOOST_REQUIRE(run(service.command({"accounts", "import", input, "--resume", "--quiet"})).code == 0);
    const auto limited = [](const command_line& line) {
        rlimit before{};
        BOOST_REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
        // Room for the file by which SQLite shares its log.
        const rlimit small{33'000, before.rlim_max};
        BOOST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
        process started(line);
        BOOST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
        return started.wait_for_end();
    };
    const std::string output = folder.path("kept");
    const std::string ledger = input + ".ledger";
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"accounts", "import", input, "--results", output},
          std::vector<std::string>{"accounts", "report", "--ledger", ledger, "--csv", output}}) {
        BOOST_TEST_CONTEXT(words[1] << ' ' << words[words.size() - 2])
        {
            folder.file("kept", "what was there");
            const finished ended = limited(service.command(words));
            BOOST_TEST(ended.code == 1, ended.everything());
            BOOST_TEST(ended.everything().find("File too large") != std::string::npos, ended.everything());
            if (words[1] == "report")
                BOOST_TEST(read_file(output) == "what was there");
        }
    }
}

BOOST_AUTO_TEST_CASE(reader_that_has_gone_fails_no_command)
{
    const service_run service;
    const std::string input = service.folder().file("in.csv", rows(5));
    const std::string ledger = service.folder().path("run.db");
    BOOST_REQUIRE(run(service.command({"accounts", "import", input, "--ledger", ledger})).code == 0);
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"accounts", "import", input, "--results", "-"},
          std::vector<std::string>{"accounts", "import", input, "--results", "/dev/stdout"},
          std::vector<std::string>{"accounts", "import", input, "--output", "json"},
          std::vector<std::string>{"accounts", "plan", input},
          std::vector<std::string>{"accounts", "validate", input},
          std::vector<std::string>{"accounts", "list"},
          std::vector<std::string>{"accounts", "get", "user1@example.com"},
          std::vector<std::string>{"accounts", "status", "--ledger", ledger},
          std::vector<std::string>{"accounts", "report", "--ledger", ledger},
          std::vector<std::string>{"accounts", "report", "--ledger", ledger, "--csv", "-"},
          std::vector<std::string>{"accounts", "report", "--ledger", ledger, "--html", "-"},
          std::vector<std::string>{"ledger", "backup", ledger, service.folder().path("copy.db")},
          std::vector<std::string>{"doctor"}, std::vector<std::string>{"explain"},
          std::vector<std::string>{"man"}, std::vector<std::string>{"completion", "bash"},
          std::vector<std::string>{"--help"}, std::vector<std::string>{"--version"}}) {
        BOOST_TEST_CONTEXT(words.front() << ' ' << words.back())
        {
            const finished ended = run_discreetly(service.command(words).output_without_reader());
            BOOST_TEST(ended.code == 0, ended.everything());
            BOOST_TEST(!says(ended, "error"), ended.err);
        }
    }
}

BOOST_AUTO_TEST_CASE(terminal_that_is_stopped_stops_no_call)
{
    service_run service({"--login-delay", "0.05"});
    const std::string input = service.folder().file("in.csv", rows(40));
    pseudo_terminal terminal;
    process import(service.command({"accounts", "import", input, "--concurrency", "1", "--results", "-"})
                       .variable("TERM", "xterm")
                       .terminal(terminal.device())
                       .shows_on_terminal());
    terminal.wait_for("user1@example.com");
    terminal.type("\x13");
    service.emulator().wait_for("user39@example.com");
    terminal.type("\x11");
    terminal.wait_for("user39@example.com");
    terminal.wait_for("40 registered");
    BOOST_TEST(import.wait_for_end().code == 0);
}

BOOST_AUTO_TEST_CASE(report_to_standard_output_is_not_mixed_with_text)
{
    const service_run service;
    const std::string input = service.folder().file("in.csv", rows(1));
    const std::string ledger = service.folder().path("run.db");
    BOOST_REQUIRE(run(service.command({"accounts", "import", input, "--ledger", ledger})).code == 0);
    const finished page = run(service.command({"accounts", "report", "--ledger", ledger, "--html", "-"}));
    BOOST_TEST(page.code == 0, page.everything());
    BOOST_TEST(page.out.starts_with("<!doctype html>"), page.out.substr(0, 100));
    BOOST_TEST(page.out.ends_with("</html>\n"));
    BOOST_TEST(!fs::exists("-"));
}

BOOST_AUTO_TEST_CASE(outputs_that_cannot_be_told_apart_are_not_called_the_same)
{
    const service_run service;
    const std::string input = service.folder().file("in.csv", rows(1));
    const std::string gone = service.folder().path("gone");
    const finished missing = run_discreetly(service.command(
        {"accounts", "import", input, "--ledger", gone + "/run.db", "--results", gone + "/r.ndjson"}));
    BOOST_TEST(missing.code == 2, missing.everything());
    BOOST_TEST(!says(missing, "the same file"), missing.err);
    const finished devices =
        run_discreetly(service.command({"accounts", "import", input, "--results", "/dev/null"}));
    BOOST_TEST(devices.code == 0, devices.everything());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
