#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(import_of_services)

namespace {

using namespace useapi::test;
namespace json = boost::json;

const std::string password(account_password);

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/** A service, and a file of three of its accounts. Whatever is secret in it begins with `kept-` or is the
    password. */
struct service_file
{
    std::string name;
    std::string text;
    std::vector<std::string> accounts; ///< as results and ledger name them
};

const std::vector<service_file>& files()
{
    static const std::vector<service_file> all{
        {"pixverse",
         "email,password,maxJobs\na@b.cd," + password + ",8\nb+1@b.cd," + password + ",1\nc@b.cd," +
             password + ",\n",
         {"a@b.cd", "b+1@b.cd", "c@b.cd"}},
        {"kling",
         "email,password,maxJobs,passToken,did,userId\na@b.cd," + password +
             ",50,kept-pass-token,kept-device,kept-user\nb@b.cd," + password + ",,,,\nc@b.cd," + password +
             ",7,,,\n",
         {"a@b.cd", "b@b.cd", "c@b.cd"}},
        {"dreamina",
         "email,password,region\na@b.cd," + password + ",US\na@b.cd," + password + ",CA\nb@b.cd," + password +
             ",US\n",
         {"US:a@b.cd", "CA:a@b.cd", "US:b@b.cd"}},
        {"mureka",
         "account,email,password,token,refresh_token\n,a@b.cd," + password + ",,\n,b@b.cd," + password +
             ",,\nby tokens,,,kept-token,kept-refresh\n",
         {"a@b.cd", "b@b.cd", "by tokens"}},
        {"minimax",
         "account,token,url,maxJobs\none,kept-token-1,https://kept-url.example/?u=1,10\n"
         "two,kept-token-2,https://kept-url.example/?u=2,\nthree,kept-token-3,https://kept-url.example/"
         "?u=3,2\n",
         {"one", "two", "three"}},
    };
    return all;
}

std::vector<std::string> words_of(std::vector<std::string> words, const std::string& service)
{
    words.insert(words.begin(), "accounts");
    words.insert(words.end(), {"--service", service});
    return words;
}

/** Runs it, and checks that it said nothing secret. */
finished run_for(const service_run& api, const std::string& service, std::vector<std::string> words)
{
    finished ended = run_discreetly(api.command(words_of(std::move(words), service)));
    BOOST_TEST(!holds(ended.everything(), "kept-"), ended.everything());
    return ended;
}

/** Checks that no file of the folder holds a secret, except the inputs and the emulator's own files.
    @return the number of files that were checked */
int check_written(const temporary_folder& folder)
{
    int looked_at = 0;
    for (const auto& each : std::filesystem::directory_iterator(folder.path("."))) {
        const std::string name = each.path().filename().string();
        if (!each.is_regular_file() || name.ends_with(".csv") || name == "port")
            continue;
        ++looked_at;
        const std::string text = read_file(each.path().string());
        BOOST_TEST(!holds_secret(text), name);
        BOOST_TEST(!holds(text, "kept-"), name);
    }
    return looked_at;
}

/** The number of accounts in a list. */
std::size_t count_listed(const service_run& api, const std::string& service)
{
    const finished listed = run_for(api, service, {"list", "--output", "json"});
    return json::parse(listed.out).at("accounts").as_array().size();
}

/** Waits until the ledger has so many registered rows. */
bool has_registered(const service_run& api, const std::string& input, int rows)
{
    for (int tries = 0; tries < 200; ++tries) {
        const finished status =
            run_discreetly(api.command({"accounts", "status", input, "--output", "json"}));
        if (status.code == 0 && json::parse(status.out).at("states").at("registered").as_int64() == rows)
            return true;
    }
    return false;
}

void kill_once_two_are_registered(const service_run& api, const std::vector<std::string>& words,
                                  const std::string& input)
{
    process import(api.command(words));
    BOOST_TEST(has_registered(api, input, 2));
    import.signal(SIGKILL);
    static_cast<void>(import.wait_for_end());
}

BOOST_AUTO_TEST_CASE(file_of_each_service_is_registered_and_kept_in_a_ledger)
{
    service_run api;
    for (const service_file& each : files())
        BOOST_TEST_CONTEXT(each.name)
        {
            const std::string input = api.folder().file(each.name + ".csv", each.text);
            const std::string results = api.folder().path(each.name + ".ndjson");
            const std::vector<std::string> import{"import", input, "--resume", "--results", results};
            const finished ended = run_for(api, each.name, import);
            BOOST_TEST(ended.code == 0, ended.everything());
            BOOST_TEST(holds(ended.out, "3 registered"), ended.out);
            const std::string written = read_file(results);
            for (const std::string& account : each.accounts)
                BOOST_TEST(holds(written, "\"email\":\"" + account + "\",\"outcome\":\"registered\""),
                           written);
            BOOST_TEST(count_listed(api, each.name) == 3U);
            const finished dry = run_for(api, each.name, {"import", input, "--resume", "--dry-run"});
            BOOST_TEST(dry.out == "0 rows would be sent; nothing was sent\n");
            const finished again = run_for(api, each.name, import);
            BOOST_TEST(again.code == 0, again.everything());
        }
    const finished report = run_discreetly(api.command(
        {"accounts", "report", api.folder().path("kling.csv"), "--html", api.folder().path("report.html")}));
    BOOST_TEST(report.code == 0, report.everything());
    BOOST_TEST(check_written(api.folder()) >= 11);
    BOOST_TEST(api.stop_and_count({"POST"}) == 3 * files().size());
}

BOOST_AUTO_TEST_CASE(ledger_of_one_service_is_refused_to_another)
{
    service_run api;
    const std::string input = api.folder().file("in.csv", "email,password\na@b.cd," + password + '\n');
    BOOST_TEST(run_for(api, "kling", {"import", input, "--resume"}).code == 0);
    for (const std::string other : {"mureka", "pixverse", "runwayml"}) {
        const finished refused = run_for(api, other, {"import", input, "--resume"});
        BOOST_TEST(refused.code == 2, refused.everything());
        BOOST_TEST(holds(refused.err, "it belongs to the service at https://127.0.0.1:"), refused.err);
        BOOST_TEST(holds(refused.err, "/v1/kling/accounts, not https://"), refused.err);
        BOOST_TEST(std::count(refused.err.begin(), refused.err.end(), '\n') == 1, refused.err);
    }
    BOOST_TEST(api.stop_and_count({"POST"}) == 1U);
}

BOOST_AUTO_TEST_CASE(killed_import_goes_on_where_it_was)
{
    service_run api({"--fault", "stall,email=last@b.cd,nth=1"});
    const std::string input =
        api.folder().file("in.csv", "email,password,maxJobs\na@b.cd," + password + ",8\nb@b.cd," + password +
                                        ",1\nlast@b.cd," + password + ",2\n");
    const auto words = words_of({"import", input, "--resume", "--progress", "none"}, "pixverse");
    kill_once_two_are_registered(api, words, input);
    const finished second = run_discreetly(api.command(words));
    BOOST_TEST(second.code == 0, second.everything());
    BOOST_TEST(count_listed(api, "pixverse") == 3U);
    check_written(api.folder());
    // The row that was cut off was sent twice.
    BOOST_TEST(api.stop_and_count({"POST"}) == 4U);
}

BOOST_AUTO_TEST_CASE(row_that_must_not_be_sent_twice_waits_for_its_operator)
{
    service_run api({"--fault", "stall,method=POST,nth=3"});
    const std::string input = api.folder().file("in.csv", "email,password\na@b.cd," + password + "\nb@b.cd," +
                                                              password + "\nc@b.cd," + password + '\n');
    const auto words = words_of({"import", input, "--resume", "--progress", "none"}, "mureka");
    kill_once_two_are_registered(api, words, input);
    const finished kept = run_discreetly(api.command(words));
    BOOST_TEST(kept.code == 1, kept.everything());
    BOOST_TEST(holds(kept.everything(), "it may be registered already"), kept.everything());
    auto asked = words;
    asked.push_back("--retry-refused");
    const finished sent = run_discreetly(api.command(asked));
    BOOST_TEST(sent.code == 0, sent.everything());
    BOOST_TEST(api.stop_and_count({"POST"}) == 4U);
}

BOOST_AUTO_TEST_CASE(file_is_compared_with_what_the_service_holds)
{
    service_run api;
    for (const std::string name : {"pixverse", "kling", "dreamina"})
        BOOST_TEST_CONTEXT(name)
        {
            const bool has_region = name == "dreamina";
            const std::string header =
                std::string("email,password,maxJobs") + (has_region ? ",region" : "") + '\n';
            const auto row = [&](const char* email, const char* jobs) {
                return std::string(email) + ',' + password + ',' + jobs + (has_region ? ",CA" : "") + '\n';
            };
            const std::string key = has_region ? "CA:" : "";
            const std::string first =
                api.folder().file(name + "-1.csv", header + row("a@b.cd", "3") + row("b@b.cd", "3"));
            BOOST_TEST(run_for(api, name, {"import", first}).code == 0);
            BOOST_TEST(run_for(api, name, {"verify", first}).code == 0);

            const std::string changed = api.folder().file(
                name + "-2.csv", header + row("a@b.cd", "3") + row("b@b.cd", "4") + row("c@b.cd", "1"));
            const finished planned =
                run_for(api, name, {"plan", changed, "--out", api.folder().path(name + ".plan")});
            BOOST_TEST(planned.code == 0, planned.everything());
            BOOST_TEST(planned.out ==
                       "~ " + key + "b@b.cd: maxJobs 3 -> 4\n+ " + key +
                           "c@b.cd\nPlan: 1 to create, 1 to change, 1 unchanged, 0 in an error "
                           "state, 0 on the service only.\n");
            BOOST_TEST(run_for(api, name, {"verify", changed}).code == 1);
            const finished sent = run_for(api, name, {"import", changed, "--only-changes"});
            BOOST_TEST(sent.code == 0, sent.everything());
            BOOST_TEST(holds(sent.out, "3 registered"), sent.out);
            BOOST_TEST(holds(sent.out, "1 of them unchanged and not sent"), sent.out);
            BOOST_TEST(run_for(api, name, {"verify", changed}).code == 0);
            const finished pruned =
                run_for(api, name, {"import", first, "--prune", "--no-other-file", "--yes"});
            BOOST_TEST(pruned.code == 0, pruned.everything());
            BOOST_TEST(holds(pruned.everything(), "deleted " + key + "c@b.cd"), pruned.everything());
            BOOST_TEST(count_listed(api, name) == 2U);
        }
    check_written(api.folder());
}

BOOST_AUTO_TEST_CASE(plan_of_one_service_is_refused_to_another)
{
    const service_run api;
    const std::string input = api.folder().file("in.csv", "email,password\na@b.cd," + password + '\n');
    const std::string plan = api.folder().path("in.plan");
    BOOST_TEST(run_for(api, "kling", {"plan", input, "--out", plan}).code == 0);
    const finished refused = run_for(api, "pixverse", {"import", input, "--plan", plan});
    BOOST_TEST(refused.code == 2, refused.everything());
    BOOST_TEST(holds(refused.err, "was made for another service"), refused.err);
    BOOST_TEST(run_for(api, "kling", {"import", input, "--plan", plan}).code == 0);
}

BOOST_AUTO_TEST_CASE(health_and_export_tell_of_each_service)
{
    const service_run api;
    for (const service_file& each : files())
        BOOST_TEST_CONTEXT(each.name)
        {
            const std::string input = api.folder().file(each.name + ".csv", each.text);
            BOOST_TEST(run_for(api, each.name, {"import", input}).code == 0);
            const finished health = run_for(api, each.name, {"health"});
            BOOST_TEST(health.code == 0, health.everything());
            BOOST_TEST(health.out == "3 accounts: 3 ok\n");
            const finished expiring = run_for(api, each.name, {"health", "--expiring-within", "31d"});
            BOOST_TEST(expiring.code == 1, expiring.everything());
            BOOST_TEST(holds(expiring.out, "its session ends at "), expiring.out);

            const finished csv = run_for(api, each.name, {"export"});
            BOOST_TEST(csv.code == 0, csv.everything());
            BOOST_TEST(std::count(csv.out.begin(), csv.out.end(), '\n') == 4, csv.out);
            // Its rows name the accounts.
            const std::string exported = api.folder().file(each.name + "-exported.csv", csv.out);
            const finished deleted = run_for(api, each.name, {"delete", "--file", exported, "--yes"});
            BOOST_TEST(deleted.code == 0, deleted.everything());
            BOOST_TEST(count_listed(api, each.name) == 0U);
        }
}

BOOST_AUTO_TEST_CASE(dead_account_is_told_and_repaired)
{
    service_run api;
    const auto file = [&](const char* name, const std::string& its_password) {
        return api.folder().file(name,
                                 "email,password\na@b.cd," + password + "\nb@b.cd," + its_password + '\n');
    };
    // The service stores the account with an error.
    BOOST_TEST(run_for(api, "kling", {"import", file("dead.csv", "dead-account")}).code == 1);
    const finished health = run_for(api, "kling", {"health"});
    BOOST_TEST(health.code == 1, health.everything());
    BOOST_TEST(holds(health.out, "dead      b@b.cd: Session refused\n"), health.out);
    const finished repaired = run_for(api, "kling", {"repair", file("good.csv", password)});
    BOOST_TEST(repaired.code == 0, repaired.everything());
    BOOST_TEST(run_for(api, "kling", {"health"}).code == 0);
    BOOST_TEST(api.stop_and_count({"POST"}) == 3U);
}

BOOST_AUTO_TEST_CASE(places_of_the_service_are_told_before_its_rows_are_sent)
{
    const service_run api({"--account-limit", "2"});
    const std::string input = api.folder().file("in.csv", "email,password\na@b.cd," + password + "\nb@b.cd," +
                                                              password + "\nc@b.cd," + password + '\n');
    const finished planned = run_for(api, "kling", {"plan", input});
    BOOST_TEST(holds(planned.err, "3 rows need new places, 2 are free"), planned.err);
    const finished sent = run_for(api, "kling", {"import", input});
    BOOST_TEST(sent.code == 1, sent.everything());
    BOOST_TEST(holds(sent.err, "3 rows need new places, 2 are free"), sent.err);
    // The limit counts the accounts of each service apart.
    const std::string two =
        api.folder().file("two.csv", "email,password\na@b.cd," + password + "\nb@b.cd," + password + '\n');
    const finished other = run_for(api, "pixverse", {"import", two});
    BOOST_TEST(other.code == 0, other.everything());
    BOOST_TEST(!holds(other.err, "need"), other.err);
    const finished full = run_for(api, "kling", {"health"});
    BOOST_TEST(holds(full.out, "full      the API token: all 2 places are taken\n"), full.out);
}

BOOST_AUTO_TEST_CASE(what_a_service_cannot_do_is_told_in_one_line)
{
    service_run api;
    const std::string emails = api.folder().file("emails.csv", "email,password\na@b.cd," + password + '\n');
    const std::string tokens = api.folder().file("tokens.csv", "account,token,url\na,kept-token,kept-url\n");
    const std::string ids = "by its own ids";

    const struct
    {
        std::string service;
        std::vector<std::string> words;
        std::string told;
    } cases[] = {
        {"kling", {"import", emails, "--resume", "--verify"}, "do not tell when they logged in"},
        {"mureka", {"plan", emails}, ids},
        {"mureka", {"verify", emails}, ids},
        {"mureka", {"import", emails, "--only-changes"}, ids},
        {"minimax", {"import", tokens, "--prune", "--no-other-file"}, ids},
        {"minimax", {"import", emails}, "is not one of account, token, url, maxJobs, profile"},
        {"dreamina", {"import", emails}, "the header has no column region"},
        {"runwayml", {"import", tokens}, "is not one of email, password, maxJobs, useWorkspace, profile"},
        {"kling",
         {"import", emails, "--column", "useWorkspace=team"},
         "fields are email, password, passToken"},
    };

    for (const auto& each : cases)
        BOOST_TEST_CONTEXT(each.service << ' ' << each.told)
        {
            const finished refused = run_for(api, each.service, each.words);
            BOOST_TEST(refused.code == 2, refused.everything());
            BOOST_TEST(holds(refused.err, each.told), refused.err);
        }
    BOOST_TEST(api.stop_and_count({"POST", "GET", "DELETE"}) == 0U);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
