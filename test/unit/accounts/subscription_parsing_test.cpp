#include "accounts/subscription_parsing.hpp"
#include "unit/printing.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace useapi;
using namespace useapi::accounts;

namespace {

subscription parsed(const char* body)
{
    subscription read;
    BOOST_TEST_REQUIRE(!read_subscription_answer({}, 200, body, read).has_value());
    return read;
}

} // namespace

BOOST_AUTO_TEST_SUITE(subscriptions)

BOOST_AUTO_TEST_CASE(subscription_with_every_member_is_read)
{
    const auto read =
        parsed(R"({"subscriptionIsActive":true,"subscriptions":2,"maxAccountsPerAPI":6,"sub":"261224",
        "accounts":{"Runway API":{"total":4,"active":3,"error":1},"Kling API":{"total":7}},"email":"x@y.zz"})");
    BOOST_TEST(read.is_active().value());
    BOOST_TEST(read.count().value() == 2U);
    BOOST_TEST(read.places().value() == 6U);
    const auto renewal = std::chrono::year(2026) / std::chrono::December / 24;
    BOOST_TEST((read.renews_on() == renewal));
    const account_counts runway = read.accounts_of("Runway API").value();
    BOOST_TEST(runway.total() == 4U);
    BOOST_TEST(runway.active().value() == 3U);
    BOOST_TEST(runway.in_error().value() == 1U);
    BOOST_TEST(!read.accounts_of("Kling API").value().in_error().has_value());
    BOOST_TEST(read.free_places().value() == 2U);
    BOOST_TEST(read.free_places("Kling API").value() == 0U);
    BOOST_TEST(read.free_places("Pixverse API").value() == 6U);
}

BOOST_AUTO_TEST_CASE(subscription_leaves_unset_what_is_missing_or_of_another_form)
{
    const auto expired = parsed(R"({"subscriptionIsActive":false})");
    BOOST_TEST(!expired.is_active().value());
    BOOST_TEST(!expired.free_places().has_value());
    const auto odd =
        parsed(R"({"subscriptions":"2","maxAccountsPerAPI":-1,"sub":"soon","accounts":{"Runway API":5}})");
    BOOST_TEST(odd.count().value() == 2U);
    BOOST_TEST(!odd.places().has_value());
    BOOST_TEST(!odd.renews_on().has_value());
    BOOST_TEST(odd.accounts().empty());
    BOOST_TEST(!parsed(R"({"subscriptions":1,"sub":261350})").renews_on().has_value());
    BOOST_TEST(parsed(R"({"accounts":{"Runway API":{"active":2,"error":1}}})")
                   .accounts_of("Runway API")
                   .value()
                   .total() == 3U);
}

BOOST_AUTO_TEST_CASE(answer_that_is_no_subscription_is_refused)
{
    const struct
    {
        const char* body;
        errc expected;
    } cases[] = {
        {"", errc::unexpected_content},
        {"{}", errc::unexpected_content},
        {"[]", errc::unexpected_content},
        {"<html></html>", errc::unexpected_content},
        {R"({"error":"Unauthorized","code":401})", errc::token_refused},
        {R"({"error":"Something"})", errc::unexpected_content},
    };

    for (const auto& [body, expected] : cases) {
        BOOST_TEST_CONTEXT(body)
        {
            subscription read;
            const auto failure = read_subscription_answer({}, 200, body, read);
            BOOST_TEST_REQUIRE(failure.has_value());
            BOOST_TEST(failure->code() == expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(subscription_is_beside_the_service_of_the_client)
{
    BOOST_TEST(subscription_path("/v1/runwayml") == "/v2/account");
    BOOST_TEST(subscription_path("/v2/pixverse") == "/v2/account");
    BOOST_TEST(subscription_path("/gateway/v1/runwayml") == "/gateway/v2/account");
    BOOST_TEST(subscription_path("/runwayml") == "/runwayml/v2/account");
    BOOST_TEST(subscription_path("/a/vx/b") == "/a/vx/b/v2/account");
    BOOST_TEST(subscription_path("") == "/v2/account");
}

BOOST_AUTO_TEST_SUITE_END()
