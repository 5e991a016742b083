#include "integration/cli/service_run.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace useapi::test;
namespace json = boost::json;

std::string input_text(const std::string& second_password)
{
    return "email,password,maxJobs\nfirst@example.com," + std::string(account_password) +
           ",5\nsecond@example.com," + second_password + ",5\n";
}

command_line plain(std::vector<std::string> words)
{
    return command_line(std::move(words));
}

BOOST_AUTO_TEST_SUITE(ledger_of_an_import)

BOOST_AUTO_TEST_CASE(same_command_goes_on_and_its_report_says_what_to_do)
{
    service_run service;
    const std::string input = service.folder().file("in.csv", input_text("wrong-password"));
    const std::string ledger = input + ".ledger";
    const finished first = run_discreetly(service.command({"accounts", "import", input, "--resume"}));
    BOOST_TEST(first.code == 1, first.everything());
    const finished again = run_discreetly(service.command({"accounts", "import", input, "--resume"}));
    BOOST_TEST(again.code == 1);
    BOOST_TEST(again.out.find("2 settled before, by the ledger") != std::string::npos, again.out);

    const std::string page = service.folder().path("report.html");
    const std::string table = service.folder().path("report.csv");
    const finished reported = run_discreetly(
        plain({"accounts", "report", "--ledger", ledger, "--html", page, "--csv", table, "--json"}));
    BOOST_TEST(reported.code == 0, reported.everything());
    const json::object report = json::parse(reported.out).as_object();
    BOOST_TEST(report.at("states").at("registered").as_int64() == 1);
    BOOST_TEST(report.at("states").at("refused").as_int64() == 1);
    BOOST_TEST(report.at("in_need").as_array().size() == 1U);
    const json::object refused = report.at("in_need").as_array().front().as_object();
    BOOST_TEST(refused.at("email").as_string() == "second@example.com");
    BOOST_TEST(refused.at("line").as_int64() == 3);
    BOOST_TEST(refused.at("advice").as_string().find("right email and password") != json::string::npos);
    for (const std::string& file : {page, table, ledger}) {
        const std::string text = read_file(file);
        BOOST_TEST(text.find("second@example.com") != std::string::npos, file);
        BOOST_TEST(!holds_secret(text), file);
        BOOST_TEST(((std::filesystem::status(file).permissions() & std::filesystem::perms::others_all) ==
                    std::filesystem::perms::none));
    }

    const finished status = run_discreetly(plain({"accounts", "status", "--ledger", ledger}));
    BOOST_TEST(status.code == 0);
    BOOST_TEST(status.out.find("2 rows: 1 registered, 1 refused, 0 failed") != std::string::npos, status.out);
    BOOST_TEST(service.stop_and_count({"POST"}) == 2U);
}

BOOST_AUTO_TEST_CASE(corrected_row_is_sent_and_the_others_are_not)
{
    service_run service;
    const std::string input = service.folder().file("in.csv", input_text("wrong-password"));
    const std::string ledger = service.folder().path("run.db");
    const std::vector<std::string> words{"accounts", "import", input, "--ledger", ledger};
    BOOST_TEST(run_discreetly(service.command(words)).code == 1);
    service.folder().file("in.csv", input_text(std::string(account_password)));
    const finished corrected = run_discreetly(service.command(words));
    BOOST_TEST(corrected.code == 0, corrected.everything());
    BOOST_TEST(service.stop_and_count({"POST"}) == 3U);
}

BOOST_AUTO_TEST_CASE(status_takes_the_input_and_tells_whether_the_import_runs)
{
    service_run service({"--fault", "stall,email=second@example.com"});
    const std::string input = service.folder().file("in.csv", input_text(std::string(account_password)));
    process import(
        service.command({"accounts", "import", input, "--resume", "--progress", "json", "--grace", "0"}));
    import.wait_for("\"registered\":1");
    const finished running = run_discreetly(plain({"accounts", "status", input}));
    BOOST_TEST(running.code == 0, running.everything());
    BOOST_TEST(running.out.find("\nrunning: 50 % done") != std::string::npos, running.out);
    process watch(plain({"accounts", "status", input, "--watch"}));
    watch.wait_for("running: 50 % done");
    import.signal(SIGTERM);
    BOOST_TEST(import.wait_for_end().code == 130);
    const finished watched = watch.wait_for_end();
    BOOST_TEST(watched.code == 0, watched.everything());
    BOOST_TEST(watched.out.find("\nnot running: ") != std::string::npos, watched.out);
    const json::value said =
        json::parse(run_discreetly(plain({"accounts", "status", "--ledger", input, "--json"})).out);
    BOOST_TEST(!said.at("running").as_bool());
}

BOOST_AUTO_TEST_CASE(ledger_is_copied_while_its_import_runs)
{
    service_run service({"--fault", "stall,email=second@example.com"});
    const std::string input = service.folder().file("in.csv", input_text(std::string(account_password)));
    const std::string copy = service.folder().path("copy.db");
    process import(
        service.command({"accounts", "import", input, "--resume", "--progress", "json", "--grace", "0"}));
    import.wait_for("\"registered\":1");
    const finished made = run_discreetly(plain({"ledger", "backup", input, copy, "--output", "json"}));
    BOOST_TEST(made.code == 0, made.everything());
    BOOST_TEST(json::parse(made.out).at("rows").as_int64() == 2);
    import.signal(SIGTERM);
    BOOST_TEST(import.wait_for_end().code == 130);
    const finished status = run_discreetly(plain({"accounts", "status", copy}));
    BOOST_TEST(status.out.find("2 rows: 1 registered, 0 refused, 0 failed, 0 unknown, 1 sent") !=
                   std::string::npos,
               status.everything());
}

BOOST_AUTO_TEST_CASE(ledger_of_another_input_is_refused_with_2)
{
    service_run service;
    const std::string input = service.folder().file("in.csv", input_text("wrong-password"));
    const std::string other = service.folder().file("other.csv", input_text("wrong-password"));
    const std::string ledger = service.folder().path("run.db");
    BOOST_TEST(run_discreetly(service.command({"accounts", "import", input, "--ledger", ledger})).code == 1);
    const finished refused =
        run_discreetly(service.command({"accounts", "import", other, "--ledger", ledger}));
    BOOST_TEST(refused.code == 2);
    BOOST_TEST(refused.err.find("it belongs to the input") != std::string::npos, refused.err);
    BOOST_TEST(service.stop_and_count({"POST"}) == 2U);
}

BOOST_AUTO_TEST_CASE(options_that_need_a_ledger_are_refused_without_one_with_2)
{
    const service_run service;
    const std::string input = service.folder().file("in.csv", input_text("x"));
    for (const std::string option : {"--verify", "--retry-refused"})
        BOOST_TEST(run_discreetly(service.command({"accounts", "import", input, option})).code == 2);
    const finished leased =
        run_discreetly(service.command({"accounts", "import", input, "--resume", "--lease", "10"}));
    BOOST_TEST(leased.code == 2);
    BOOST_TEST(leased.err.find("--lease is for a ledger that workers share") != std::string::npos,
               leased.err);
    BOOST_TEST(
        run_discreetly(service.command({"accounts", "import", "-", "--format", "csv", "--resume"})).code ==
        2);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
