#include "unit/testing/service_world.hpp"

#include <useapi/accounts/subscription.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

constexpr std::string_view token = "user:1234-abcdefghijklmnop";

/** A client of the service in memory. */
struct registry : service_world
{
    explicit registry(const memory_service_options& chosen = memory_service_options())
        : service(chosen), network(context, clock, service.far_end()), made(network.make_client(options()))
    {
    }

    template <class T, class Start>
    result<T> ended(Start start)
    {
        std::optional<result<T>> seen;
        start([&seen](result<T> outcome) { seen.emplace(std::move(outcome)); });
        clock.run(context);
        return std::move(seen).value();
    }

    result<runwayml::features> features_of(std::string email)
    {
        return ended<runwayml::features>(
            [&](auto handler) { runwayml::async_get_features(made, std::move(email), std::move(handler)); });
    }

    result<std::vector<runwayml::job>> jobs()
    {
        return ended<std::vector<runwayml::job>>(
            [&](auto handler) { runwayml::async_list_jobs(made, std::move(handler)); });
    }

    result<void> release(std::string task_id)
    {
        return ended<void>(
            [&](auto handler) { runwayml::async_release_job(made, std::move(task_id), std::move(handler)); });
    }

    result<subscription> plan()
    {
        return ended<subscription>([&](auto handler) { async_get_subscription(made, std::move(handler)); });
    }

    std::string last_path() const { return std::string(network.requests().back().path()); }

    memory_service service;
    memory_network network;
    client made;
};

} // namespace

BOOST_AUTO_TEST_SUITE(capacity)

BOOST_AUTO_TEST_CASE(features_of_an_account_are_asked_for_by_its_email)
{
    registry w;
    w.service.add_account(token, runwayml::account("a+b@example.com"));
    const auto found = w.features_of("a+b@example.com");
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(std::string(w.network.requests().back().target()) ==
               "/v1/runwayml/features/?email=a%2Bb@example.com");
    BOOST_TEST(found->permitted().plan_credits().value() == 2250);
    BOOST_TEST(found->used().plan_credits().has_value());
    BOOST_TEST_REQUIRE(found->teams().size() == 2U);
    BOOST_TEST(!found->teams()[0].plan().has_value());
    BOOST_TEST(found->teams()[1].plan().value() == "unlimited");
    BOOST_TEST(found->teams()[1].plan_ends_at().has_value());
    BOOST_TEST(w.features_of("").has_value());
    w.service.add_account(token, runwayml::account("c@example.com").error("Session refused"));
    BOOST_TEST(w.features_of("").error().code() == errc::request_refused);
    BOOST_TEST(w.features_of("c@example.com").error().code() == errc::account_in_error_state);
    BOOST_TEST(w.features_of("no email").error().code() == errc::invalid_argument);
}

BOOST_AUTO_TEST_CASE(job_takes_a_place_until_it_is_released)
{
    registry w;
    BOOST_TEST(w.jobs().value().empty());
    const std::string task = w.service.add_job(token, "a+b@example.com");
    w.service.add_job(token, "a+b@example.com");
    BOOST_TEST(runwayml::places_in_use(w.jobs().value()).at(0).second == 2U);
    BOOST_TEST(w.release(task).has_value());
    BOOST_TEST(w.last_path() == "/v1/runwayml/scheduler/" + task);
    BOOST_TEST(w.jobs().value().size() == 1U);
    BOOST_TEST(w.release(task).error().code() == errc::not_found);
    BOOST_TEST(w.release("").error().code() == errc::invalid_argument);
    BOOST_TEST(w.release("two words").error().code() == errc::invalid_argument);
}

BOOST_AUTO_TEST_CASE(subscription_tells_what_places_are_left)
{
    registry w(memory_service_options().account_limit(3));
    w.service.add_account(token, runwayml::account("a@example.com"));
    w.service.add_account(token, runwayml::account("b@example.com").error("Session refused"));
    const auto found = w.plan();
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(w.last_path() == "/v2/account");
    BOOST_TEST(found->is_active().value());
    BOOST_TEST(found->free_places().value() == 1U);
    BOOST_TEST(found->accounts_of("Runway API").value().in_error().value() == 1U);
}

BOOST_AUTO_TEST_CASE(refused_token_is_told_of_every_question)
{
    registry w(memory_service_options().accept_token("user:1-other"));
    BOOST_TEST(w.features_of("a@example.com").error().code() == errc::token_refused);
    BOOST_TEST(w.jobs().error().code() == errc::token_refused);
    BOOST_TEST(w.plan().error().code() == errc::token_refused);
}

BOOST_AUTO_TEST_SUITE_END()
