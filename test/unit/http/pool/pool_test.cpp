#include "http/pool/pool.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>

BOOST_AUTO_TEST_SUITE(pool_of_connections)

using namespace useapi;

namespace {

/** Carries nothing. */
class idle_stream final : public http::byte_stream
{
public:
    idle_stream(boost::asio::io_context& context, std::shared_ptr<const bool> outdated)
        : strand_(context.get_executor()), outdated_(std::move(outdated))
    {
    }

    executor_type get_executor() const override { return strand_; }

    const http::connect_report& report() const noexcept override { return report_; }

    std::optional<error_code> write(std::span<const char>, std::shared_ptr<handler>) override
    {
        return boost::asio::error::broken_pipe;
    }

    std::optional<received> read_some(std::span<char>, std::shared_ptr<handler>) override
    {
        return received{boost::asio::error::eof};
    }

    bool has_unread() const noexcept override { return false; }

    bool is_outdated() const noexcept override { return *outdated_; }

    void close() noexcept override {}

    bool looks_alive() noexcept override { return true; }

private:
    executor_type strand_;
    const std::shared_ptr<const bool> outdated_;
    const http::connect_report report_;
};

/** Ends every attempt before `async_connect` returns it, as may happen if another thread is quick. */
class quick_connector final : public http::connector
{
public:
    explicit quick_connector(boost::asio::io_context& context) : context_(context) {}

    std::shared_ptr<attempt> async_connect(connect_handler handler) override
    {
        const auto made = std::make_shared<quick_attempt>(handler);
        if (std::exchange(fails_, false))
            handler(error(errc::connect_failed), nullptr);
        else
            handler(error(), std::make_unique<idle_stream>(context_, outdated_));
        return made;
    }

    /** Marks the connections that were made so far as outdated. */
    void outdate() { *std::exchange(outdated_, std::make_shared<bool>(false)) = true; }

    void fail_once() { fails_ = true; }

    time_point now() const noexcept override { return time_point(std::chrono::hours(1)); }

    std::chrono::system_clock::time_point wall_now() const noexcept override { return {}; }

    std::unique_ptr<http::alarm> make_alarm(std::function<void()>) override { return nullptr; }

    boost::asio::io_context& context() const noexcept override { return context_; }

private:
    /** Holds its handler, and so the pool, for as long as it is held itself. */
    struct quick_attempt final : attempt
    {
        explicit quick_attempt(connect_handler kept) : handler(std::move(kept)) {}

        void cancel() noexcept override {}

        connect_handler handler;
    };

    boost::asio::io_context& context_;
    std::shared_ptr<bool> outdated_ = std::make_shared<bool>(false);
    bool fails_ = false;
};

struct asking final : http::pool::waiter
{
    asking() : waiter(false) {}

    void on_served() noexcept override { served = true; }

    bool served = false;
};

} // namespace

BOOST_AUTO_TEST_CASE(attempt_that_ends_before_it_is_noted_does_not_keep_the_pool)
{
    for (const bool fails : {false, true}) {
        boost::asio::io_context context(1);
        const auto connector = std::make_shared<quick_connector>(context);
        auto pool = std::make_shared<http::pool>(http::pool_options{2, 10, std::chrono::seconds(50)},
                                                 http::connection_limits{}, connector, 1);
        const std::weak_ptr<http::pool> watched = pool;
        if (fails)
            connector->fail_once();
        {
            asking call;
            BOOST_TEST((pool->acquire(call, connector->now()) == http::pool::answer::queued));
            BOOST_TEST(call.served);
            BOOST_TEST(static_cast<bool>(call.granted) == !fails);
            if (fails)
                BOOST_TEST((call.failure.code() == errc::connect_failed));
            else
                call.granted.release(connector->now());
        }
        BOOST_TEST(pool->count().idle == (fails ? 0U : 1U));
        pool.reset();
        BOOST_TEST(watched.expired());
    }
}

BOOST_AUTO_TEST_CASE(idle_connection_that_became_outdated_is_replaced_when_it_is_wanted)
{
    boost::asio::io_context context(1);
    const auto connector = std::make_shared<quick_connector>(context);
    const auto pool = std::make_shared<http::pool>(http::pool_options{2, 10, std::chrono::seconds(50)},
                                                   http::connection_limits{}, connector, 1);
    const auto use_a_connection = [&] {
        asking call;
        pool->acquire(call, connector->now());
        BOOST_TEST_REQUIRE(static_cast<bool>(call.granted));
        const auto number = call.granted.number();
        call.granted.release(connector->now());
        return number;
    };
    BOOST_TEST(use_a_connection() == 1U);
    BOOST_TEST(use_a_connection() == 1U);
    connector->outdate();
    BOOST_TEST(use_a_connection() == 2U);
    const http::pool::counts seen = pool->count();
    BOOST_TEST(seen.closed[static_cast<std::size_t>(close_reason::not_reusable)] == 1U);
    BOOST_TEST(seen.opened == 2U);
    BOOST_TEST(seen.reused == 1U);
    context.run();
    BOOST_TEST(pool->count().connections == 1U);
}

// Two threads tell the pool of new limits. If the older one came last and stayed, calls would wait for no
// reason, or load a service that is overloaded.
BOOST_AUTO_TEST_CASE(limit_of_leases_that_comes_late_has_no_effect)
{
    boost::asio::io_context context(1);
    const auto connector = std::make_shared<quick_connector>(context);
    const auto pool = std::make_shared<http::pool>(http::pool_options{2, 10, std::chrono::seconds(50)},
                                                   http::connection_limits{}, connector, 1);
    pool->limit_leases(1, 2);
    pool->limit_leases(2, 1);
    asking first;
    asking second;
    pool->acquire(first, connector->now());
    pool->acquire(second, connector->now());
    BOOST_TEST(static_cast<bool>(first.granted));
    BOOST_TEST(!second.served);
    pool->limit_leases(2, 3);
    BOOST_TEST(static_cast<bool>(second.granted));
    first.granted.release(connector->now());
    second.granted.release(connector->now());
}

// A user whose cancellation crosses the end of a warm-up would lose the process: an entry that is gone would
// be removed.
BOOST_AUTO_TEST_CASE(warm_up_that_has_ended_is_not_cancelled_again)
{
    boost::asio::io_context context(1);
    const auto pool = std::make_shared<http::pool>(http::pool_options{2, 10, std::chrono::seconds(50)},
                                                   http::connection_limits{},
                                                   std::make_shared<quick_connector>(context), 1);
    int ended = 0;
    const auto number = pool->warm_up(1, [&ended](const error& failure, std::size_t open) {
        BOOST_TEST(!failure.code());
        BOOST_TEST(open == 1U);
        ++ended;
    });
    context.run();
    BOOST_TEST(ended == 1);
    pool->cancel_warm_up(number);
    pool->cancel_warm_up(number + 1);
    BOOST_TEST(ended == 1);
}

BOOST_AUTO_TEST_SUITE_END()
