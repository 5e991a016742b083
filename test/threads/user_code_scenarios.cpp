#include "threads/scenarios.hpp"
#include "threads/world.hpp"

#include <useapi/client/observer.hpp>
#include <useapi/retry/retry_policy.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <optional>
#include <string>

namespace useapi::threads {

namespace {

/** User code that waits for the end of another call, once. */
class waiting_code
{
public:
    /** @param refusals  the number of attempts that must have been refused before the code waits. */
    explicit waiting_code(int refusals) : refusals_left_(refusals) {}

    /** Begins the call that the code waits for; empty if it waits for one that is under way. */
    std::function<void()> begin;

    void run()
    {
        if (refusals_left_ > 0 || has_begun_.exchange(true))
            return;
        if (begin)
            begin();
        ended_.pass();
    }

    void note_refusal() { --refusals_left_; }

    /** A call ended that the code may wait for. */
    void note_end() { ended_.open(); }

private:
    std::atomic<int> refusals_left_;
    std::atomic<bool> has_begun_ = false;
    gate ended_;
};

/** Runs the user code at one kind of event. */
class waiting_observer final : public observer
{
public:
    waiting_observer(std::shared_ptr<waiting_code> code, std::uint64_t event)
        : code_(std::move(code)), event_(event)
    {
    }

    static constexpr std::uint64_t events = 9;

    void on_call_queued(const event::call_queued&) noexcept override { hears(0); }

    void on_connection_connecting(const event::connection_connecting&) noexcept override { hears(1); }

    void on_connection_opened(const event::connection_opened&) noexcept override { hears(2); }

    void on_connection_acquired(const event::connection_acquired&) noexcept override { hears(3); }

    void on_request_sent(const event::request_sent&) noexcept override { hears(4); }

    void on_first_byte(const event::first_byte&) noexcept override { hears(5); }

    void on_connection_released(const event::connection_released&) noexcept override { hears(6); }

    void on_connection_closed(const event::connection_closed&) noexcept override { hears(7); }

    void on_call_ended(const event::call_ended&) noexcept override { hears(8); }

private:
    void hears(std::uint64_t event) const
    {
        if (event == event_)
            code_->run();
    }

    const std::shared_ptr<waiting_code> code_;
    const std::uint64_t event_;
};

class waiting_policy final : public retry_policy
{
public:
    waiting_policy(std::shared_ptr<waiting_code> code, bool waits) : code_(std::move(code)), waits_(waits) {}

    retry_choice choose(const failed_attempt&, retry_choice) const noexcept override
    {
        code_->note_refusal();
        if (waits_)
            code_->run();
        // Calls wake at the same time.
        return retry_choice::again_after(2s);
    }

private:
    const std::shared_ptr<waiting_code> code_;
    const bool waits_;
};

/** A coroutine is resumed, and runs, where its call ends. */
asio::awaitable<void> call_and_run(client c, std::shared_ptr<waiting_code> code, bool waits,
                                   tally::handler handler)
{
    co_await send(std::move(c), http::request("GET", "/x"));
    if (waits)
        code->run();
    if (!code->begin)
        code->note_end();
    handler();
}

} // namespace

void user_code_waits(random_numbers& numbers)
{
    tally handlers;
    const bool after_retry = numbers.one_in(2);
    const auto code = std::make_shared<waiting_code>(after_retry ? 3 : 0);
    const auto which = numbers.below(waiting_observer::events + 2);
    const bool is_policy = which == waiting_observer::events;
    const bool is_handler = which > waiting_observer::events;
    auto options = world::options().max_connections(1 + numbers.below(2));
    options.retry(retry_options().policy(std::make_shared<waiting_policy>(code, is_policy)));
    if (which < waiting_observer::events)
        options.observe_with(std::make_shared<waiting_observer>(code, which));
    world w(numbers,
            [refused = after_retry ? 3 : 1](std::string_view request, random_numbers&) mutable -> answer {
                if (request.starts_with("GET /v1/silent"))
                    return {{}};
                return refused-- > 0 ? status_503() : answer();
            });
    auto c = std::make_unique<client>(w.make_client(options));
    if (!after_retry || numbers.one_in(4))
        code->begin = [c = c.get(), code = code.get(), &handlers] {
            // The far end does not answer it, so its deadline ends it.
            async_send(
                *c, http::request("GET", "/silent"),
                [code, handler = tally::handler(handlers)](const result<http::response>& outcome) mutable {
                    require(outcome.has_error(), "a call got the answer of another one");
                    handler();
                    code->note_end();
                });
        };
    w.start_threads(3);
    for (int i = 0; i != 3; ++i)
        asio::co_spawn(*w.context, call_and_run(*c, code, is_handler, tally::handler(handlers)),
                       asio::detached);
    w.finish();
    require(handlers.returned == handlers.begun, "a call did not complete");
    c.reset();
    w.end();
    require(handlers.alive == 0 && w.core.expired(), "something lives on");
}

void changing_tokens(random_numbers& numbers)
{
    tally handlers;

    struct vault
    {
        std::atomic<unsigned> valid = 0; ///< the number of the token that the service takes
        std::atomic<bool> is_asked = false;
    };

    const auto tokens = std::make_shared<vault>();
    world w(numbers, [tokens](std::string_view request, random_numbers& random) -> answer {
        const bool is_valid =
            request.find("token" + std::to_string(tokens->valid) + "\r\n") != std::string_view::npos;
        if (random.one_in(4))
            ++tokens->valid;
        return is_valid
                   ? answer()
                   : answer{"HTTP/1.1 401 No\r\nContent-Length: 27\r\n\r\n{\"error\":\"Unauthorized\" }   "};
    });
    auto options = world::options(secret());
    options.token_from([tokens]() -> asio::awaitable<result<secret>> {
        require(!tokens->is_asked.exchange(true), "two calls ask for a token at a time");
        co_await asio::post(asio::use_awaitable);
        secret given("token" + std::to_string(tokens->valid));
        tokens->is_asked = false;
        co_return given;
    });
    auto c = std::make_unique<client>(w.make_client(options));
    w.start_threads();
    for (int i = 0; i != 3; ++i)
        async_send(*c, http::request("GET", "/x"), tally::handler(handlers));
    std::thread user = user_thread([copy = *c, closes = numbers.one_in(2)] {
        if (closes)
            copy.close();
    });
    user.join();
    w.finish();
    require(handlers.returned == 3, "a call did not complete");
    c.reset();
    w.end();
    require(handlers.alive == 0 && w.core.expired(), "something lives on");
}

} // namespace useapi::threads
