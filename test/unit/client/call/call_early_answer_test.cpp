#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

constexpr std::size_t large = 256 * 1024;
constexpr std::size_t small = 100;

const std::string refusal =
    "HTTP/1.1 413 Content Too Large\r\nContent-Length: 17\r\n\r\n{\"error\":\"large\"}";
const std::string acceptance = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";

/** What the far end does when it has the first 50 bytes of a request, and what the caller gets. */
struct early_case
{
    std::string name;
    std::size_t size; ///< of the request's content
    std::string bytes;
    reply::ending then;
    std::optional<errc> failure; ///< nothing for success
    effect done;
    int at_ms;
};

constexpr int attempt_timeout_ms = 20'000;

const std::vector<early_case>& cases()
{
    using ending = reply::ending;
    static const std::vector<early_case> all = {
        {"refused, and left open", large, refusal, ending::keep_open, errc::request_refused, effect::rejected,
         10},
        {"refused, then closed", large, refusal, ending::close, errc::request_refused, effect::rejected, 10},
        {"accepted, then closed", large, acceptance, ending::close, std::nullopt, effect::applied, 10},
        {"100, then refused", large, interim + refusal, ending::keep_open, errc::request_refused,
         effect::rejected, 10},
        {"100, then closed", large, interim, ending::close, errc::connection_lost, effect::unknown, 10},
        {"100, then nothing", large, interim, ending::keep_open, errc::attempt_timed_out, effect::unknown,
         attempt_timeout_ms},
        {"half an answer, then closed", large, refusal.substr(0, 30), ending::close, errc::connection_lost,
         effect::unknown, 10},
        {"answer without a length, then closed", large, "HTTP/1.1 401 x\r\n\r\n{\"error\":\"Unauthorized\"}",
         ending::close, errc::token_refused, effect::rejected, 10},
        {"no HTTP", large, "Bad Gateway", ending::keep_open, errc::malformed_response, effect::unknown, 10},
        {"reset", large, "", ending::reset, errc::connection_lost, effect::unknown, 10},
        {"closed", large, "", ending::close, errc::connection_lost, effect::unknown, 10},
        {"nothing", large, "", ending::keep_open, errc::attempt_timed_out, effect::unknown,
         attempt_timeout_ms},
        {"small request refused, then closed", small, refusal, ending::close, errc::request_refused,
         effect::rejected, 10},
        {"small request, reset", small, "", ending::reset, errc::connection_lost, effect::unknown, 10},
        {"small request, closed", small, "", ending::close, errc::connection_lost, effect::unknown, 10},
    };
    return all;
}

http::request sized_request(std::size_t size)
{
    return http::request("POST", "/x").content("text/plain", std::string(size, 'b'));
}

} // namespace

BOOST_AUTO_TEST_SUITE(early_answer)

BOOST_AUTO_TEST_CASE(answer_before_the_request_was_written_is_taken_and_its_connection_is_not_used_again)
{
    for (const early_case& row : cases()) {
        BOOST_TEST_CONTEXT(row.name)
        {
            world w({reply(row.bytes).then(row.then).after(10ms)});
            const auto client = w.make_client(world::options().retry(retry_options().max_attempts(1)));
            w.network->take_only(50);
            const auto first = w.start(client, sized_request(row.size));
            BOOST_TEST(w.run());
            BOOST_TEST(first->completions == 1U);
            BOOST_TEST(first->at.count() == row.at_ms);
            BOOST_TEST(first->succeeded() == !row.failure);
            if (row.failure && !first->succeeded()) {
                BOOST_TEST(first->failure().code() == *row.failure);
                BOOST_TEST((first->failure().effect() == row.done));
            }
            BOOST_TEST(w.network->open() == 0U);

            const auto second = w.start(client);
            w.run();
            BOOST_TEST(second->succeeded());
            BOOST_TEST((w.served_by == std::vector<std::size_t>{1, 2}));
        }
    }
}

BOOST_AUTO_TEST_CASE(large_request_that_is_read_to_its_end_keeps_its_connection)
{
    world w({reply(interim + acceptance).after(10ms)});
    const auto client = w.make_client();
    const auto first = w.start(client, sized_request(large));
    w.run();
    BOOST_TEST(first->succeeded());
    const auto second = w.start(client);
    w.run();
    BOOST_TEST(second->succeeded());
    BOOST_TEST((w.served_by == std::vector<std::size_t>{1, 1}));
    BOOST_TEST_REQUIRE(w.network->requests().size() == 2U);
    BOOST_TEST(w.network->requests()[0].text().ends_with(std::string(large, 'b')));
}

BOOST_AUTO_TEST_CASE(large_request_on_a_dead_connection_goes_out_on_a_fresh_one)
{
    world w;
    const auto client = w.make_client(world::options().retry(retry_options().max_attempts(1)));
    w.start(client);
    w.run();
    w.network->close_all(reply::ending::reset);
    const auto second = w.start(client, sized_request(large).idempotent(true));
    w.run();
    BOOST_TEST(second->succeeded());
    BOOST_TEST(w.network->connects() == 2U);
}

BOOST_AUTO_TEST_CASE(cancelling_a_request_that_is_being_written_ends_it_once)
{
    for (const std::size_t size : {large, small}) {
        world w({reply::silence()});
        const auto client = w.make_client();
        w.network->take_only(50);
        const auto call = w.start(client, sized_request(size));
        w.run_for(5ms);
        BOOST_TEST(call->completions == 0U);
        call->cancel.emit(boost::asio::cancellation_type::terminal);
        w.run();
        BOOST_TEST(call->completions == 1U);
        BOOST_TEST(call->failure().code() == errc::cancelled);
        BOOST_TEST((call->failure().effect() == effect::unknown));
        BOOST_TEST(w.network->open() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(client_destroyed_while_a_request_is_being_written_ends_the_call)
{
    world w({reply::silence()});
    std::optional<client> held(w.make_client());
    w.network->take_only(50);
    const auto call = w.start(*held, sized_request(large));
    w.run_for(5ms);
    held.reset();
    w.run();
    BOOST_TEST(call->completions == 1U);
    BOOST_TEST(w.network->open() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
