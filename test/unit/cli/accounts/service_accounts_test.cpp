#include "bulk/services.hpp"
#include "cli/accounts/service_accounts.hpp"
#include "unit/client/world.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(accounts_of_any_service)

namespace {

using namespace useapi;
using namespace useapi::testing;
using useapi::cli::account_list;

const accounts::service_traits* service_named(std::string_view name)
{
    return bulk::find_service(name).value();
}

/** A world whose base URL is that of Runway, as the command's is. */
client client_in(world& there)
{
    return there.make_client(world::options().base_url("https://service.test/v1/runwayml"));
}

std::optional<result<account_list>> listed(world& there, std::string_view service)
{
    const client used = client_in(there);
    std::optional<result<account_list>> outcome;
    cli::start_list_accounts(used, service_named(service),
                             [&outcome](result<account_list> found) { outcome.emplace(std::move(found)); });
    there.run();
    return outcome;
}

BOOST_AUTO_TEST_CASE(accounts_of_every_service_are_listed_in_one_form)
{
    world runway({reply::accounts({runwayml::account("a@b.cd").max_jobs(3).error("refused")})});
    const auto of_runway = listed(runway, "runwayml");
    BOOST_REQUIRE(of_runway.has_value());
    BOOST_REQUIRE(of_runway->value().size() == 1U);
    BOOST_TEST(of_runway->value().front().email() == "a@b.cd");
    BOOST_TEST(of_runway->value().front().max_jobs().value() == 3);
    BOOST_TEST(of_runway->value().front().error().value() == "refused");
    BOOST_TEST(runway.network->requests().front().target() == "/v1/runwayml/accounts");

    world kling({reply::of(200, R"({"a@b.cd":{"email":"a@b.cd","maxJobs":7}})")});
    const auto of_kling = listed(kling, "kling");
    BOOST_REQUIRE(of_kling.has_value());
    BOOST_REQUIRE(of_kling->has_value());
    BOOST_REQUIRE(of_kling->value().size() == 1U);
    BOOST_TEST(of_kling->value().front().email() == "a@b.cd");
    BOOST_TEST(of_kling->value().front().max_jobs().value() == 7);
    BOOST_TEST(kling.network->requests().front().target() == "/v1/kling/accounts");
}

BOOST_AUTO_TEST_CASE(failure_to_list_is_passed_on)
{
    for (const std::string_view service : {"runwayml", "kling"}) {
        world there({reply::error(401, "Unauthorized")});
        const auto outcome = listed(there, service);
        BOOST_REQUIRE(outcome.has_value());
        BOOST_TEST((outcome->error().code() == errc::token_refused), service);
    }
}

BOOST_AUTO_TEST_CASE(listing_of_every_service_can_be_cancelled)
{
    for (const std::string_view service : {"runwayml", "kling"}) {
        world there({reply::silence()});
        const client used = client_in(there);
        boost::asio::cancellation_signal cancel;
        std::optional<result<account_list>> outcome;
        cli::start_list_accounts(
            used, service_named(service),
            boost::asio::bind_cancellation_slot(cancel.slot(), [&outcome](result<account_list> found) {
                outcome.emplace(std::move(found));
            }));
        there.run_for(std::chrono::seconds(1));
        BOOST_TEST(!outcome.has_value());
        cancel.emit(boost::asio::cancellation_type::terminal);
        there.run_for(std::chrono::seconds(1));
        BOOST_REQUIRE_MESSAGE(outcome.has_value(), service);
        BOOST_TEST((outcome->error().code() == condition::cancelled), service);
    }
}

BOOST_AUTO_TEST_CASE(account_is_deleted_at_its_service)
{
    const std::vector<std::pair<std::string_view, std::string_view>> cases{
        {"runwayml", "/v1/runwayml/accounts/a@b.cd"}, {"pixverse", "/v2/pixverse/accounts/a%40b.cd"}};
    for (const auto& [service, path] : cases) {
        world there({reply::of(204)});
        const client used = client_in(there);
        std::optional<result<void>> outcome;
        cli::start_delete_account(used, service_named(service), "a@b.cd",
                                  [&outcome](result<void> ended) { outcome.emplace(std::move(ended)); });
        there.run();
        BOOST_REQUIRE(outcome.has_value());
        BOOST_TEST(outcome->has_value(), service);
        BOOST_REQUIRE(there.network->requests().size() == 1U);
        BOOST_TEST(there.network->requests().front().method() == "DELETE");
        BOOST_TEST(there.network->requests().front().target() == path);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
