#include "cli/run.hpp"
#include "unit/cli/command_line/read_arguments.hpp"
#include "unit/cli/printed_by.hpp"
#include "unit/cli/written_ledger.hpp"
#include "unit/temporary_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(whole_commands)

namespace {

using namespace useapi::cli;
using namespace useapi::test;

struct ended
{
    int code;
    std::string out;
    std::string err;
};

/** The whole command in this process; it ends before anything is sent. */
ended run_here(words given)
{
    const redirected_stream out(1);
    const redirected_stream err(2);
    given.insert(given.begin(), {"--config", "none"});
    const int code = useapi::cli::run(given);
    return {code, out.text(), err.text()};
}

BOOST_AUTO_TEST_CASE(misuse_ends_with_2_and_is_told_in_the_form_that_is_asked_for)
{
    const ended told = run_here({"accounts", "lst"});
    BOOST_TEST(told.code == 2);
    BOOST_TEST(told.out == "");
    BOOST_TEST(told.err ==
               "useapi: error: no command lst; did you mean list? (see useapi accounts --help)\n");
    const ended object = run_here({"accounts", "lst", "--output", "json"});
    BOOST_TEST(object.code == 2);
    const boost::json::value read = boost::json::parse(object.out);
    BOOST_TEST(read.at("error").at("code").as_string() == "usage");
    BOOST_TEST(read.at("error").at("effect").as_string() == "none");
    BOOST_TEST(read.at("error").at("message").as_string().starts_with("no command lst"));
}

BOOST_AUTO_TEST_CASE(help_and_version_end_with_0_and_write_nothing_else)
{
    for (const words& given :
         {words{"--help"}, words{"--version"}, words{"man"}, words{"completion", "bash"}, words{"explain"}}) {
        const ended told = run_here(given);
        BOOST_TEST(told.code == 0);
        BOOST_TEST(!told.out.empty());
        BOOST_TEST(told.err == "");
    }
}

BOOST_AUTO_TEST_CASE(only_a_command_that_sends_says_that_nothing_was_sent)
{
    for (const words& given : {words{"accounts", "validate", "no-such-file.csv"},
                               words{"accounts", "status", "--ledger", "no-such-file"},
                               words{"accounts", "report", "--ledger", "no-such-file"},
                               words{"ledger", "backup", "no-such-file", "no-copy"}}) {
        const ended told = run_here(given);
        BOOST_TEST(told.code == 2, given[1]);
        BOOST_TEST(told.err.find("no-such-file") != std::string::npos, told.err);
        BOOST_TEST(told.err.find("nothing was sent") == std::string::npos, told.err);
    }
    ::setenv("USEAPI_TOKEN", "user:1-abcdefgh", 1);
    const ended imported = run_here({"accounts", "import", "no-such-file.csv"});
    BOOST_TEST(imported.code == 2);
    BOOST_TEST(imported.err.find("nothing was sent") != std::string::npos, imported.err);
}

BOOST_AUTO_TEST_CASE(secrets_leave_the_environment_before_anything_else)
{
    ::setenv("USEAPI_TOKEN", "user:1-abcdefgh", 1);
    ::setenv("USEAPI_ACCOUNT_PASSWORD", "hunter22", 1);
    BOOST_TEST(run_here({"accounts", "lst"}).code == 2);
    BOOST_TEST((std::getenv("USEAPI_TOKEN") == nullptr));
    BOOST_TEST((std::getenv("USEAPI_ACCOUNT_PASSWORD") == nullptr));
}

BOOST_AUTO_TEST_CASE(report_that_cannot_be_written_ends_with_1)
{
    const temporary_folder folder;
    const std::string ledger = folder.path("run.db");
    write_ledger(ledger, 1, 1, 0);
    const ended told = run_here({"accounts", "report", "--ledger", ledger, "--html", "/dev/full"});
    BOOST_TEST(told.code == 1);
    BOOST_TEST(told.err.starts_with("useapi: error: /dev/full cannot be written"), told.err);
}

BOOST_AUTO_TEST_CASE(file_that_is_read_and_written_is_refused_before_it_is_opened)
{
    const temporary_folder folder;
    const std::string file = folder.file("in.csv", "email,password\n");
    const ended told = run_here({"accounts", "import", file, "--results", file});
    BOOST_TEST(told.code == 2);
    BOOST_TEST(told.err.find("--results") != std::string::npos, told.err);
    BOOST_TEST(told.err.find("no API token") == std::string::npos, told.err);

    const std::string ledger = folder.path("run.db");
    write_ledger(ledger, 1, 1, 0);
    BOOST_TEST(run_here({"accounts", "report", "--ledger", ledger, "--html", ledger}).code == 2);
    BOOST_TEST(run_here({"accounts", "report", "--ledger", ledger}).code == 0);
}

BOOST_AUTO_TEST_CASE(output_that_is_lost_turns_success_into_1)
{
    const int saved = ::dup(1);
    const int full = ::open("/dev/full", O_WRONLY);
    BOOST_REQUIRE(full >= 0);
    std::string said;
    int code = 0;
    {
        const redirected_stream err(2);
        ::dup2(full, 1);
        code = useapi::cli::run({"--config", "none", "explain"});
        ::dup2(saved, 1);
        said = err.text();
    }
    ::close(full);
    ::close(saved);
    BOOST_TEST(code == 1);
    BOOST_TEST(said.find("cannot write standard output: No space left on device") != std::string::npos, said);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
