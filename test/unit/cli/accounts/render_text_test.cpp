#include "cli/accounts/render_text.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(render_text)

namespace {

using namespace useapi::cli;
using namespace std::chrono_literals;

account_view ordinary()
{
    account_view view;
    view.email = "user@example.com";
    view.max_jobs = 5;
    view.use_workspace = "true";
    view.token_issued_at = useapi::runwayml::jwt::time_point(1734772198s);
    view.token_expires_at = useapi::runwayml::jwt::time_point(1734858598s);
    view.state = "ok";
    return view;
}

account_view bare()
{
    account_view view;
    view.email = "\u00e9@b.c";
    view.state = "unknown";
    return view;
}

account_view hostile()
{
    account_view view = bare();
    view.email = "a@b.c\x1b[2J";
    view.state = "error";
    view.error = "broken\nand \x1b[31mred";
    return view;
}

BOOST_AUTO_TEST_CASE(account_table_of_accounts_is_aligned)
{
    BOOST_TEST(account_table({ordinary(), bare()}, false) ==
               "EMAIL             JOBS  WORKSPACE  TOKEN EXPIRES         STATE\n"
               "user@example.com  5     true       2024-12-22T09:09:58Z  ok\n"
               "\u00e9@b.c             -     -          -                     unknown\n");
}

BOOST_AUTO_TEST_CASE(account_table_of_nothing_is_empty)
{
    BOOST_TEST(account_table({}, false) == "");
}

BOOST_AUTO_TEST_CASE(account_table_with_colors_colors_the_state)
{
    BOOST_TEST(account_table({ordinary()}, true) ==
               "\x1b[1mEMAIL             JOBS  WORKSPACE  TOKEN EXPIRES         STATE\x1b[0m\n"
               "user@example.com  5     true       2024-12-22T09:09:58Z  \x1b[32mok\x1b[0m\n");
}

BOOST_AUTO_TEST_CASE(account_table_of_hostile_text_cannot_reach_the_terminal)
{
    const std::string text = account_table({hostile()}, false);
    BOOST_TEST(text.find('\x1b') == std::string::npos);
    BOOST_TEST(text.find("error: broken\\x0aand \\x1b[31mred\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(account_lines_of_an_account_name_each_field)
{
    BOOST_TEST(account_lines(ordinary(), false) == "email          user@example.com\n"
                                                   "max jobs       5\n"
                                                   "workspace      true\n"
                                                   "token issued   2024-12-21T09:09:58Z\n"
                                                   "token expires  2024-12-22T09:09:58Z\n"
                                                   "state          ok\n");
    BOOST_TEST(account_lines(hostile(), false).find('\x1b') == std::string::npos);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
