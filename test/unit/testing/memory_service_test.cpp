#include "unit/testing/service_world.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

constexpr std::string_view token = "user:1234-abcdefghijklmnop";

/** One client and the service in memory. */
struct registry : service_world
{
    explicit registry(const memory_service_options& chosen = memory_service_options(),
                      const client_options& how = service_world::options())
        : service(chosen), network(context, clock, service.far_end()), made(network.make_client(how))
    {
    }

    memory_service service;
    memory_network network;
    client made;
};

} // namespace

BOOST_AUTO_TEST_SUITE(memory_services)

BOOST_AUTO_TEST_CASE(registered_account_is_held_listed_and_deleted)
{
    for (const auto encoding :
         {runwayml::content_encoding::json, runwayml::content_encoding::multipart_form_data}) {
        registry w;
        BOOST_TEST(w.list(w.made).value().empty());
        const auto outcome = w.upsert(w.made, service_world::settings()
                                                  .use_workspace(runwayml::use_workspace::team("team-7"))
                                                  .encoding(encoding));
        BOOST_TEST_REQUIRE(outcome.has_value());
        BOOST_TEST((outcome->jwt()->issued_at() ==
                    std::chrono::floor<std::chrono::milliseconds>(w.clock.wall_now())));

        const auto held = w.service.accounts(token);
        BOOST_TEST_REQUIRE(held.size() == 1U);
        BOOST_TEST(held[0].email() == "user@example.com");
        BOOST_TEST((held[0].password() == secret("hunter22")));
        BOOST_TEST(held[0].max_jobs().value() == 5);
        BOOST_TEST(held[0].use_workspace().value() == "team-7");
        BOOST_TEST(w.list(w.made).value().size() == 1U);

        bool deleted = false;
        runwayml::async_delete_account(w.made, "user@example.com",
                                       [&](const result<void>& ended) { deleted = ended.has_value(); });
        w.clock.run(w.context);
        BOOST_TEST(deleted);
        BOOST_TEST(w.service.accounts(token).empty());
    }
}

BOOST_AUTO_TEST_CASE(account_put_there_is_found_and_counts_for_its_token_alone)
{
    registry w(memory_service_options().account_limit(1));
    w.service.add_account("user:9-other", runwayml::account("b@example.com").error("stale"));
    BOOST_TEST(w.list(w.made).value().empty());
    w.service.add_account(token, runwayml::account("b@example.com").error("stale"));
    BOOST_TEST(w.list(w.made).value().at(0).error().value() == "stale");
    const auto refused = w.upsert(w.made);
    BOOST_TEST(refused.error().code() == errc::no_place_left);
    BOOST_TEST(refused.error().status() == 402);
}

BOOST_AUTO_TEST_CASE(passwords_and_tokens_are_refused_as_by_the_service)
{
    struct row
    {
        std::string token;
        std::string password;
        errc expected;
    };

    const row rows[] = {
        {"user:1-good", "wrong-password", errc::credentials_refused},
        {"user:1-good", "suspended-account", errc::account_suspended},
        {"user:1-bad", "hunter22", errc::token_refused},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.token << " " << r.password)
        {
            registry w(memory_service_options().accept_token("user:1-good"), client_options(secret(r.token)));
            const auto outcome =
                w.upsert(w.made, runwayml::account_settings("a@b.cd", secret(r.password)).max_jobs(1));
            BOOST_TEST_REQUIRE(!outcome.has_value());
            BOOST_TEST(outcome.error().code() == r.expected);
            BOOST_TEST(w.service.accounts(r.token).empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(fault_meets_the_caller_and_is_overcome_where_it_can_be)
{
    struct row
    {
        const char* fault;
        errc expected;
        std::size_t requests;
    };

    const row rows[] = {
        {"status=503,nth=1", errc{}, 2},
        {"status=429,retry-after=30,nth=1", errc{}, 2},
        {"status=429,retry-after=date+30,nth=1", errc{}, 2},
        {"status=402", errc::subscription_exhausted, 1},
        {"reset=before-request,nth=1", errc{}, 2},
        {"reset=after-request,nth=1", errc{}, 2},
        {"truncate,nth=1", errc{}, 2},
        {"close", errc{}, 1},
        {"close=silent", errc{}, 1},
        {"garbage,nth=1", errc::malformed_response, 1},
        {"stall", errc::attempt_timed_out, 3},
        {"delay=9s", errc{}, 1},
        {"suspended", errc::account_suspended, 1},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.fault)
        {
            registry w(memory_service_options().add_fault(r.fault),
                       service_world::options().attempt_timeout(10s));
            const auto outcome = w.upsert(w.made);
            BOOST_TEST(outcome.has_value() == (r.expected == errc{}));
            if (!outcome)
                BOOST_TEST(outcome.error().code() == r.expected);
            BOOST_TEST(w.network.requests().size() == r.requests);
        }
    }
}

BOOST_AUTO_TEST_CASE(failed_request_changed_the_accounts_where_its_fault_says_so)
{
    struct row
    {
        const char* fault;
        std::size_t held;
    };

    const row rows[] = {
        {"status=503", 0}, {"status=503,applied=after", 1}, {"reset=before-request", 0},
        {"stall", 1},      {"reset=after-request", 1},      {"reset=after-request,applied=before", 0},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT(r.fault)
        {
            registry w(memory_service_options().add_fault(r.fault),
                       service_world::options().retry(retry_options().max_attempts(1)));
            BOOST_TEST(!w.upsert(w.made).has_value());
            BOOST_TEST(w.service.accounts(token).size() == r.held);
        }
    }
}

BOOST_AUTO_TEST_CASE(wait_that_the_service_asks_for_is_waited_whichever_its_form)
{
    for (const char* const fault :
         {"status=429,retry-after=30,nth=1", "status=429,retry-after=date+30,nth=1"}) {
        registry w(memory_service_options().add_fault(fault));
        BOOST_TEST(w.upsert(w.made).has_value());
        BOOST_TEST((w.clock.elapsed() >= 29s));
        BOOST_TEST((w.clock.elapsed() < 40s));
    }
}

BOOST_AUTO_TEST_CASE(login_takes_its_virtual_time)
{
    registry w(memory_service_options().login_delay(25s));
    BOOST_TEST(w.upsert(w.made).has_value());
    BOOST_TEST((w.clock.elapsed() == 25s));
    BOOST_TEST(w.list(w.made).has_value());
    BOOST_TEST((w.clock.elapsed() == 25s));
}

BOOST_AUTO_TEST_CASE(wrong_text_of_a_fault_is_refused)
{
    BOOST_CHECK_THROW(memory_service(memory_service_options().add_fault("status=1000")),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
