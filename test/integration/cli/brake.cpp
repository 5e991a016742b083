#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace useapi::test;
namespace json = boost::json;

std::string file_of(std::size_t rows)
{
    std::string text = "email,password,maxJobs\n";
    for (std::size_t i = 0; i < rows; ++i)
        text += "user" + std::to_string(i) + "@example.com," + std::string(account_password) + ",5\n";
    return text;
}

BOOST_AUTO_TEST_SUITE(brake_of_an_import)

BOOST_AUTO_TEST_CASE(wrong_passwords_are_20_logins_and_not_500)
{
    service_run service({"--fault", "wrong-password"});
    const std::string input = service.folder().file("in.csv", file_of(500));
    const finished ended = run_discreetly(
        service.command({"accounts", "import", input, "--concurrency", "64", "--output", "json"}));
    BOOST_TEST(ended.code == 1, ended.everything());
    const json::value summary = json::parse(ended.out);
    BOOST_TEST(summary.at("refused").as_int64() == 20);
    BOOST_TEST(summary.at("pending").as_int64() == 480);
    BOOST_TEST(summary.at("stopped").as_string() == "too many rows are refused");
    BOOST_TEST(ended.err.find("the first 20 rows were all refused") != std::string::npos, ended.err);
    BOOST_TEST(ended.err.find("next: see why rows are refused") != std::string::npos, ended.err);
    BOOST_TEST(service.stop_and_count({"POST"}) == 20U);
}

BOOST_AUTO_TEST_CASE(refused_rows_may_be_limited_by_number)
{
    service_run service({"--fault", "wrong-password"});
    const std::string input = service.folder().file("in.csv", file_of(50));
    const finished ended =
        run_discreetly(service.command({"accounts", "import", input, "--max-rejected", "3"}));
    BOOST_TEST(ended.code == 1, ended.everything());
    BOOST_TEST(service.stop_and_count({"POST"}) == 3U);
    for (const std::string value : {"0", "0%", "101%", "x", "-1", "%", "3.5"})
        BOOST_TEST(run(service.command({"accounts", "import", input, "--max-rejected", value})).code == 2,
                   value);
}

BOOST_AUTO_TEST_CASE(canary_is_sent_first_and_the_same_command_sends_the_rest)
{
    service_run service;
    const std::string input = service.folder().file("in.csv", file_of(30));
    const finished canary =
        run_discreetly(service.command({"accounts", "import", input, "--resume", "--limit", "5"}));
    BOOST_TEST(canary.code == 0, canary.everything());
    BOOST_TEST(canary.out.find("5 registered") != std::string::npos, canary.out);
    BOOST_TEST(canary.out.find("25 pending") != std::string::npos, canary.out);
    BOOST_TEST(canary.err.find("accounts import " + input + " --resume\n") != std::string::npos, canary.err);
    const finished rest = run_discreetly(service.command({"accounts", "import", input, "--resume"}));
    BOOST_TEST(rest.code == 0, rest.everything());
    BOOST_TEST(service.stop_and_count({"POST"}) == 30U);
}

BOOST_AUTO_TEST_CASE(dry_run_shows_what_would_be_sent_and_sends_and_writes_nothing)
{
    service_run service;
    const std::string input = service.folder().file("in.csv", file_of(3));
    const std::string results = service.folder().path("out.csv");
    const std::vector<std::string> words{"accounts", "import",    input,  "--dry-run",
                                         "--resume", "--results", results};
    const finished ended = run_discreetly(service.command(words));
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(ended.out ==
               "line 2: user0@example.com\nline 3: user1@example.com\nline 4: user2@example.com\n"
               "3 rows would be sent; nothing was sent\n");
    const finished two = run_discreetly(
        service.command({"accounts", "import", input, "--dry-run", "--limit", "2", "--output", "json"}));
    BOOST_TEST(json::parse(two.out).at("rows").as_int64() == 2);
    BOOST_TEST(json::parse(two.out).at("would_send").as_array().size() == 2U);
    BOOST_TEST(read_file(results) == "");
    BOOST_TEST(read_file(input + ".ledger") == "");
    BOOST_TEST(service.stop_and_count({"GET", "POST"}) == 0U);
}

BOOST_AUTO_TEST_CASE(signals_and_a_control_file_pause_an_import_and_let_it_go_on)
{
    service_run service({"--login-delay", "0.2"});
    const std::string input = service.folder().file("in.csv", file_of(12));
    const std::string control = service.folder().file("control", "concurrency = 1\n");
    process paused(
        service.command({"accounts", "import", input, "--control", control, "--progress", "json"}));
    static_cast<void>(paused.wait_for("\"done\":"));
    paused.signal(SIGUSR1);
    static_cast<void>(paused.wait_for("paused: no new account is begun; SIGUSR2 lets it go on"));
    static_cast<void>(paused.wait_for("\"in_flight\":0"));
    paused.signal(SIGUSR2);
    static_cast<void>(paused.wait_for("going on"));
    std::ofstream(control) << "paused = true\n";
    static_cast<void>(paused.wait_for("the control file lets it go on"));
    std::ofstream(control) << "rate = 1000\n";
    const finished ended = paused.wait_for_end();
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(service.stop_and_count({"POST"}) == 12U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
