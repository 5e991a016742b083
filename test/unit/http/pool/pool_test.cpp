#include "http/pool/pool.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
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
    explicit idle_stream(boost::asio::io_context& context) : strand_(context.get_executor()) {}

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

    void close() noexcept override {}

    bool looks_alive() noexcept override { return true; }

private:
    executor_type strand_;
    const http::connect_report report_;
};

/** Has ended every attempt before it tells of it, as may happen where another thread is quick. */
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
            handler(error(), std::make_unique<idle_stream>(context_));
        return made;
    }

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

BOOST_AUTO_TEST_SUITE_END()
