#ifndef USEAPI_TEST_UNIT_MEMORY_MEMORY_NETWORK_HPP
#define USEAPI_TEST_UNIT_MEMORY_MEMORY_NETWORK_HPP

#include "http/connector.hpp"
#include "unit/memory/virtual_clock.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::testing {

/** What the far end does once it has a whole request. */
class reply
{
public:
    enum class ending
    {
        keep_open,
        close, ///< a proper end of the stream
        reset
    };

    reply() = default;

    /** @param bytes  sent as they are, and nothing where empty. */
    explicit reply(std::string bytes) : bytes_(std::move(bytes)) {}

    /** Such as `HTTP/1.1 200 OK` with the right length. @param fields complete lines with CRLF */
    static reply of(int status, std::string_view body, std::string_view fields = {});

    /** Never answers. */
    static reply silence() { return reply(); }

    reply& after(std::chrono::milliseconds value)
    {
        after_ = value;
        return *this;
    }

    reply& then(ending value)
    {
        ending_ = value;
        return *this;
    }

    /** Sends more, which arrives along with the first bytes and is read after them. */
    reply& followed_by(std::string value)
    {
        follow_up_ = std::move(value);
        return *this;
    }

    /** Sends only so much of the bytes. */
    reply& cut_at(std::size_t size)
    {
        bytes_.resize(std::min(bytes_.size(), size));
        return *this;
    }

    const std::string& bytes() const noexcept { return bytes_; }

    const std::string& follow_up() const noexcept { return follow_up_; }

    std::chrono::milliseconds after() const noexcept { return after_; }

    ending ending_kind() const noexcept { return ending_; }

private:
    std::string bytes_;
    std::string follow_up_;
    std::chrono::milliseconds after_{0};
    ending ending_ = ending::keep_open;
};

/** How an attempt to connect goes. */
class connect_outcome
{
public:
    static connect_outcome success(std::chrono::milliseconds after = {});
    static connect_outcome failure(errc why, std::chrono::milliseconds after = {});

    /** Never ends by itself. */
    static connect_outcome silence();

    errc why() const noexcept { return why_; }

    std::chrono::milliseconds after() const noexcept { return after_; }

    bool ends() const noexcept { return ends_; }

private:
    errc why_{};
    std::chrono::milliseconds after_{};
    bool ends_ = true;
};

/** A connector whose far end is a function, with no socket and no real time.

    Single-threaded, on the `io_context` and clock that it is given.
*/
class memory_network : public http::connector, public std::enable_shared_from_this<memory_network>
{
public:
    /** @param request     head and content, as they were sent.
        @param connection  which connection it came on, from 1. */
    using server = std::function<reply(const std::string& request, std::size_t connection)>;

    memory_network(boost::asio::io_context& context, virtual_clock& clock, server far_end);

    std::shared_ptr<attempt> async_connect(connect_handler handler) override;

    time_point now() const noexcept override { return clock_.now(); }

    std::chrono::system_clock::time_point wall_now() const noexcept override { return clock_.wall_now(); }

    std::unique_ptr<http::alarm> make_alarm(std::function<void()> ring) override
    {
        return clock_.make_alarm(std::move(ring));
    }

    boost::asio::io_context& context() const noexcept override { return context_; }

    /** What the next attempts to connect come to, in order; afterwards they succeed at once. */
    void expect_connects(std::vector<connect_outcome> outcomes);

    /** Ends all connections that are open, as a server that is restarted does. */
    void close_all(reply::ending how);

    /** Drops the operations that are outstanding, as the end of an `io_context` does with those of sockets.
     */
    void abandon() noexcept;

    const std::vector<std::string>& requests() const noexcept { return requests_; }

    std::size_t open() const noexcept { return open_; }

    std::size_t peak_open() const noexcept { return peak_open_; }

    std::size_t connects() const noexcept { return connects_; }

private:
    class stream;
    class pending_connect;

    boost::asio::io_context& context_;
    virtual_clock& clock_;
    server server_;
    std::vector<connect_outcome> connect_outcomes_;
    std::vector<std::weak_ptr<stream>> streams_;
    std::vector<std::string> requests_;
    std::size_t open_ = 0;
    std::size_t peak_open_ = 0;
    std::size_t connects_ = 0;
};

} // namespace useapi::testing

#endif
