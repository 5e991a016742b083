#include "integration/cli/service_run.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(repair_of_accounts)

namespace {

using namespace useapi::test;

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

const std::string good(account_password);

std::string row_of(const std::string& name, const std::string& password, const std::string& profile = {})
{
    return name + "@example.com," + password + ',' + profile + '\n';
}

/** Three profiles and nine accounts: us0 is dead, us1 expires, and eu is full. */
class ailing_service : public service_run
{
public:
    explicit ailing_service(std::vector<std::string> options = {"--account-limit", "5"})
        : service_run(std::move(options))
    {
        profiles_ =
            folder().file("profiles.toml", "[profiles.eu]\ntoken = \"user:5678-kept-to-ourselves\"\n"
                                           "[profiles.us]\ntoken = \"user:9012-kept-to-ourselves\"\n");
        write(rows("dead-account", "old-session"));
        const finished made = run_it({"import", input(), "--resume"});
        BOOST_TEST(made.code == 1, made.everything());
    }

    static std::string rows(const std::string& of_dead, const std::string& of_expiring)
    {
        std::string text;
        for (int i = 0; i < 5; ++i)
            text += row_of("eu" + std::to_string(i), good, "eu");
        text += row_of("us0", of_dead, "us") + row_of("us1", of_expiring, "us");
        return text + row_of("a", good) + row_of("b", good);
    }

    std::string input() const { return folder().path("in.csv"); }

    void write(const std::string& rows) const { folder().file("in.csv", "email,password,profile\n" + rows); }

    finished run_it(std::vector<std::string> words) const
    {
        words.insert(words.begin(), "accounts");
        words.insert(words.end(), {"--profiles", profiles_});
        return run_discreetly(command(std::move(words)));
    }

private:
    std::string profiles_;
};

BOOST_AUTO_TEST_CASE(operator_finds_plans_imports_repairs_and_verifies)
{
    ailing_service service;
    const std::vector<std::string> health{"health", "--expiring-within", "7d"};
    const finished sick = service.run_it(health);
    BOOST_TEST_MESSAGE("health\n" << sick.everything());
    BOOST_TEST(sick.code == 1);
    BOOST_TEST(holds(sick.out, "dead      us0@example.com of profile us: "), sick.out);
    BOOST_TEST(holds(sick.out, "expiring  us1@example.com of profile us: "), sick.out);
    BOOST_TEST(holds(sick.out, "full      profile eu: all 5 places are taken"), sick.out);

    service.write(ailing_service::rows(good, good) + row_of("eu5", good, "eu"));
    const finished plan = service.run_it({"plan", service.input()});
    BOOST_TEST_MESSAGE("plan\n" << plan.everything());
    BOOST_TEST(plan.code == 0, plan.everything());
    BOOST_TEST(holds(plan.out, "! us0@example.com (profile us): in error state: "), plan.out);
    BOOST_TEST(holds(plan.out, "+ eu5@example.com (profile eu)"), plan.out);
    BOOST_TEST(holds(plan.err, "profile eu: 1 row needs a new place, 0 are free"), plan.err);

    const finished shown = service.run_it({"repair", service.input(), "--dry-run"});
    BOOST_TEST(holds(shown.out, "line 7: us0@example.com (profile us): dead: "), shown.everything());
    BOOST_TEST(holds(shown.out, "1 row would be sent; nothing was sent"), shown.everything());
    const finished repaired = service.run_it({"repair", service.input(), "--max-logins", "1"});
    BOOST_TEST_MESSAGE("repair\n" << repaired.everything());
    BOOST_TEST(repaired.code == 0, repaired.everything());
    BOOST_TEST(holds(repaired.out, "1 row"), repaired.out);
    BOOST_TEST(holds(repaired.out, "1 registered"), repaired.out);
    const finished renewed =
        service.run_it({"renew", service.input(), "--expiring-within", "7d", "--output", "json"});
    BOOST_TEST_MESSAGE("renew\n" << renewed.everything());
    BOOST_TEST(renewed.code == 0, renewed.everything());
    BOOST_TEST(holds(renewed.out, "\"registered\":1"), renewed.out);

    service.write(ailing_service::rows(good, good));
    const finished imported = service.run_it({"import", service.input(), "--resume"});
    BOOST_TEST_MESSAGE("import\n" << imported.everything());
    BOOST_TEST(imported.code == 0, imported.everything());
    const finished right = service.run_it({"verify", service.input()});
    BOOST_TEST_MESSAGE("verify\n" << right.everything());
    BOOST_TEST(right.code == 0, right.everything());
    const finished well = service.run_it(health);
    BOOST_TEST(!holds(well.out, "us0"), well.out);
    BOOST_TEST(!holds(well.out, "us1"), well.out);
    for (const char* const what : {"repair", "renew"})
        BOOST_TEST(service.run_it({what, service.input()}).code == 0, what);
    // Nine at first, and each of the two once more; the last import had nothing to send.
    BOOST_TEST(service.stop_and_count({"POST"}) == 11U);
}

BOOST_AUTO_TEST_CASE(dead_account_is_registered_again_though_the_ledger_has_it_as_registered)
{
    ailing_service service;
    service.write(ailing_service::rows("wrong-password", good));
    const finished refused = service.run_it({"repair", service.input()});
    BOOST_TEST(refused.code == 1, refused.everything());
    // A refused row is not tried again by itself, since that could lock the account.
    const finished again = service.run_it({"repair", service.input()});
    BOOST_TEST(again.code == 1, again.everything());
    const finished asked_for = service.run_it({"repair", service.input(), "--retry-refused"});
    BOOST_TEST(asked_for.code == 1, asked_for.everything());
    service.write(ailing_service::rows(good, good));
    const finished corrected = service.run_it({"repair", service.input()});
    BOOST_TEST(corrected.code == 0, corrected.everything());
    // The account dies again, and the ledger does not know it.
    const std::string dying =
        service.folder().file("dying.csv", "email,password,profile\n" + row_of("us0", "dead-account", "us"));
    BOOST_TEST(service.run_it({"import", dying}).code == 1);
    const finished once_more = service.run_it({"repair", service.input()});
    BOOST_TEST(once_more.code == 0, once_more.everything());
    BOOST_TEST(service.stop_and_count({"POST"}) == 14U);
}

BOOST_AUTO_TEST_CASE(dead_account_that_no_row_names_is_told)
{
    ailing_service service;
    service.write(row_of("us1", good, "us"));
    const finished told = service.run_it({"repair", service.input()});
    BOOST_TEST(told.code == 1, told.everything());
    BOOST_TEST(holds(told.err, "us0@example.com (profile us) is in no row of the file"), told.err);
    BOOST_TEST(holds(told.out, "no account of the file is dead"), told.out);
    const finished piped = run_discreetly(
        service.command({"accounts", "repair", "-", "--format", "csv"}).input("email,password\n"));
    BOOST_TEST(piped.code == 2, piped.everything());
    BOOST_TEST(service.stop_and_count({"POST"}) == 9U);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
