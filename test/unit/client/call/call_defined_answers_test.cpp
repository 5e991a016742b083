#include "unit/client/world.hpp"
#include "unit/http/exchange/defined_answers.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(defined_answers_called)

using namespace useapi;
using namespace useapi::testing;

namespace {

// A longer answer is cut at some positions only, since every position would take too long.
constexpr std::size_t short_answer = 300;

reply::ending ending_of(ending then)
{
    switch (then) {
    case ending::open:
        return reply::ending::keep_open;
    case ending::end:
        return reply::ending::close;
    case ending::lost:
        return reply::ending::reset;
    }
    return reply::ending::keep_open;
}

/** The outcome in the words of `feed`. */
std::string outcome_of(const http::response& answer, bool keeps)
{
    return std::to_string(answer.status()) + (keeps ? " keep:" : " close:") +
           (answer.body().empty() ? "" : " " + answer.body());
}

/** Makes a call that gets this answer, and then another call. */
void check(const defined_answer& row, const reply& given)
{
    world w({given});
    const auto client = w.make_client(world::options()
                                          .header_limit(table_header_limit)
                                          .body_limit(table_body_limit)
                                          .retry(retry_options().max_attempts(1)));
    const auto first = w.start(client, http::request(row.method, "/first"));
    w.run();
    const bool is_kept = row.outcome.find(" keep:") != std::string::npos;
    BOOST_TEST_REQUIRE(first->completions == 1U);
    if (row.failure == errc{}) {
        BOOST_TEST_REQUIRE(first->succeeded());
        BOOST_TEST(outcome_of(first->outcome->value(), is_kept) == row.outcome);
        BOOST_TEST((row.done == effect::applied));
    } else {
        BOOST_TEST_REQUIRE(!first->succeeded());
        BOOST_TEST(first->failure().code() == row.failure);
        BOOST_TEST((first->failure().effect() == row.done));
        const int status = row.outcome[0] >= '0' && row.outcome[0] <= '9' ? std::stoi(row.outcome) : 0;
        BOOST_TEST(first->failure().status() == status);
    }

    const auto second = w.start(client, http::request("GET", "/second"));
    w.run();
    BOOST_TEST_REQUIRE(second->succeeded());
    BOOST_TEST(second->outcome->value().body() == "{}");
    const std::size_t reused = is_kept && row.then == ending::open ? 1 : 2;
    BOOST_TEST((w.served_by == std::vector<std::size_t>{1, reused}));
    BOOST_TEST(w.network->requests().back().text().starts_with("GET /v1/second "));
}

} // namespace

BOOST_AUTO_TEST_CASE(answer_has_one_outcome_for_its_caller_and_none_for_the_next)
{
    for (const defined_answer& row : defined_answers()) {
        BOOST_TEST_CONTEXT(row.name)
        {
            check(row, reply(row.bytes).then(ending_of(row.then)));
            // A reset drops the bytes that were not read.
            const std::size_t size = row.then == ending::lost ? 0 : row.bytes.size();
            const std::size_t step = size < short_answer ? 1 : 1 + size / 20;
            for (std::size_t cut = 1; cut < size; cut += step)
                BOOST_TEST_CONTEXT("cut at " << cut)
                {
                    check(row, reply(row.bytes.substr(0, cut))
                                   .followed_by(row.bytes.substr(cut))
                                   .then(ending_of(row.then)));
                }
        }
    }
}

BOOST_AUTO_TEST_CASE(refusal_whose_content_does_not_come_whole_is_not_asked_for_again)
{
    struct row
    {
        const char* status_line;
        const char* text;
        errc failure;
    };

    for (const row& each : {row{"HTTP/1.1 500 x", R"({"error":"Login failed for a)", errc::login_failed},
                            row{"HTTP/1.1 401 x", R"({"error":"Unauth)", errc::token_refused}})
        // A reset would drop the bytes that were not read.
        for (const auto then : {reply::ending::keep_open, reply::ending::close}) {
            BOOST_TEST_CONTEXT(each.status_line << ", then ending " << static_cast<int>(then))
            {
                const std::string bytes =
                    std::string(each.status_line) + "\r\nContent-Length: 99\r\n\r\n" + each.text;
                world w({reply(bytes).then(then)});
                const auto client = w.make_client();
                const auto call = w.start(client, http::request("POST", "/x").idempotent(true));
                w.run();
                BOOST_TEST(w.served_by.size() == 1U);
                BOOST_TEST_REQUIRE(!call->succeeded());
                BOOST_TEST(call->failure().code() == each.failure);
                BOOST_TEST(call->failure().server_error() == each.text);
                BOOST_TEST(call->failure().detail().starts_with("the content of the answer is not complete"));
                BOOST_TEST(call->at.count() == (then == reply::ending::keep_open ? 20'000 : 0));
                BOOST_TEST(w.network->open() == 0U);
            }
        }
}

BOOST_AUTO_TEST_CASE(limit_that_an_answer_exceeds_is_named)
{
    struct row
    {
        std::string bytes;
        std::string detail;
    };

    for (const row& each : {row{"HTTP/1.1 200 OK\r\nX: " + std::string(2000, 'x'), "the limit is 1024 bytes"},
                            row{ok("Content-Length: 5000\r\n"), "the limit is 4096 bytes"},
                            row{chunked(repeated(2000, "1\r\nb\r\n")), "the limit is 5120 bytes"},
                            row{repeated(300, "HTTP/1.1 102 x\r\n\r\n"), "the limit is 5120 bytes"}}) {
        world w({reply(each.bytes)});
        const auto client = w.make_client(world::options()
                                              .header_limit(table_header_limit)
                                              .body_limit(table_body_limit)
                                              .retry(retry_options().max_attempts(1)));
        const auto call = w.start(client);
        w.run();
        BOOST_TEST(call->failure().detail() == each.detail);
    }
}

BOOST_AUTO_TEST_CASE(answer_without_a_request_is_dropped)
{
    for (const std::string& stray : {ok("Content-Length: 5\r\n", "stray"), std::string("x")}) {
        for (const auto pause : {0ms, 5ms, 1000ms}) {
            BOOST_TEST_CONTEXT("'" << stray << "', then nothing for " << pause.count() << " ms")
            {
                world w;
                const auto client = w.make_client();
                w.start(client);
                w.run();
                w.network->send_to_all(stray);
                w.clock.schedule_after(pause, [] {});
                w.run();
                const auto second = w.start(client);
                w.run();
                BOOST_TEST(second->outcome->value().body() == "{}");
                BOOST_TEST((w.served_by == std::vector<std::size_t>{1, 2}));
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
