#include "unit/printing.hpp"

#include <useapi/runwayml.hpp>
#include <useapi/testing.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <utility>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

/** The outcome of `DELETE /accounts/<email>` whose attempts get these replies in turn. */
result<void> remove_from(std::vector<reply> replies)
{
    virtual_clock clock;
    boost::asio::io_context context{1};
    memory_network network(context, clock,
                           [next = replies.begin()](const received_request&) mutable { return *next++; });
    client_options options(secret("user:1234-abcdefghijklmnop"));
    const client made = network.make_client(options.base_url("https://service.test/v1").seed(7));
    std::optional<result<void>> outcome;
    runwayml::async_delete_account(made, "user@example.com",
                                   [&](result<void> ended) { outcome = std::move(ended); });
    clock.run(context);
    BOOST_TEST_REQUIRE(outcome.has_value());
    return *outcome;
}

} // namespace

BOOST_AUTO_TEST_SUITE(lost_answers)

BOOST_AUTO_TEST_CASE(account_that_is_gone_when_its_removal_is_repeated_was_removed)
{
    const reply lost = reply().then(reply::ending::reset);
    const reply gone = reply::of(404, R"({"error":"Account not found"})");
    BOOST_TEST(remove_from({lost, gone}).has_value());
    BOOST_TEST(remove_from({reply::of(502, ""), gone}).has_value());
    BOOST_TEST(remove_from({lost, reply::of(503, ""), gone}).has_value());

    // Nothing may have been removed before.
    for (const std::vector<reply>& replies : {std::vector{gone}, std::vector{reply::of(503, ""), gone}}) {
        const result<void> ended = remove_from(replies);
        BOOST_TEST_REQUIRE(!ended.has_value());
        BOOST_TEST(ended.error().code() == errc::not_found);
        BOOST_TEST(ended.error().effect() == effect::rejected);
    }
}

BOOST_AUTO_TEST_SUITE_END()
