#include "unit/client/world.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace useapi;
using namespace useapi::testing;

namespace {

namespace asio = boost::asio;

/** Where tokens come from: the first one is token-1, the next one token-2. */
class vault
{
public:
    client_options options(std::string_view first = {})
    {
        client_options chosen{secret(first)};
        chosen.base_url("https://service.test/v1").max_connections(4).timeout(60s).seed(7);
        chosen.token_from([this] { return give(); });
        return chosen;
    }

    /** Keeps callers waiting. */
    void close() { is_open_ = false; }

    void open()
    {
        is_open_ = true;
        if (const auto waiting = std::exchange(waiting_, nullptr))
            std::move (*waiting)();
    }

    bool is_waited_for() const { return waiting_ != nullptr; }

    std::vector<result<secret>> answers; ///< given in turn, before the tokens
    bool throws = false;
    unsigned asked = 0;

private:
    asio::awaitable<result<secret>> give()
    {
        ++asked;
        if (throws)
            throw std::runtime_error("hunter2");
        if (!is_open_)
            co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(wait_, asio::use_awaitable);
        if (answers.empty())
            co_return secret("token-" + std::to_string(asked));
        result<secret> next = std::move(answers.front());
        answers.erase(answers.begin());
        co_return next;
    }

    using kept_handler = asio::any_completion_handler<void()>;

    struct keep_waiting
    {
        template <class Handler>
        void operator()(Handler&& handler) const
        {
            owner.waiting_ = std::make_unique<kept_handler>(std::forward<Handler>(handler));
        }

        vault& owner;
    };

    bool is_open_ = true;
    std::unique_ptr<kept_handler> waiting_;
    keep_waiting wait_{*this};
};

std::vector<std::string> tokens_sent(const world& w)
{
    std::vector<std::string> sent;
    for (const received_request& request : w.network->requests()) {
        const std::string_view field = request.find("Authorization").value_or("none");
        sent.emplace_back(field.substr(field.find(' ') + 1));
    }
    return sent;
}

std::vector<std::shared_ptr<observed>> start_some(world& w, const client& c, int count)
{
    std::vector<std::shared_ptr<observed>> started;
    for (int i = 0; i < count; ++i)
        started.push_back(w.start(c));
    return started;
}

reply unauthorized()
{
    return reply::of(401, R"({"error":"Unauthorized"})");
}

using token_list = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_SUITE(changing_tokens)

BOOST_AUTO_TEST_CASE(calls_without_a_token_ask_once_for_all_of_them)
{
    vault v;
    world w;
    const auto c = w.make_client(v.options());
    const auto calls = start_some(w, c, 3);
    w.run();
    for (const auto& each : calls)
        BOOST_TEST(each->succeeded());
    BOOST_TEST(tokens_sent(w) == token_list(3, "token-1"), boost::test_tools::per_element());
    BOOST_TEST(w.start(c)->completions == 0U);
    w.run();
    BOOST_TEST(v.asked == 1U);
}

BOOST_AUTO_TEST_CASE(refused_token_is_replaced_once_for_all_and_each_call_tries_once_more)
{
    vault v;
    world w({unauthorized(), unauthorized(), unauthorized()});
    const auto c = w.make_client(v.options("old").retry(retry_options().max_attempts(1)));
    const auto calls = start_some(w, c, 3);
    w.run();
    for (const auto& each : calls)
        BOOST_TEST(each->succeeded());
    BOOST_TEST(v.asked == 1U);
    BOOST_TEST(tokens_sent(w) == (token_list{"old", "old", "old", "token-1", "token-1", "token-1"}),
               boost::test_tools::per_element());
    BOOST_TEST(c.statistics().attempts == 6U);
}

BOOST_AUTO_TEST_CASE(second_refusal_ends_the_call)
{
    vault v;
    world w({unauthorized(), unauthorized()});
    const auto c = w.make_client(v.options("old"));
    const auto call = w.start(c);
    w.run();
    BOOST_TEST(call->failure().code() == errc::token_refused);
    BOOST_TEST(call->failure().attempts() == 2U);
    BOOST_TEST(v.asked == 1U);
}

BOOST_AUTO_TEST_CASE(failure_is_shared_and_the_next_call_asks_anew)
{
    vault v;
    v.answers.emplace_back(error(errc::connect_failed).detail("no way to the vault"));
    world w;
    const auto c = w.make_client(v.options());
    const auto calls = start_some(w, c, 3);
    w.run();
    for (const auto& each : calls) {
        BOOST_TEST(each->failure().code() == errc::connect_failed);
        BOOST_TEST(each->failure().detail() == "no way to the vault");
        BOOST_TEST(each->failure().effect() == effect::none);
        BOOST_TEST(each->failure().attempts() == 0U);
    }
    BOOST_TEST(v.asked == 1U);
    const auto next = w.start(c);
    w.run();
    BOOST_TEST(next->succeeded());
    BOOST_TEST(v.asked == 2U);
    BOOST_TEST(w.network->requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(source_that_throws_or_gives_no_token_fails_the_calls_without_its_text)
{
    vault v;
    world w;
    const auto c = w.make_client(v.options());
    const auto failure_of_a_call = [&] {
        const auto call = w.start(c);
        w.run();
        return call->failure();
    };
    v.throws = true;
    const error thrown = failure_of_a_call();
    BOOST_TEST(thrown.code() == errc::invalid_argument);
    BOOST_TEST(thrown.detail().find("hunter2") == std::string::npos);
    v.throws = false;
    for (const char* bad : {"", "two words", "a\r\nb"}) {
        v.answers.emplace_back(secret(bad));
        const error refused = failure_of_a_call();
        BOOST_TEST(refused.code() == errc::invalid_argument);
        BOOST_TEST(refused.detail().find("token") != std::string::npos);
        BOOST_TEST(refused.detail().find("two") == std::string::npos);
    }
    BOOST_TEST(w.network->requests().empty());
}

BOOST_AUTO_TEST_CASE(call_that_waits_for_a_token_ends_at_its_deadline_when_cancelled_and_when_closed)
{
    vault v;
    v.close();
    world w;
    auto c = w.make_client(v.options());
    const auto late = w.start(c.with(call_options().timeout(2s)));
    const auto cancelled = w.start(c);
    const auto closed = w.start(c);
    w.run_for(1s);
    BOOST_TEST(v.is_waited_for());
    cancelled->cancel.emit(asio::cancellation_type::terminal);
    w.run_for(2s);
    BOOST_TEST(cancelled->failure().code() == errc::cancelled);
    BOOST_TEST(late->failure().code() == errc::timed_out);
    BOOST_TEST(late->failure().effect() == effect::none);
    BOOST_TEST(closed->completions == 0U);
    c.close();
    w.run_for(1s);
    BOOST_TEST(closed->failure().code() == errc::client_closed);
    v.open();
    w.run();
    BOOST_TEST(v.asked == 1U);
    BOOST_TEST(w.network->requests().empty());
}

BOOST_AUTO_TEST_CASE(question_under_way_outlives_its_client)
{
    vault v;
    v.close();
    world w;
    {
        const auto c = w.make_client(v.options());
        static_cast<void>(w.start(c));
        w.run_for(1s);
        BOOST_TEST(v.is_waited_for());
    }
    w.run_for(1s);
    v.open();
    w.run();
    BOOST_TEST(v.asked == 1U);
}

BOOST_AUTO_TEST_CASE(token_that_the_service_repeats_is_not_shown)
{
    vault v;
    v.answers.emplace_back(secret("user:1234-abcdefghijklmnop"));
    world w({reply::of(400, R"({"error":"token user:1234-abcdefghijklmnop is odd"})")});
    const auto c = w.make_client(v.options());
    const auto call = w.start(c);
    w.run();
    BOOST_TEST(call->failure().code() == errc::request_refused);
    BOOST_TEST(call->failure().server_error().find("abcdefghijklmnop") == std::string::npos);
    BOOST_TEST(call->failure().server_error().find("is odd") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
