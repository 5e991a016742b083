#include "integration/cli/pseudo_terminal.hpp"
#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(pruning)

namespace {

using namespace useapi::test;
namespace fs = std::filesystem;
namespace json = boost::json;

const std::string password(account_password);
const std::string question = "which no row names? [y/N] ";

std::string row(const std::string& name, const std::string& profile = {}, int jobs = 5)
{
    return name + "@example.com," + password + ',' + std::to_string(jobs) + ',' + profile + '\n';
}

std::string rows(std::string_view names, const std::string& profile = {})
{
    std::string text;
    for (const char name : names)
        text += row(std::string(1, name), profile);
    return text;
}

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// An emulator that holds some accounts, and the commands that prune them.
class pruned_service : public service_run
{
public:
    explicit pruned_service(std::string_view names = "abcde", std::vector<std::string> options = {})
        : service_run(std::move(options))
    {
        if (!names.empty())
            BOOST_REQUIRE(
                run_discreetly(command({"accounts", "import", file("first.csv", rows(names))})).code == 0);
    }

    std::string file(const std::string& name, std::string_view all_rows) const
    {
        return folder().file(name, "email,password,maxJobs,profile\n" + std::string(all_rows));
    }

    std::string profiles(std::string_view text) const
    {
        const std::string path = folder().file("profiles.toml", text);
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
        return path;
    }

    /// `accounts import FILE --prune`, where no other file names accounts.
    command_line prune(const std::string& input, std::initializer_list<std::string> more = {}) const
    {
        std::vector<std::string> words{"accounts", "import", input, "--prune", "--no-other-file"};
        words.insert(words.end(), more);
        return command(std::move(words));
    }
};

BOOST_AUTO_TEST_CASE(prune_deletes_what_no_row_names_once_that_is_confirmed)
{
    pruned_service service("abc");
    const std::string input = service.file("in.csv", rows("ab"));
    const finished unasked = run_discreetly(service.prune(input, {"--only-changes"}));
    BOOST_TEST(unasked.code == 2);
    BOOST_TEST(holds(unasked.err, "- c@example.com\n"), unasked.err);
    BOOST_TEST(holds(unasked.err, "no terminal to ask on"), unasked.err);
    for (const std::string_view answer : {"n\n", "\n"}) {
        pseudo_terminal screen;
        process asked(service.prune(input, {"--only-changes"}).terminal(screen.device()));
        screen.wait_for("Delete this account, " + question);
        BOOST_TEST(holds(screen.screen(), "- c@example.com"));
        screen.type(answer);
        BOOST_TEST(asked.wait_for_end().code == 2);
        BOOST_TEST(service.initials() == "abc");
    }
    pseudo_terminal screen;
    process asked(service.prune(input, {"--only-changes"}).terminal(screen.device()));
    screen.wait_for("[y/N] ");
    screen.type("y\n");
    const finished ended = asked.wait_for_end();
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(holds(ended.out, "1 account that no row names deleted"), ended.out);
    BOOST_TEST(service.initials() == "ab");
    BOOST_TEST(service.stop_and_count({"DELETE"}) == 1U);
}

BOOST_AUTO_TEST_CASE(prune_with_yes_asks_nobody_and_makes_room_first)
{
    pruned_service service("abc", {"--account-limit", "3"});
    const std::string results = service.folder().path("out.csv");
    const finished ended = run_discreetly(service.prune(service.file("in.csv", rows("abd")),
                                                        {"--yes", "--output", "json", "--results", results}));
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(json::parse(ended.out).at("deleted").as_int64() == 1);
    BOOST_TEST(json::parse(ended.out).at("registered").as_int64() == 3);
    BOOST_TEST(holds(ended.err, "deleted c@example.com"), ended.err);
    BOOST_TEST(holds(read_file(results), "0,c@example.com,deleted,applied,"), read_file(results));
}

BOOST_AUTO_TEST_CASE(prune_of_half_or_more_needs_a_word_of_its_own)
{
    pruned_service service("abcd");
    const std::string input = service.file("in.csv", rows("ab"));
    const finished refused = run_discreetly(service.prune(input, {"--yes"}));
    BOOST_TEST(refused.code == 2);
    BOOST_TEST(
        holds(refused.err, "2 of the 4 accounts would be deleted, half or more; --prune-most allows it"),
        refused.err);
    BOOST_TEST(service.initials() == "abcd");
    const finished allowed = run_discreetly(service.prune(input, {"--yes", "--prune-most"}));
    BOOST_TEST(allowed.code == 0, allowed.everything());
    BOOST_TEST(service.initials() == "ab");
}

BOOST_AUTO_TEST_CASE(prune_never_goes_with_what_would_hide_rows)
{
    pruned_service service("");
    const std::string input = service.file("in.csv", rows("a"));
    const auto refused = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"accounts", "import", input});
        BOOST_TEST(run_discreetly(service.command(std::move(more))).code == 2);
    };
    refused({"--prune", "--no-other-file", "--skip-invalid"});
    refused({"--prune-most"});
    const std::string bad = service.file("bad.csv", rows("a") + row("b", {}, 11));
    BOOST_TEST(run_discreetly(service.prune(bad, {"--yes"})).code == 2);
    BOOST_TEST(service.stop_and_count({"GET", "POST", "DELETE"}) == 0U);
}

BOOST_AUTO_TEST_CASE(deletion_that_fails_is_told_and_ends_with_1)
{
    pruned_service service("abc", {"--fault", "status=403,method=DELETE"});
    const std::string results = service.folder().path("out.ndjson");
    const finished ended = run_discreetly(service.prune(service.file("in.csv", rows("ab")),
                                                        {"--yes", "--output", "json", "--results", results}));
    BOOST_TEST(ended.code == 1, ended.everything());
    BOOST_TEST(json::parse(ended.out).at("not_deleted").as_int64() == 1);
    BOOST_TEST(holds(ended.err, "c@example.com is not deleted: "), ended.err);
    BOOST_TEST(holds(read_file(results), R"("outcome":"not_deleted")"), read_file(results));
}

BOOST_AUTO_TEST_CASE(one_subscription_under_two_names_is_refused)
{
    pruned_service service("abcdefgh");
    const std::string token = "token = \"" + std::string(api_token) + "\"\n";
    const std::string input = service.file("in.csv", rows("abcd") + rows("efgh", "eu"));
    for (const std::string& more : {std::string(), "base_url = \"" + service.base_url() + "/\"\n"}) {
        const std::string named = service.profiles("[profiles.eu]\n" + token + more);
        const finished refused = run_discreetly(
            service.prune(input, {"--profiles", named, "--only-changes", "--yes", "--prune-most"}));
        BOOST_TEST(refused.code == 2, refused.everything());
        BOOST_TEST(holds(refused.err, "profile eu has the API token of rows that name no profile"),
                   refused.err);
        BOOST_TEST(service.initials() == "abcdefgh");
    }
}

BOOST_AUTO_TEST_CASE(account_that_a_row_names_in_another_case_stays)
{
    pruned_service service("abcde");
    const std::string input = service.file("in.csv", rows("abC") + rows("de"));
    const finished ended = run_discreetly(service.prune(input, {"--yes"}));
    BOOST_TEST(ended.code == 0, ended.everything());
    BOOST_TEST(holds(ended.err, "c@example.com stays: a row names C@example.com"), ended.err);
    const std::string left = service.initials();
    BOOST_TEST(std::count(left.begin(), left.end(), 'c') == 1, left);
}

BOOST_AUTO_TEST_CASE(row_that_was_pruned_and_comes_back_is_sent)
{
    pruned_service service("");
    const std::string ledger = service.folder().path("run.db");
    const std::string input = service.file("in.csv", rows("abcde"));
    BOOST_TEST(run_discreetly(service.command({"accounts", "import", input, "--ledger", ledger})).code == 0);
    BOOST_TEST(service.file("in.csv", rows("abcd")) == input);
    const finished pruned = run_discreetly(service.prune(input, {"--ledger", ledger, "--yes"}));
    BOOST_TEST(pruned.code == 0, pruned.everything());
    BOOST_TEST(service.initials() == "abcd");
    BOOST_TEST(service.file("in.csv", rows("abcde")) == input);
    const finished again = run_discreetly(service.command({"accounts", "import", input, "--ledger", ledger}));
    BOOST_TEST(again.code == 0, again.everything());
    BOOST_TEST(service.initials() == "abcde");
}

BOOST_AUTO_TEST_CASE(registered_row_that_the_service_no_longer_lists_is_sent)
{
    pruned_service service("");
    const std::string ledger = service.folder().path("run.db");
    const std::string input = service.file("in.csv", rows("abc"));
    BOOST_TEST(run_discreetly(service.command({"accounts", "import", input, "--ledger", ledger})).code == 0);
    BOOST_TEST(run_discreetly(service.command({"accounts", "delete", "b@example.com"})).code == 0);
    const finished again = run_discreetly(service.prune(input, {"--ledger", ledger, "--yes"}));
    BOOST_TEST(again.code == 0, again.everything());
    BOOST_TEST(service.initials() == "abc");
}

BOOST_AUTO_TEST_CASE(ledger_that_is_refused_is_refused_before_anything_is_deleted)
{
    pruned_service service("abcde");
    const std::string input = service.file("in.csv", rows("abcd"));
    const std::string of_other = service.folder().path("other.db");
    BOOST_TEST(run_discreetly(service.command({"accounts", "import", service.folder().path("first.csv"),
                                               "--ledger", of_other}))
                   .code == 0);
    for (const std::string& ledger : {of_other, service.folder().path("missing/run.db"),
                                      std::string("postgresql://127.0.0.1:1/nothing")}) {
        const finished refused = run_discreetly(service.prune(input, {"--ledger", ledger, "--yes"}));
        BOOST_TEST(refused.code == 2, refused.everything());
        BOOST_TEST(!holds(refused.err, "On the service, and in no row"), refused.err);
        BOOST_TEST(service.initials() == "abcde");
    }
}

BOOST_AUTO_TEST_CASE(file_that_changes_while_the_question_is_open_deletes_nothing)
{
    pruned_service service("abcde");
    const std::string input = service.file("in.csv", rows("abcd"));
    for (const bool is_replaced : {false, true}) {
        pseudo_terminal screen;
        process asked(service.prune(input).terminal(screen.device()));
        screen.wait_for(question);
        if (is_replaced)
            fs::rename(service.file("new.csv", rows("abcde")), input);
        else
            BOOST_TEST(service.file("in.csv", rows("abcde")) == input);
        screen.type("y\n");
        const finished ended = asked.wait_for_end();
        BOOST_TEST(ended.code == 2, ended.everything());
        BOOST_TEST(holds(ended.err, "changed while "), ended.err);
        BOOST_TEST(service.initials() == "abcde");
        BOOST_TEST(service.file("in.csv", rows("abcd")) == input);
    }
}

BOOST_AUTO_TEST_CASE(prune_is_refused_until_all_files_that_name_accounts_are_named)
{
    pruned_service service("abcdefg");
    const std::string one = service.file("one.csv", rows("abcd"));
    const std::string other = service.file("other.csv", rows("efg"));
    const finished refused = run_discreetly(service.command({"accounts", "import", one, "--prune", "--yes"}));
    BOOST_TEST(refused.code == 2, refused.everything());
    BOOST_TEST(holds(refused.err, "--keep-rows-of"), refused.err);
    BOOST_TEST(service.initials() == "abcdefg");
    for (const auto& [mine, others] : {std::pair(one, other), std::pair(other, one)}) {
        const finished kept = run_discreetly(service.command(
            {"accounts", "import", "--yes", "--prune-most", "--prune", "--keep-rows-of", others, mine}));
        BOOST_TEST(kept.code == 0, kept.everything());
        BOOST_TEST(service.initials() == "abcdefg");
    }
    const std::string bad = service.file("bad.csv", row("e", {}, 99));
    const finished unread = run_discreetly(service.command(
        {"accounts", "import", one, "--prune", "--keep-rows-of", bad, "--yes", "--prune-most"}));
    BOOST_TEST(unread.code == 2, unread.everything());
    BOOST_TEST(service.initials() == "abcdefg");
}

BOOST_AUTO_TEST_CASE(more_deletions_than_allowed_are_none)
{
    pruned_service service("abcde", {});
    const std::string input = service.file("in.csv", rows("abc"));
    const finished refused = run_discreetly(service.prune(input, {"--yes", "--max-delete", "1"}));
    BOOST_TEST(refused.code == 2, refused.everything());
    BOOST_TEST(holds(refused.err, "2 accounts would be deleted, and --max-delete allows 1"), refused.err);
    BOOST_TEST(service.initials() == "abcde");
    BOOST_TEST(run_discreetly(service.prune(input, {"--yes", "--max-delete", "2"})).code == 0);
    BOOST_TEST(service.initials() == "abc");
}

BOOST_AUTO_TEST_CASE(page_with_404_is_no_deletion)
{
    pruned_service service("abc", {"--fault", "status=404,method=DELETE,body=<html>nginx</html>"});
    const finished ended =
        run_discreetly(service.prune(service.file("in.csv", rows("ab")), {"--yes", "--output", "json"}));
    BOOST_TEST(ended.code == 1, ended.everything());
    BOOST_TEST(json::parse(ended.out).at("deleted").as_int64() == 0);
    BOOST_TEST(json::parse(ended.out).at("not_deleted").as_int64() == 1);
}

BOOST_AUTO_TEST_CASE(interrupted_deletions_end_in_order_with_a_summary)
{
    pruned_service service("abcdefgh", {"--fault", "delay=300ms,method=DELETE"});
    const std::string results = service.folder().path("out.csv");
    process pruned(service.prune(service.file("in.csv", rows("abcde")), {"--yes", "--results", results}));
    pruned.wait_for("deleted f@example.com");
    pruned.signal(SIGINT);
    const finished ended = pruned.wait_for_end();
    BOOST_TEST(ended.code == 130, ended.everything());
    BOOST_TEST(holds(ended.everything(), "that no row names deleted"), ended.everything());
    BOOST_TEST(holds(read_file(results), "0,f@example.com,deleted,applied,"), read_file(results));
    BOOST_TEST(holds(read_file(results), ",h@example.com,not_deleted,none,"), read_file(results));
    BOOST_TEST(holds(service.initials(), "h"));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
