#include "integration/cli/pseudo_terminal.hpp"
#include "integration/cli/service_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <vector>

BOOST_AUTO_TEST_SUITE(what_a_ledger_passes_over)

namespace {

using namespace useapi::test;
namespace json = boost::json;
namespace fs = std::filesystem;

std::string row_of(const std::string& name, const std::string& password = std::string(account_password))
{
    return name + "@example.com," + password + '\n';
}

std::string file_of(std::string_view rows)
{
    return "email,password\n" + std::string(rows);
}

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// An import of a, b (which is refused) and c, with a ledger.
class import_with_ledger : public service_run
{
public:
    explicit import_with_ledger(std::vector<std::string> options = {"--fault",
                                                                    "wrong-password,email=b@example.com"})
        : service_run(std::move(options))
    {
        input = folder().file("in.csv", file_of(row_of("a") + row_of("b") + row_of("c")));
        const finished first = import_it();
        BOOST_TEST_REQUIRE(first.code == 1, first.everything());
    }

    command_line line(const std::vector<std::string>& further = {}) const
    {
        std::vector<std::string> words{"accounts", "import", input, "--resume"};
        words.insert(words.end(), further.begin(), further.end());
        return command(std::move(words));
    }

    finished import_it(const std::vector<std::string>& further = {}) const
    {
        return run_discreetly(line(further));
    }

    /// Name, size and time of every file beside the input.
    std::map<std::string, std::string> files() const
    {
        std::map<std::string, std::string> found;
        for (const auto& each : fs::directory_iterator(fs::path(input).parent_path())) {
            struct stat now = {};
            BOOST_TEST_REQUIRE(::stat(each.path().c_str(), &now) == 0);
            found[each.path().filename().string()] =
                std::to_string(now.st_size) + ' ' + std::to_string(now.st_mtim.tv_sec) + '.' +
                std::to_string(now.st_mtim.tv_nsec) + ' ' + std::to_string(now.st_ino);
        }
        return found;
    }

    std::string input;
};

BOOST_AUTO_TEST_CASE(dry_run_with_a_ledger_shows_what_a_run_would_send_and_touches_nothing)
{
    import_with_ledger service;
    service.folder().file("in.csv",
                          file_of(row_of("a") + row_of("b") + row_of("c", "corrected") + row_of("d")));
    const auto before = service.files();
    const finished shown = service.import_it({"--dry-run"});
    BOOST_TEST(shown.code == 0, shown.everything());
    BOOST_TEST(shown.out ==
               "line 4: c@example.com\nline 5: d@example.com\n2 rows would be sent; nothing was sent\n");
    const finished one = service.import_it({"--dry-run", "--limit", "1", "--output", "json"});
    BOOST_TEST(one.out ==
               "{\"would_send\":[{\"line\":4,\"email\":\"c@example.com\",\"profile\":\"\"}],\"rows\":1}\n");
    const finished refused_ones = service.import_it({"--dry-run", "--retry-refused"});
    BOOST_TEST(holds(refused_ones.out, "3 rows would be sent"), refused_ones.everything());
    BOOST_TEST((service.files() == before));
    // A folder that cannot be written is no hindrance, and a ledger of another input is refused as in a run.
    const std::string other = service.folder().file("other.csv", file_of(row_of("x")));
    const finished foreign = run_discreetly(
        service.command({"accounts", "import", other, "--ledger", service.input + ".ledger", "--dry-run"}));
    BOOST_TEST(foreign.code == 2, foreign.everything());
    BOOST_TEST(holds(foreign.err, "belongs to the input"), foreign.err);
    const finished ended = service.import_it({"--output", "json"});
    BOOST_TEST(json::parse(ended.out).at("registered").as_int64() == 3);
    BOOST_TEST(service.stop_and_count({"POST"}) == 5U);
}

BOOST_AUTO_TEST_CASE(dry_run_beside_a_run_is_refused_as_a_run_would_be)
{
    service_run service({"--fault", "stall,method=POST"});
    const std::string input = service.folder().file("in.csv", file_of(row_of("a")));
    const std::vector<std::string> words{"accounts", "import", input, "--resume"};
    std::vector<std::string> as_json = words;
    as_json.insert(as_json.end(), {"--progress", "json", "--grace", "0"});
    process running(service.command(as_json));
    static_cast<void>(running.wait_for("\"in_flight\":1"));
    std::vector<std::string> dry = words;
    dry.emplace_back("--dry-run");
    const finished refused = run_discreetly(service.command(dry));
    BOOST_TEST(refused.code == 2, refused.everything());
    BOOST_TEST(holds(refused.err, "is in use by another import"), refused.err);
    running.signal(SIGINT);
    BOOST_TEST(running.wait_for_end().code == 130);
    // The import was killed or cut short, so the row may have been sent: it goes again, or is asked about.
    const finished asked =
        run_discreetly(service.command({"accounts", "import", input, "--resume", "--dry-run", "--verify"}));
    BOOST_TEST(asked.out ==
                   "line 2: a@example.com, asked about first\n1 row would be sent; nothing was sent\n",
               asked.everything());
}

BOOST_AUTO_TEST_CASE(another_token_is_asked_about_before_all_rows_are_sent_again)
{
    import_with_ledger service;
    const std::string token = service.folder().file("new.token", "user:5678-another-one\n");
    const std::vector<std::string> with_token{"--token-file", token};
    const finished refused = service.import_it(with_token);
    BOOST_TEST(refused.code == 2, refused.everything());
    BOOST_TEST(holds(refused.err, "the API token, or the ledger's salt, is not the one of the last run: "
                                  "3 rows that are settled would be sent again"),
               refused.err);
    BOOST_TEST(holds(refused.err, "--yes"), refused.err);
    BOOST_TEST(holds(refused.err, "nothing was sent"), refused.err);
    // A dry run says it, too, and asks nothing.
    const finished shown = service.import_it({"--token-file", token, "--dry-run"});
    BOOST_TEST(shown.code == 0, shown.everything());
    BOOST_TEST(holds(shown.err, "3 rows that are settled would be sent again"), shown.err);
    BOOST_TEST(holds(shown.out, "3 rows would be sent"), shown.out);

    pseudo_terminal terminal;
    process asking(service.line(with_token).terminal(terminal.device()));
    terminal.wait_for("Send them all again? [y/N] ");
    terminal.type("n\n");
    const finished declined = asking.wait_for_end();
    BOOST_TEST(declined.code == 2, declined.everything());
    BOOST_TEST(holds(declined.err, "not confirmed; nothing was sent"), declined.err);
    // The former token is still accepted, since nothing was written.
    BOOST_TEST(service.import_it().code == 1);

    const finished agreed = service.import_it({"--token-file", token, "--yes"});
    BOOST_TEST(agreed.code == 1, agreed.everything());
    BOOST_TEST(holds(agreed.err, "3 rows that are settled would be sent again"), agreed.err);
    const finished again = service.import_it(with_token);
    BOOST_TEST(again.code == 1, again.everything());
    BOOST_TEST(!holds(again.err, "sent again"), again.err);
    BOOST_TEST(service.stop_and_count({"POST"}) == 6U);
}

BOOST_AUTO_TEST_CASE(rows_that_were_changed_under_the_same_token_are_sent_without_a_question)
{
    import_with_ledger service;
    service.folder().file("in.csv",
                          file_of(row_of("a", "new-one") + row_of("b", "new-one") + row_of("c", "new-one")));
    const finished sent = service.import_it();
    BOOST_TEST(sent.code == 1, sent.everything());
    BOOST_TEST(!holds(sent.err, "sent again"), sent.err);
    BOOST_TEST(service.stop_and_count({"POST"}) == 6U);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
