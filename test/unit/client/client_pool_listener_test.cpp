#include "http/pool/pool.hpp"
#include "testing/access.hpp"

#include <useapi/testing.hpp>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace useapi;
using namespace useapi::testing;
using namespace std::chrono_literals;

namespace {

/** Writes down what it hears, in words. */
class listener_record final : public http::pool_listener
{
public:
    void on_connecting(std::uint64_t connection) noexcept override { note("connecting", connection); }

    void on_connected(std::uint64_t connection, const http::connect_report&) noexcept override
    {
        note("connected", connection);
    }

    void on_connect_failed(std::uint64_t connection, const error& why) noexcept override
    {
        note(why.code() == errc::connect_failed ? "failed" : "failed strangely", connection);
    }

    void on_closed(std::uint64_t connection, close_reason why) noexcept override
    {
        note("closed for reason " + std::to_string(static_cast<int>(why)) + ":", connection);
    }

    std::vector<std::string> heard;

private:
    void note(std::string what, std::uint64_t connection)
    {
        heard.push_back(std::move(what) + " " + std::to_string(connection));
    }
};

class waiter final : public http::pool::waiter
{
public:
    waiter() : http::pool::waiter(false) {}

    void on_served() noexcept override {}
};

/** Answers on a strand, as a connector with sockets does. */
class strand_connector final : public http::connector
{
public:
    explicit strand_connector(std::shared_ptr<http::connector> inner)
        : inner_(std::move(inner)), strands_{boost::asio::make_strand(inner_->context())}
    {
    }

    std::shared_ptr<attempt> async_connect(connect_handler handler) override
    {
        return inner_->async_connect(
            [this, handler = std::move(handler)](error failure, std::unique_ptr<http::byte_stream> stream) {
                if (stream)
                    strands_.push_back(stream->get_executor());
                boost::asio::dispatch(strands_.front(), [handler, failure = std::move(failure),
                                                         stream = std::move(stream)]() mutable {
                    handler(std::move(failure), std::move(stream));
                });
            });
    }

    time_point now() const noexcept override { return inner_->now(); }

    std::chrono::system_clock::time_point wall_now() const noexcept override { return inner_->wall_now(); }

    std::unique_ptr<http::alarm> make_alarm(std::function<void()> ring) override
    {
        return inner_->make_alarm(std::move(ring));
    }

    boost::asio::io_context& context() const noexcept override { return inner_->context(); }

    /** Whether the caller runs on the strand of the connector or on that of a connection. */
    bool is_on_a_strand() const
    {
        return std::any_of(strands_.begin(), strands_.end(),
                           [](const auto& each) { return each.running_in_this_thread(); });
    }

private:
    const std::shared_ptr<http::connector> inner_;
    std::vector<http::byte_stream::executor_type> strands_;
};

/** Notes whether it is told on a strand. */
class strand_seeker final : public http::pool_listener
{
public:
    explicit strand_seeker(std::shared_ptr<strand_connector> at) : at_(std::move(at)) {}

    void on_connecting(std::uint64_t) noexcept override { note(); }

    void on_connected(std::uint64_t, const http::connect_report&) noexcept override { note(); }

    void on_connect_failed(std::uint64_t, const error&) noexcept override { note(); }

    void on_closed(std::uint64_t, close_reason) noexcept override { note(); }

    unsigned told = 0;
    unsigned told_on_a_strand = 0;

private:
    void note()
    {
        ++told;
        told_on_a_strand += at_->is_on_a_strand();
    }

    const std::shared_ptr<strand_connector> at_;
};

struct fixture
{
    fixture()
        : network(std::make_unique<memory_network>(context, clock,
                                                   [](const received_request&) { return reply::silence(); })),
          pool(std::make_shared<http::pool>(http::pool_options{1, 10, 50s}, http::connection_limits(),
                                            testing::access::make_connector(*network), 1, listener))
    {
    }

    ~fixture()
    {
        pool->stop(errc::client_closed);
        clock.run(context);
    }

    http::lease acquire()
    {
        waiter who;
        pool->acquire(who, clock.now());
        clock.run(context);
        return std::move(who.granted);
    }

    void expect(const std::vector<std::string>& expected)
    {
        BOOST_TEST(listener->heard == expected, boost::test_tools::per_element());
    }

    virtual_clock clock;
    boost::asio::io_context context{1};
    std::unique_ptr<memory_network> network;
    std::shared_ptr<listener_record> listener = std::make_shared<listener_record>();
    std::shared_ptr<http::pool> pool;
};

std::string closed_for(close_reason why, int connection)
{
    return "closed for reason " + std::to_string(static_cast<int>(why)) + ": " + std::to_string(connection);
}

} // namespace

BOOST_AUTO_TEST_SUITE(pool_listener)

BOOST_FIXTURE_TEST_CASE(listener_hears_of_each_connection_from_beginning_to_end, fixture)
{
    network->expect_connects({connect_outcome::failure(errc::connect_failed)});
    BOOST_TEST(!acquire());
    http::lease second = acquire();
    BOOST_TEST(!!second);
    second.discard();
    clock.run(context);
    acquire().release(clock.now());
    clock.schedule_after(50s, [] {});
    clock.run(context);
    acquire().release(clock.now());
    pool->stop(errc::client_closed);
    clock.run(context);
    expect({"connecting 1", "failed 1", "connecting 2", "connected 2",
            closed_for(close_reason::exchange_failed, 2), "connecting 3", "connected 3",
            closed_for(close_reason::idle_timeout, 3), "connecting 4", "connected 4",
            closed_for(close_reason::stopped, 4)});
}

BOOST_FIXTURE_TEST_CASE(next_connection_begins_after_the_last_one_is_gone, fixture)
{
    http::lease held = acquire();
    waiter next;
    pool->acquire(next, clock.now());
    held.discard();
    // No handler ran yet: the socket still exists, and takes a place.
    expect({"connecting 1", "connected 1"});
    BOOST_TEST(network->open() == 1U);
    BOOST_TEST(pool->count().connections == 1U);
    clock.run(context);
    expect({"connecting 1", "connected 1", closed_for(close_reason::exchange_failed, 1), "connecting 2",
            "connected 2"});
    BOOST_TEST(!!next.granted);
    BOOST_TEST(network->peak_open() == 1U);
}

BOOST_FIXTURE_TEST_CASE(lease_that_goes_without_a_word_closes_its_connection, fixture)
{
    acquire();
    clock.run(context);
    expect({"connecting 1", "connected 1", closed_for(close_reason::exchange_failed, 1)});
    BOOST_TEST(pool->count().connections == 0U);
}

BOOST_AUTO_TEST_CASE(listener_is_told_on_no_strand)
{
    virtual_clock clock;
    boost::asio::io_context context{1};
    memory_network network(context, clock, [](const received_request&) { return reply::silence(); });
    const auto connector = std::make_shared<strand_connector>(testing::access::make_connector(network));
    const auto listener = std::make_shared<strand_seeker>(connector);
    const auto pool = std::make_shared<http::pool>(http::pool_options{1, 10, 50s}, http::connection_limits(),
                                                   connector, 1, listener);
    network.expect_connects({connect_outcome::failure(errc::connect_failed)});
    for (const bool succeeds : {false, true}) {
        waiter who;
        pool->acquire(who, clock.now());
        clock.run(context);
        BOOST_TEST(!who.granted != succeeds);
        who.granted.discard();
        clock.run(context);
    }
    // Connecting, failed; connecting, connected, closed.
    BOOST_TEST(listener->told == 5U);
    BOOST_TEST(listener->told_on_a_strand == 0U);
    pool->stop(errc::client_closed);
    clock.run(context);
}

BOOST_AUTO_TEST_SUITE_END()
