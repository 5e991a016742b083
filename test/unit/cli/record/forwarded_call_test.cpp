#include "cli/record/forwarded_call.hpp"
#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(forwarded_calls)

namespace {

using namespace useapi;
using namespace useapi::testing;
using namespace std::chrono_literals;

using outcome = std::optional<result<http::response>>;

void forward(const client& used, http::request request, outcome& arrived)
{
    useapi::cli::start_forwarded_call(used, std::move(request), [&arrived](result<http::response>&& answer) {
        arrived.emplace(std::move(answer));
    });
}

BOOST_AUTO_TEST_CASE(path_begins_at_the_origin_and_not_at_the_base_url)
{
    world there;
    const client used = there.make_client();
    outcome arrived;
    forward(used, http::request("PUT", "/v2/account?x=y").content("text/plain", "content"), arrived);
    there.clock.run(there.context);
    BOOST_REQUIRE(there.network->requests().size() == 1U);
    const received_request& sent = there.network->requests().front();
    BOOST_TEST(sent.method() == "PUT");
    BOOST_TEST(sent.target() == "/v2/account?x=y");
    BOOST_TEST(sent.body() == "content");
    BOOST_REQUIRE(arrived.has_value());
    BOOST_TEST(arrived->value().status() == 200);
}

BOOST_AUTO_TEST_CASE(answer_of_any_status_is_passed_on_and_the_request_is_not_sent_again)
{
    for (const int status : {201, 400, 401, 404, 429, 500, 503}) {
        world there({reply::of(status, R"({"error":"x"})")});
        const client used = there.make_client();
        outcome arrived;
        forward(used, http::request("GET", "/x"), arrived);
        there.clock.run(there.context);
        BOOST_REQUIRE(arrived.has_value());
        BOOST_REQUIRE_MESSAGE(arrived->has_value(), status);
        BOOST_TEST(arrived->value().status() == status);
        BOOST_TEST(arrived->value().body() == R"({"error":"x"})");
        BOOST_TEST(there.network->requests().size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(pause_that_the_service_asks_for_holds_back_no_other_request)
{
    world there({reply::of(429).retry_after(30s)});
    const client used = there.make_client();
    outcome first;
    outcome second;
    forward(used, http::request("GET", "/x"), first);
    there.clock.run(there.context);
    forward(used, http::request("GET", "/y"), second);
    there.clock.run(there.context);
    BOOST_REQUIRE(second.has_value());
    BOOST_TEST(second->value().status() == 200);
    BOOST_TEST((there.clock.elapsed() < 1s));
}

BOOST_AUTO_TEST_CASE(request_that_cannot_be_sent_is_refused)
{
    world there;
    const client used = there.make_client();
    outcome arrived;
    forward(used, http::request("GET", "no-slash"), arrived);
    there.clock.run(there.context);
    BOOST_REQUIRE(arrived.has_value());
    BOOST_TEST((arrived->error().code() == errc::invalid_argument));
    BOOST_TEST(there.network->requests().empty());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
