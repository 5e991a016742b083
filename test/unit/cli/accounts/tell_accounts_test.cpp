#include "cli/accounts/tell_accounts.hpp"
#include "unit/cli/printed_by.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>

BOOST_AUTO_TEST_SUITE(told_accounts)

namespace {

using namespace useapi::cli;
using namespace useapi::test;
using namespace std::chrono_literals;

account_view view_named(const std::string& email)
{
    account_view view;
    view.email = email;
    view.max_jobs = 5;
    view.state = "unknown";
    return view;
}

account_view view_with_session()
{
    account_view view = view_named("a@example.com");
    view.token_expires_at = useapi::runwayml::jwt::time_point(1'734'858'598s);
    view.state = "ok";
    return view;
}

BOOST_AUTO_TEST_CASE(registered_account_is_confirmed_with_the_end_of_its_session_if_that_is_known)
{
    BOOST_TEST(printed_by([](console& out) {
                   (void)tell_registered(out, view_with_session(), "token expires");
               }).out == "registered a@example.com, token expires 2024-12-22T09:09:58Z\n");
    BOOST_TEST(printed_by([](console& out) {
                   (void)tell_registered(out, view_named("US:a@b.c"), "session ends");
               }).out == "registered US:a@b.c\n");
    BOOST_TEST(printed_by(quietly(), [](console& out) {
                   (void)tell_registered(out, view_with_session(), "token expires");
               }).out == "");
    const std::string object = printed_by(as_json(), [](console& out) {
                                   (void)tell_registered(out, view_with_session(), "token expires");
                               }).out;
    BOOST_TEST(object.starts_with(R"({"account":{"email":"a@example.com","maxJobs":5,)"), object);
    BOOST_TEST(object.ends_with("}}\n"), object);
}

BOOST_AUTO_TEST_CASE(account_that_was_asked_for_is_shown_even_quietly)
{
    for (const console_settings& settings : {console_settings(), quietly()}) {
        const printed shown =
            printed_by(settings, [](console& out) { (void)tell_account(out, view_with_session()); });
        BOOST_TEST(shown.out.find("a@example.com") != std::string::npos, shown.out);
        BOOST_TEST(shown.out.find("2024-12-22") != std::string::npos, shown.out);
        BOOST_TEST(shown.err == "");
    }
    BOOST_TEST(printed_by(as_json(), [](console& out) {
                   (void)tell_account(out, view_with_session());
               }).out.starts_with(R"({"account":{"email":"a@example.com",)"));
}

BOOST_AUTO_TEST_CASE(empty_list_is_a_note_for_people_and_an_empty_array_for_programs)
{
    const auto none = [](console& out) { (void)tell_accounts(out, {}); };
    const printed shown = printed_by(none);
    BOOST_TEST(shown.out == "");
    BOOST_TEST(shown.err == "no accounts are configured\n");
    const printed object = printed_by(as_json(), none);
    BOOST_TEST(object.out == "{\"accounts\":[]}\n");
    BOOST_TEST(object.err == "");
}

BOOST_AUTO_TEST_CASE(list_is_a_table_or_one_line_of_json)
{
    const auto two = [](console& out) {
        (void)tell_accounts(out, {view_named("a@b.c"), view_named("d@e.f\x1b[2J")});
    };
    const std::string table = printed_by(two).out;
    BOOST_TEST(table.find("d@e.f\\x1b[2J") != std::string::npos, table);
    BOOST_TEST(std::count(table.begin(), table.end(), '\n') == 3);
    const std::string line = printed_by(as_json(), two).out;
    BOOST_TEST(line.starts_with(R"({"accounts":[{"email":"a@b.c",)"), line);
    BOOST_TEST(std::count(line.begin(), line.end(), '\n') == 1);
}

BOOST_AUTO_TEST_CASE(deleted_account_is_named)
{
    const auto one = [](console& out) { (void)tell_deleted(out, "a@b.c\n"); };
    BOOST_TEST(printed_by(one).out == "deleted a@b.c\\x0a\n");
    BOOST_TEST(printed_by(as_json(), one).out == "{\"deleted\":\"a@b.c\\n\"}\n");
    BOOST_TEST(printed_by(quietly(), one).out == "");
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
