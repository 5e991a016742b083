#include "integration/client/loopback.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::runwayml;
using namespace useapi::testing;

BOOST_AUTO_TEST_SUITE(operations)

BOOST_AUTO_TEST_CASE(upsert_account_registers_it_with_its_data)
{
    for (const content_encoding encoding : {content_encoding::json, content_encoding::multipart_form_data}) {
        emulator::background_server service{emulator::options()};
        asio::io_context context(1);
        const client c(context, options_for(service));
        account_settings settings("first+tag@Example.com", secret(" blank \"quoted\" p\xC3\xA4ss\\word "));
        settings.max_jobs(7).use_workspace(use_workspace::team("team-42")).encoding(encoding);
        const auto outcome = run(context, upsert_account(c, settings));
        BOOST_TEST_REQUIRE(outcome.has_value());
        BOOST_TEST(outcome->email() == "first+tag@Example.com");
        BOOST_TEST(outcome->max_jobs().value() == 7);
        BOOST_TEST_REQUIRE(outcome->workspace().has_value());
        BOOST_TEST(outcome->workspace()->id().value() == "team-42");
        BOOST_TEST(outcome->workspace()->plan().value() == "unlimited");
        BOOST_TEST_REQUIRE(outcome->jwt().has_value());
        BOOST_TEST(outcome->jwt()->expires_at().has_value());

        const auto stored = service.accounts(api_token);
        BOOST_TEST_REQUIRE(stored.size() == 1U);
        BOOST_TEST(stored.begin()->second.password() == settings.password().reveal());
        BOOST_TEST(stored.begin()->second.max_jobs() == 7);
    }
}

BOOST_AUTO_TEST_CASE(get_list_and_delete_see_what_upsert_made)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service));

    BOOST_TEST(run(context, list_accounts(c)).value().empty());
    BOOST_TEST(run(context, get_account(c, "a@example.com")).error().code() == errc::not_found);
    BOOST_TEST(run(context, upsert_account(c, settings_of("a@example.com", 1))).has_value());
    BOOST_TEST(run(context, upsert_account(c, settings_of("b@example.com", 2))).has_value());
    BOOST_TEST(run(context, upsert_account(c, settings_of("a@example.com", 3))).has_value());

    const auto all = run(context, list_accounts(c));
    BOOST_TEST_REQUIRE(all->size() == 2U);
    const auto one = run(context, get_account(c, "a@example.com"));
    BOOST_TEST(one->max_jobs().value() == 3);
    BOOST_TEST(run(context, delete_account(c, "a@example.com")).has_value());
    BOOST_TEST(run(context, delete_account(c, "a@example.com")).error().code() == errc::not_found);
    BOOST_TEST(run(context, list_accounts(c))->size() == 1U);
    BOOST_TEST(service.statistics().connections == 1U);
}

BOOST_AUTO_TEST_CASE(send_reaches_what_has_no_operation_of_its_own)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service));
    run(context, upsert_account(c, settings_of("a@example.com")));
    const auto features = run(context, send(c, http::request("GET", "/features/?email=a@example.com")));
    BOOST_TEST_REQUIRE(features.has_value());
    BOOST_TEST(features->status() == 200);
    BOOST_TEST(features->body().find("permitted") != std::string::npos);
    const auto missing = run(context, send(c, http::request("GET", "/no/such/thing")));
    // The text is that of any web server, so the error tells of a wrong address.
    BOOST_TEST(missing.error().code() == errc::unexpected_content);
    BOOST_TEST(missing.error().status() == 404);
}

BOOST_AUTO_TEST_CASE(request_that_is_refused_while_it_is_written_ends_with_the_refusal)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service));
    // The largest content that the service takes, and eight times as much.
    const auto fits = run(
        context,
        send(c,
             http::request("POST", "/no/such/thing").content("text/plain", std::string(1024 * 1024, 'b'))));
    BOOST_TEST(fits.error().status() == 404);
    const auto large = run(context, send(c, http::request("POST", "/no/such/thing")
                                                .content("text/plain", std::string(8 * 1024 * 1024, 'b'))));
    BOOST_TEST(large.error().status() == 413);
    BOOST_TEST(large.error().attempts() == 1U);
    const auto next = run(context, upsert_account(c, settings_of("a@example.com")));
    BOOST_TEST(next.has_value());
    // A connection is not used again if its answer is not the service's, or came before the whole request was
    // written.
    BOOST_TEST(service.statistics().connections == 3U);
}

BOOST_AUTO_TEST_CASE(unacceptable_settings_are_refused_before_a_byte_is_sent)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service));

    struct row
    {
        account_settings settings;
        std::string named;
    };

    const row rows[] = {
        {account_settings("a@b.c", secret("x")), "maxJobs is missing"},
        {settings_of("a@b.c", 0), "maxJobs is 0"},
        {settings_of("a@b.c", 11), "maxJobs is 11"},
        {account_settings("a@b.c", secret()).max_jobs(5), "password is empty"},
        {settings_of("a b@c.d"), "blank"},
        {settings_of("a\nb@c.d"), "0x0A"},
        {settings_of("a/b@c.d"), "'/'"},
        {settings_of("\xC3\xA4@c.d"), "ASCII"},
        {settings_of(""), "email is empty"},
        {settings_of("a@b"), "domain"},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.named)
        {
            const auto outcome = run(context, upsert_account(c, r.settings));
            BOOST_TEST(outcome.error().code() == errc::invalid_argument);
            BOOST_TEST(outcome.error().effect() == effect::none);
            BOOST_TEST(outcome.error().detail().find(r.named) != std::string::npos);
        }
    }
    BOOST_TEST(run(context, get_account(c, "x y@z")).error().code() == errc::invalid_argument);
    BOOST_TEST(run(context, delete_account(c, "../x@y.z/")).error().code() == errc::invalid_argument);
    BOOST_TEST(service.statistics().connections == 0U);
}

BOOST_AUTO_TEST_CASE(three_meanings_of_401_are_told_apart)
{
    emulator::background_server service{
        emulator::options().accept_token("user:9-zzzzzzzz").accept_token(api_token)};
    asio::io_context context(1);
    const client c(context, options_for(service));
    const auto wrong =
        run(context, upsert_account(c, account_settings("w@x.yz", secret("wrong-password")).max_jobs(5)));
    BOOST_TEST(wrong.error().code() == errc::credentials_refused);
    BOOST_TEST(wrong.error().code() == condition::account_refused);
    BOOST_TEST(wrong.error().status() == 401);
    BOOST_TEST(wrong.error().effect() == effect::rejected);
    BOOST_TEST(wrong.error().attempts() == 1U);
    const auto suspended =
        run(context, upsert_account(c, account_settings("s@x.yz", secret("suspended-account")).max_jobs(5)));
    BOOST_TEST(suspended.error().code() == errc::account_suspended);

    client_options stranger{secret("user:5-qqqqqqqqqqqq")};
    stranger.base_url(service.base_url()).ca_file(service.ca_file().string());
    const client other(context, stranger);
    const auto refused = run(context, list_accounts(other));
    BOOST_TEST(refused.error().code() == errc::token_refused);
    BOOST_TEST(refused.error().code() == condition::token_refused);
}

BOOST_AUTO_TEST_CASE(context_runs_out_of_work_when_the_last_call_ends)
{
    emulator::background_server service{emulator::options()};
    asio::io_context context(1);
    const client c(context, options_for(service).timeout(10min).attempt_timeout(10min));
    const auto began = std::chrono::steady_clock::now();
    run(context, upsert_account(c, settings_of("a@example.com")));
    // run() returned although an idle connection is kept and the deadline lies minutes ahead.
    BOOST_TEST((std::chrono::steady_clock::now() - began < 1min));
    BOOST_TEST(c.statistics().idle_connections == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
