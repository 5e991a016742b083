#include "integration/cli/service_run.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <sstream>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(import_of_accounts)

namespace {

using namespace useapi::test;
namespace json = boost::json;

const std::string password(account_password);
const std::string header = "email,password,maxJobs\n";

std::string rows(std::size_t count)
{
    std::string text = header;
    for (std::size_t i = 0; i < count; ++i)
        text += "user" + std::to_string(i) + "@example.com," + password + ",5\n";
    return text;
}

std::vector<json::object> lines_of(const std::string& text)
{
    std::vector<json::object> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(json::parse(line).as_object());
    return lines;
}

std::size_t count_outcome(const std::vector<json::object>& results, std::string_view outcome)
{
    return static_cast<std::size_t>(
        std::count_if(results.begin(), results.end(),
                      [&](const json::object& each) { return each.at("outcome").as_string() == outcome; }));
}

struct bad_row
{
    std::string_view name;
    std::string row;
    std::string_view said;
};

BOOST_AUTO_TEST_CASE(good_file_is_registered_with_0)
{
    service_run service;
    const std::string input = service.folder().file("in.csv", rows(20));
    const std::string results = service.folder().path("out.ndjson");
    const finished ended =
        run_discreetly(service.command({"accounts", "import", input, "--results", results}));
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(ended.out.find("20 registered") != std::string::npos, ended.out);
    BOOST_TEST(ended.err == "");
    const std::string written = read_file(results);
    BOOST_TEST(!holds_secret(written));
    BOOST_TEST(count_outcome(lines_of(written), "registered") == 20U);
    BOOST_TEST(service.stop_and_count({"POST"}) == 20U);
}

BOOST_AUTO_TEST_CASE(good_file_with_json_prints_one_object)
{
    const service_run service;
    const std::string input = service.folder().file("in.csv", rows(3));
    const finished ended = run_discreetly(service.command({"accounts", "import", input, "--output", "json"}));
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(json::parse(ended.out).at("registered").as_int64() == 3);
    const finished quiet = run_discreetly(service.command({"accounts", "import", input, "--quiet"}));
    BOOST_TEST(quiet.code == 0);
    BOOST_TEST(quiet.everything() == "");
}

BOOST_AUTO_TEST_CASE(results_on_standard_output_have_it_for_themselves)
{
    const service_run service;
    const std::string input = service.folder().file("in.csv", rows(3));
    const finished ended = run_discreetly(service.command({"accounts", "import", input, "--results", "-"}));
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(count_outcome(lines_of(ended.out), "registered") == 3U);
    BOOST_TEST(ended.err.find("3 registered") != std::string::npos, ended.err);
}

BOOST_AUTO_TEST_CASE(standard_input_is_registered_with_0)
{
    const service_run service;
    const std::string row =
        R"({"email":"a@example.com","password":")" + password + R"(","maxJobs":2})" + "\n";
    const finished ended =
        run_discreetly(service.command({"accounts", "import", "-", "--format", "ndjson"}).input(row));
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(run_discreetly(service.command({"accounts", "get", "a@example.com"})).code == 0);
}

BOOST_AUTO_TEST_CASE(bad_row_is_named_with_its_line_and_nothing_is_sent)
{
    const std::vector<bad_row> cases{
        {"maxJobs 0", "a@b.com," + password + ",0", "maxJobs"},
        {"maxJobs 11", "a@b.com," + password + ",11", "maxJobs"},
        {"maxJobs with a fraction", "a@b.com," + password + ",5.5", "maxJobs"},
        {"field missing", "a@b.com," + password, "2 fields"},
        {"password empty", "a@b.com,,5", "password"},
        {"email empty", "," + password + ",5", "email"},
        {"email with a blank", "a b@c.com," + password + ",5", "email"},
        {"email with a control", "a\x01@b.com," + password + ",5", "email"},
        {"email with a slash", "a/b@c.com," + password + ",5", "email"},
        {"email with a letter beyond ASCII", "\u00e9@b.com," + password + ",5", "email"},
        {"email again, with other data", "user0@example.com," + password + "2,5", "email"},
    };
    service_run service;
    for (const bad_row& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            const std::string input = service.folder().file("in.csv", rows(2) + each.row + "\n");
            const finished text = run_discreetly(service.command({"accounts", "import", input}));
            BOOST_TEST(text.code == 2);
            BOOST_TEST(text.out == "");
            BOOST_TEST(text.err.find("in.csv: line 4") != std::string::npos, text.err);
            BOOST_TEST(text.err.find(each.said) != std::string::npos, text.err);
            BOOST_TEST(text.err.find("nothing was sent") != std::string::npos, text.err);

            const finished as_json =
                run_discreetly(service.command({"accounts", "import", input, "--output", "json"}));
            BOOST_TEST(as_json.code == 2);
            const json::value error = json::parse(as_json.out).at("error");
            BOOST_TEST(error.at("code").as_string() == "invalid_input");
            BOOST_TEST(error.at("problem_count").as_int64() == 1);
            BOOST_TEST(error.at("problems").as_array().at(0).at("line").as_int64() == 4);
        }
    }
    BOOST_TEST(service.stop_and_count({"GET", "POST"}) == 0U);
}

BOOST_AUTO_TEST_CASE(bad_row_with_skip_invalid_is_passed_over_with_1)
{
    service_run service;
    const std::string input = service.folder().file("in.csv", rows(2) + "a@b.com," + password + ",11\n");
    const finished ended = run_discreetly(service.command({"accounts", "import", input, "--skip-invalid"}));
    BOOST_TEST(ended.code == 1, ended.everything());
    BOOST_TEST(ended.err.find("warning: ") != std::string::npos, ended.err);
    BOOST_TEST(ended.err.find("line 4") != std::string::npos, ended.err);
    BOOST_TEST(service.stop_and_count({"POST"}) == 2U);
}

BOOST_AUTO_TEST_CASE(input_that_cannot_be_used_fails_with_2)
{
    service_run service;
    const auto refused = [&](std::vector<std::string> words, std::string_view said) {
        words.insert(words.begin(), {"accounts", "import"});
        const finished ended = run_discreetly(service.command(std::move(words)));
        BOOST_TEST(ended.code == 2, ended.everything());
        BOOST_TEST(ended.err.find(said) != std::string::npos, ended.err);
    };
    const std::string input = service.folder().file("in.csv", rows(1));
    refused({service.folder().path("missing.csv")}, "missing.csv");
    refused({service.folder().file("in.txt", rows(1))}, "csv or ndjson");
    refused({"-"}, "csv or ndjson");
    refused({service.folder().file("head.csv", "email,maxJobs\na@b.com,5\n")}, "password");
    refused({service.folder().file("empty.csv", "")}, "empty.csv");
    refused({input, "--results", service.folder().path("no/such/folder")}, "results");
    BOOST_TEST(service.stop_and_count({"GET", "POST"}) == 0U);
}

BOOST_AUTO_TEST_CASE(refused_account_does_not_end_the_import_and_fails_with_1)
{
    const service_run service({"--fault", "wrong-password,email=user1@example.com"});
    const std::string input = service.folder().file("in.csv", rows(5));
    const finished ended = run_discreetly(service.command({"accounts", "import", input, "--output", "json"}));
    BOOST_TEST(ended.code == 1);
    const json::value summary = json::parse(ended.out);
    BOOST_TEST(summary.at("registered").as_int64() == 4);
    BOOST_TEST(summary.at("refused").as_int64() == 1);
}

BOOST_AUTO_TEST_CASE(refused_token_ends_the_import_with_3)
{
    const temporary_folder folder;
    const service_run service({"--accept-tokens", folder.file("tokens", "user:9876-somebody-else\n")});
    const std::string input = service.folder().file("in.csv", rows(50));
    const finished ended =
        run_discreetly(service.command({"accounts", "import", input, "--concurrency", "2"}));
    BOOST_TEST(ended.code == 3, ended.everything());
    BOOST_TEST(ended.err.find("run the same command again: it sends") != std::string::npos, ended.err);
    // An input that can be read only once has to be given again.
    for (const char* const once : {"-", "/dev/stdin"}) {
        const finished streamed =
            run_discreetly(service.command({"accounts", "import", once, "--format", "csv"}).input(rows(5)));
        BOOST_TEST(streamed.code == 3, streamed.everything());
        BOOST_TEST(streamed.err.find("run the same command again with the same input: it sends") !=
                       std::string::npos,
                   streamed.err);
    }
}

BOOST_AUTO_TEST_CASE(unreachable_service_ends_the_import_with_4)
{
    const service_run trusted;
    const service_run other;
    const std::string input = trusted.folder().file("in.csv", rows(5));
    const finished ended = run_discreetly(
        trusted.command({"accounts", "import", input, "--base-url", other.base_url(), "--output", "json"}));
    BOOST_TEST(ended.code == 4, ended.everything());
    BOOST_CHECK_NO_THROW(json::parse(ended.out));
}

BOOST_AUTO_TEST_CASE(full_disk_under_results_or_output_is_an_error)
{
    const service_run service;
    const std::string input = service.folder().file("in.csv", rows(3));
    const finished results =
        run_discreetly(service.command({"accounts", "import", input, "--results", "/dev/full"}));
    BOOST_TEST(results.code == 1, results.everything());
    const finished output =
        run_discreetly(service.command({"accounts", "import", input}).output_to("/dev/full"));
    BOOST_TEST(output.code == 1, output.everything());
    BOOST_TEST(output.err.find("cannot write standard output") != std::string::npos, output.err);
}

BOOST_AUTO_TEST_CASE(signal_stops_it_in_order_with_130_and_says_how_to_go_on)
{
    for (const int number : {SIGINT, SIGTERM}) {
        BOOST_TEST_CONTEXT("signal " << number)
        {
            service_run service({"--login-delay", "0.02"});
            const std::string input = service.folder().file("in file.csv", rows(2000));
            const std::string results = service.folder().path("out.ndjson");
            process import(service.command(
                {"accounts", "import", input, "--results", results, "--concurrency", "4", "--rate", "100"}));
            service.emulator().wait_for("user5@example.com 201");
            import.signal(number);
            const finished ended = import.wait_for_end();
            BOOST_TEST(ended.code == 130, ended.everything());
            BOOST_TEST(!holds_secret(ended.everything()), ended.everything());
            BOOST_TEST(ended.err.find("stopping: calls under way may finish within 10 s") !=
                           std::string::npos,
                       ended.err);
            const std::string hint = "  useapi --ca-file " + service.ca_file() + " accounts import '" +
                                     input + "' --results " + results + " --concurrency 4 --rate 100\n";
            BOOST_TEST(ended.err.find(hint) != std::string::npos, ended.err);

            const std::string written = read_file(results);
            BOOST_TEST(!holds_secret(written));
            const auto outcomes = lines_of(written);
            BOOST_TEST(outcomes.size() == 2000U);
            const std::size_t applied = count_outcome(outcomes, "registered");
            BOOST_TEST(applied >= 5U);
            BOOST_TEST(applied < 2000U);
            BOOST_TEST(count_outcome(outcomes, "failed") == 0U);
            BOOST_TEST(service.stop_and_count({"POST"}) == applied);
        }
    }
}

BOOST_AUTO_TEST_CASE(second_signal_cuts_short_what_does_not_end)
{
    service_run service({"--fault", "stall,email=user3@example.com"});
    const std::string input = service.folder().file("in.csv", rows(2000));
    process import(service.command({"accounts", "import", input, "--grace", "600", "--rate", "100"}));
    service.emulator().wait_for("user5@example.com 201");
    import.signal(SIGINT);
    import.wait_for("stopping");
    import.signal(SIGINT);
    const finished ended = import.wait_for_end();
    BOOST_TEST(ended.code == 130, ended.everything());
    BOOST_TEST(ended.err.find("ending the calls under way") != std::string::npos, ended.err);
}

BOOST_AUTO_TEST_CASE(same_command_after_an_interruption_registers_every_row)
{
    service_run service({"--login-delay", "0.02"});
    const std::string input = service.folder().file("in.csv", rows(60));
    process import(service.command({"accounts", "import", input, "--rate", "50"}));
    service.emulator().wait_for("user5@example.com 201");
    import.signal(SIGINT);
    BOOST_TEST(import.wait_for_end().code == 130);
    const finished again = run_discreetly(service.command({"accounts", "import", input}));
    BOOST_TEST(again.code == 0, again.everything());
    const finished listed = run_discreetly(service.command({"accounts", "list", "--output", "json"}));
    BOOST_TEST(json::parse(listed.out).at("accounts").as_array().size() == 60U);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
