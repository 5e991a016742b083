#ifndef USEAPI_TEST_THREADS_NETWORK_HPP
#define USEAPI_TEST_THREADS_NETWORK_HPP

#include "http/connector.hpp"
#include "threads/clock.hpp"
#include "threads/schedule.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::threads {

/** What the far end does with a request. */
struct answer
{
    std::string bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"; ///< empty: none at all
    std::chrono::milliseconds after{0};
    bool ends_connection = false;
};

class stream;

/** A network in memory that several threads may use at a time: `testing::memory_network` is for one. */
class network final : public http::connector, public std::enable_shared_from_this<network>
{
public:
    /** Called for each request, under a lock. */
    using server = std::function<answer(std::string_view request, random_numbers& numbers)>;

    static std::shared_ptr<network> make(boost::asio::io_context& context, std::uint64_t seed,
                                         server far_end);

    network(boost::asio::io_context& context, std::uint64_t seed, server far_end);

    std::shared_ptr<attempt> async_connect(connect_handler handler) override;

    time_point now() const noexcept override { return clock_->now(); }

    std::chrono::system_clock::time_point wall_now() const noexcept override
    {
        return std::chrono::system_clock::time_point(now().time_since_epoch());
    }

    std::unique_ptr<http::alarm> make_alarm(std::function<void()> ring) override
    {
        return threads::make_alarm(clock_, std::move(ring), false);
    }

    std::unique_ptr<http::alarm> make_background_alarm(std::function<void()> ring) override
    {
        return threads::make_alarm(clock_, std::move(ring), true);
    }

    boost::asio::io_context& context() const noexcept override { return context_; }

    const std::shared_ptr<clock>& time() const noexcept { return clock_; }

    /** From now on connections are made at once, and time stands still. */
    void stop_time()
    {
        is_timeless_ = true;
        clock_->stop();
    }

    /** How many streams are not closed, and how many there were at most. */
    std::size_t open() const noexcept { return open_; }

    std::size_t peak_open() const noexcept { return peak_open_; }

private:
    friend class stream;
    class connecting;
    class service;

    answer serve(std::string_view request);
    std::unique_ptr<http::byte_stream> open_stream();
    void abandon() noexcept;

    boost::asio::io_context& context_;
    service* service_ = nullptr; ///< of the `io_context`
    const std::shared_ptr<clock> clock_;
    const server server_;
    std::mutex mutex_;
    random_numbers numbers_;
    std::vector<std::weak_ptr<stream>> streams_;
    std::atomic<bool> is_timeless_ = false;
    std::atomic<std::size_t> open_ = 0;
    std::atomic<std::size_t> peak_open_ = 0;
};

} // namespace useapi::threads

#endif
