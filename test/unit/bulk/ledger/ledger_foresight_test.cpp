#include "bulk/ledger/ledger_foresight.hpp"

#include "bulk/account_key.hpp"
#include "bulk/ledger/ledger_store.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(ledger_foresight_test)

using namespace useapi;
using namespace useapi::bulk;

namespace {

const ledger_salt salt{1, 2, 3};

/** A ledger in memory. */
class scripted_reading final : public ledger_reading
{
public:
    ledger_run run() override { return said; }

    void for_each(const std::function<void(const ledger_row&)>& take) override
    {
        for (const auto& each : rows)
            take(each.second);
    }

    std::map<row_key, ledger_row> find(const std::vector<row_key>& keys) override
    {
        ++questions;
        std::map<row_key, ledger_row> found;
        for (const row_key& each : keys)
            if (const auto known = rows.find(each); known != rows.end())
                found.insert(*known);
        return found;
    }

    int questions = 0;
    ledger_run said;
    std::map<row_key, ledger_row> rows;
};

runwayml::account_settings row_of(const std::string& email, const char* password = "a-password")
{
    return runwayml::account_settings(email, secret(password)).max_jobs(5);
}

ledger_profile profile_of(const char* token, std::string name = {})
{
    return {std::move(name), "https://service.test", secret(token)};
}

std::unique_ptr<scripted_reading> ledger_of(const std::vector<std::pair<std::string, row_state>>& rows,
                                            const char* token)
{
    auto made = std::make_unique<scripted_reading>();
    made->said.values = {{"input", "/in.csv"}, {"base_url", "https://service.test"}};
    made->said.salt = salt;
    const digest_key key(secret(token), salt);
    for (const auto& [email, state] : rows) {
        ledger_row& row = made->rows[row_key("", account_key(email))];
        row.key = row_key("", account_key(email));
        row.state = state;
        row.digest = key(row_of(email));
        row.settled_at = wall_time(std::chrono::hours(1));
    }
    return made;
}

ledger_purpose purpose_of_run()
{
    ledger_purpose purpose;
    purpose.identity.input = "/in.csv";
    purpose.identity.base_url = "https://service.test";
    return purpose;
}

std::string told(const ledger_foresight& foresight)
{
    std::string all;
    for (const auto& each : foresight.repetitions())
        all += each.text() + '\n';
    return all;
}

BOOST_AUTO_TEST_CASE(rows_that_a_run_would_send_are_told_from_those_it_passes_over)
{
    const std::vector<std::pair<std::string, row_state>> known{
        {"applied@x.test", row_state::applied}, {"refused@x.test", row_state::rejected},
        {"sent@x.test", row_state::sent},       {"pending@x.test", row_state::pending},
        {"failed@x.test", row_state::failed},   {"unknown@x.test", row_state::unknown}};

    const struct
    {
        const char* email;
        bool verify;
        bool retry_rejected;
        next_step step;
    } cases[] = {
        {"applied@x.test", false, true, next_step::keep},
        {"refused@x.test", false, false, next_step::keep},
        {"refused@x.test", false, true, next_step::send},
        {"sent@x.test", false, false, next_step::send},
        {"sent@x.test", true, false, next_step::ask_first},
        {"pending@x.test", true, false, next_step::send},
        {"failed@x.test", false, false, next_step::keep},
        {"unknown@x.test", false, false, next_step::send},
        {"unknown@x.test", true, false, next_step::ask_first},
        {"new@x.test", true, false, next_step::send},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.email)
        {
            ledger_purpose purpose = purpose_of_run();
            purpose.rules.verify = each.verify;
            purpose.rules.retry_rejected = each.retry_rejected;
            ledger_foresight foresight(ledger_of(known, "token"), purpose, {profile_of("token")});
            std::optional<next_step> step;
            foresight.look_at("", row_of(each.email), [&](next_step said) { step = said; });
            foresight.look_at_rest();
            BOOST_TEST((step == each.step));
        }
    }
}

// A ledger may be a database tens of milliseconds away.
BOOST_AUTO_TEST_CASE(many_rows_are_looked_at_with_few_questions_and_told_in_their_order)
{
    constexpr int count = 2'345;
    std::vector<std::pair<std::string, row_state>> known;
    for (int i = 0; i < count; i += 3)
        known.emplace_back(std::to_string(i) + "@x.test", row_state::applied);
    auto ledger = ledger_of(known, "token");
    const scripted_reading& asked = *ledger;
    ledger_foresight foresight(std::move(ledger), purpose_of_run(), {profile_of("token")});
    int told = 0;
    for (int i = 0; i < count; ++i)
        foresight.look_at("", row_of(std::to_string(i) + "@x.test"), [&told, i](next_step step) {
            BOOST_TEST(told++ == i);
            BOOST_TEST((step == (i % 3 == 0 ? next_step::keep : next_step::send)));
        });
    foresight.look_at_rest();
    BOOST_TEST(told == count);
    BOOST_TEST(asked.questions <= 5);
}

BOOST_AUTO_TEST_CASE(repetition_is_told_where_the_key_is_another_one_and_only_then)
{
    const std::vector<std::pair<std::string, row_state>> known{{"a@x.test", row_state::applied},
                                                               {"b@x.test", row_state::rejected},
                                                               {"c@x.test", row_state::pending}};
    const auto look_at_all = [](ledger_foresight& foresight, const char* password) {
        for (const char* const email : {"a@x.test", "b@x.test", "c@x.test", "new@x.test"})
            foresight.look_at("", row_of(email, password));
        foresight.look_at_rest();
    };
    const std::string mark = digest_key(secret("old"), salt).mark();

    const struct
    {
        const char* name;
        bool has_mark;
        const char* token;
        const char* password;
        bool is_key_known;
        std::string said;
    } cases[] = {
        {"same key", true, "old", "a-password", true, ""},
        {"same key, every password changed", true, "old", "another", true, ""},
        {"another key", true, "new", "a-password", false,
         "the API token, or the ledger's salt, is not the one of the last run: 2 rows that are settled would "
         "be sent again, a login each\n"},
        {"no mark, same key", false, "old", "a-password", true, ""},
        {"no mark, no row as it was", false, "new", "a-password", false,
         "no row matches the ledger: the API token, the ledger's salt or every row has changed since; "
         "2 rows that are settled would be sent again, a login each\n"},
    };

    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name)
        {
            auto ledger = ledger_of(known, "old");
            if (each.has_mark)
                ledger->said.values[name_of_mark("")] = mark;
            ledger_foresight foresight(std::move(ledger), purpose_of_run(), {profile_of(each.token)});
            BOOST_TEST(foresight.is_key_known() == (each.has_mark && each.is_key_known));
            look_at_all(foresight, each.password);
            BOOST_TEST(foresight.is_key_known() == each.is_key_known);
            BOOST_TEST(told(foresight) == each.said);
        }
    }
}

BOOST_AUTO_TEST_CASE(repetition_of_an_input_that_is_read_once_is_told_without_a_number)
{
    auto ledger = ledger_of({{"a@x.test", row_state::applied}}, "old");
    ledger->said.values[name_of_mark("eu")] = digest_key(secret("old"), salt).mark();
    ledger_profile unnamed = profile_of("new");
    unnamed.is_named = false;
    const ledger_foresight foresight(std::move(ledger), purpose_of_run(), {unnamed, profile_of("new", "eu")});
    BOOST_TEST(told(foresight) == "the API token of profile eu, or the ledger's salt, is not the one of the "
                                  "last run: every row that is settled would be sent again, a login each\n");
}

BOOST_AUTO_TEST_CASE(single_row_that_would_be_sent_again_is_told_of)
{
    ledger_foresight foresight(ledger_of({{"a@x.test", row_state::applied}}, "old"), purpose_of_run(),
                               {profile_of("new")});
    foresight.look_at("", row_of("a@x.test"));
    foresight.look_at_rest();
    BOOST_TEST(told(foresight) ==
               "no row matches the ledger: the API token, the ledger's salt or every row has changed since; "
               "1 row that is settled would be sent again, a login each\n");
}

// A dry run says that these rows are not counted: another worker may send them.
BOOST_AUTO_TEST_CASE(rows_of_other_workers_are_those_whose_lease_is_in_force)
{
    auto ledger = ledger_of({}, "token");
    for (const auto& [rows, left] :
         {std::pair(3U, 5000), std::pair(20U, 0), std::pair(100U, -1), std::pair(4U, 1)}) {
        ledger_worker& made = ledger->said.workers.emplace_back();
        made.rows = rows;
        made.lease_left = std::chrono::milliseconds(left);
    }
    const ledger_foresight foresight(std::move(ledger), purpose_of_run(), {profile_of("token")});
    BOOST_TEST(foresight.rows_of_workers() == 7U);
}

BOOST_AUTO_TEST_CASE(ledger_of_another_run_is_refused)
{
    ledger_purpose purpose = purpose_of_run();
    purpose.identity.base_url = "https://another.test";
    BOOST_CHECK_THROW(ledger_foresight(ledger_of({}, "token"), purpose, {profile_of("token")}),
                      useapi::exception);
    purpose = purpose_of_run();
    purpose.identity.other_base_urls["eu"] = "https://eu.test";
    auto ledger = ledger_of({}, "token");
    ledger->said.values["base_url of eu"] = "https://us.test";
    BOOST_CHECK_THROW(ledger_foresight(std::move(ledger), purpose, {profile_of("token")}), useapi::exception);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
