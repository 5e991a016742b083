#include "threads/network.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace useapi::threads {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/** Tells the network about the end of the `io_context`. A stream that ends later uses released memory, as a
   socket would. */
class network::service final : public asio::execution_context::service
{
public:
    inline static asio::execution_context::id id;

    explicit service(asio::execution_context& context) : asio::execution_context::service(context) {}

    std::weak_ptr<network> told;
    bool is_there = true;

private:
    void shutdown() override
    {
        if (const auto alive = told.lock())
            alive->abandon();
    }
};

/** Both ends of a connection. Everything but `is_alive` belongs to the strand. */
class stream final : public std::enable_shared_from_this<stream>
{
public:
    using handler = std::shared_ptr<http::byte_stream::handler>;

    explicit stream(std::shared_ptr<network> of)
        : network_(std::move(of)), strand_(network_->context().get_executor())
    {
    }

    /** The client's end. */
    class client_end;

    /** The `io_context` is being destroyed. */
    void abandon() noexcept
    {
        work_.reset();
        const handler dropped = std::move(reader_);
    }

private:
    void write(std::string_view data, handler target)
    {
        asio::post(strand_, [target = std::move(target), size = data.size()] { target->on_io({}, size); });
        outbox_ += data;
        if (!outbox_.ends_with("\r\n\r\n"))
            return;
        const answer given = network_->serve(outbox_);
        outbox_.clear();
        const auto arrives = [self = shared_from_this(), given] { self->receive(given); };
        if (given.after.count() == 0)
            asio::post(strand_, arrives);
        else
            network_->time()->schedule(network_->now() + given.after, [self = shared_from_this(), arrives] {
                asio::post(self->strand_, arrives);
            });
    }

    std::optional<http::byte_stream::received> read(std::span<char> space, handler target)
    {
        if (closed_ || ended_ || !inbox_.empty())
            return take(space);
        space_ = space;
        reader_ = std::move(target);
        work_.emplace(network_->context().get_executor()); // as a socket that is read from
        return std::nullopt;
    }

    http::byte_stream::received take(std::span<char> space)
    {
        if (closed_)
            return {asio::error::operation_aborted, 0};
        if (inbox_.empty())
            return {asio::error::eof, 0};
        const std::size_t size = std::min(space.size(), inbox_.size());
        std::memcpy(space.data(), inbox_.data(), size);
        inbox_.erase(0, size);
        return {{}, size};
    }

    void receive(const answer& given)
    {
        if (closed_)
            return;
        inbox_ += given.bytes;
        ended_ = ended_ || given.ends_connection;
        alive_ = !ended_ && inbox_.empty();
        tell_reader();
    }

    void tell_reader()
    {
        if (!reader_ || !(closed_ || ended_ || !inbox_.empty()))
            return;
        const handler target = std::move(reader_);
        const auto part = take(space_);
        work_.reset();
        alive_ = !closed_ && !ended_ && inbox_.empty();
        target->on_io(part.code, part.size);
    }

    void close()
    {
        if (closed_.exchange(true))
            return;
        alive_ = false;
        if (reader_)
            asio::post(strand_, [self = shared_from_this()] { self->tell_reader(); });
        --network_->open_;
    }

    const std::shared_ptr<network> network_;
    const http::byte_stream::executor_type strand_;
    std::string outbox_; ///< sent by the client, not yet a whole request
    std::string inbox_;  ///< sent by the far end, not yet read
    bool ended_ = false; ///< by the far end
    /** By the client, perhaps while an answer arrives on another thread. */
    std::atomic<bool> closed_ = false;
    std::atomic<bool> alive_ = true;
    std::span<char> space_;
    handler reader_;
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work_;
};

class stream::client_end final : public http::byte_stream
{
public:
    explicit client_end(std::shared_ptr<stream> shared) : stream_(std::move(shared)) {}

    ~client_end() override
    {
        require(stream_->network_->service_->is_there, "a stream outlives the io_context");
        stream_->close();
    }

    executor_type get_executor() const override { return stream_->strand_; }

    const http::connect_report& report() const noexcept override { return report_; }

    std::optional<error_code> write(std::span<const char> data, std::shared_ptr<handler> target) override
    {
        stream_->write({data.data(), data.size()}, std::move(target));
        return std::nullopt;
    }

    std::optional<received> read_some(std::span<char> space, std::shared_ptr<handler> target) override
    {
        return stream_->read(space, std::move(target));
    }

    bool has_unread() const noexcept override { return !stream_->inbox_.empty(); }

    void close() noexcept override { stream_->close(); }

    bool looks_alive() noexcept override { return stream_->alive_; }

private:
    const std::shared_ptr<stream> stream_;
    const http::connect_report report_;
};

/** A connection that is being made. It ends once: when it is made, or when it is cancelled. */
class network::connecting final : public attempt, public std::enable_shared_from_this<connecting>
{
public:
    connecting(std::shared_ptr<network> of, connect_handler handler)
        : network_(std::move(of)), handler_(std::move(handler))
    {
    }

    void cancel() noexcept override
    {
        asio::post(network_->context(), [self = shared_from_this()] { self->end(error(errc::cancelled)); });
    }

    void end(error failure)
    {
        if (ended_.exchange(true))
            return;
        const auto handler = std::move(handler_);
        auto made = failure.code() ? nullptr : network_->open_stream();
        handler(std::move(failure), std::move(made));
    }

private:
    const std::shared_ptr<network> network_;
    std::atomic<bool> ended_ = false;
    connect_handler handler_;
};

std::shared_ptr<network> network::make(asio::io_context& context, std::uint64_t seed, server far_end)
{
    auto made = std::make_shared<network>(context, seed, std::move(far_end));
    made->service_ = &asio::use_service<service>(context);
    made->service_->told = made;
    return made;
}

network::network(asio::io_context& context, std::uint64_t seed, server far_end)
    : context_(context), clock_(std::make_shared<clock>(context)), server_(std::move(far_end)), numbers_(seed)
{
}

std::shared_ptr<http::connector::attempt> network::async_connect(connect_handler handler)
{
    const auto begun = std::make_shared<connecting>(shared_from_this(), std::move(handler));
    std::chrono::milliseconds delay{0};
    error failure;
    {
        const std::lock_guard lock(mutex_);
        if (numbers_.one_in(10))
            failure = error(errc::connect_failed);
        delay = is_timeless_ || numbers_.one_in(2) ? 0s : 1s;
    }
    const auto end = [begun, failure] { begun->end(failure); };
    if (delay.count() == 0)
        asio::post(context_, end);
    else
        clock_->schedule(now() + delay, end);
    return begun;
}

answer network::serve(std::string_view request)
{
    const std::lock_guard lock(mutex_);
    return server_(request, numbers_);
}

std::unique_ptr<http::byte_stream> network::open_stream()
{
    auto made = std::make_shared<stream>(shared_from_this());
    const std::lock_guard lock(mutex_);
    streams_.push_back(made);
    peak_open_ = std::max(peak_open_.load(), ++open_);
    return std::make_unique<stream::client_end>(std::move(made));
}

void network::abandon() noexcept
{
    clock_->clear();
    std::vector<std::weak_ptr<stream>> dropped;
    {
        const std::lock_guard lock(mutex_);
        dropped.swap(streams_);
    }
    for (const auto& each : dropped)
        if (const auto alive = each.lock())
            alive->abandon();
}

} // namespace useapi::threads
