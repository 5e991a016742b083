#include "unit/memory/memory_network.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstring>
#include <deque>
#include <optional>
#include <utility>

namespace useapi::testing {

namespace asio = boost::asio;

reply reply::of(int status, std::string_view body, std::string_view fields)
{
    std::string text = "HTTP/1.1 " + std::to_string(status) + " Status\r\n";
    text.append(fields);
    if (status != 204)
        text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    text += "\r\n";
    text.append(body);
    return reply(std::move(text));
}

connect_outcome connect_outcome::success(std::chrono::milliseconds after)
{
    connect_outcome outcome;
    outcome.after_ = after;
    return outcome;
}

connect_outcome connect_outcome::failure(errc why, std::chrono::milliseconds after)
{
    connect_outcome outcome = success(after);
    outcome.why_ = why;
    return outcome;
}

connect_outcome connect_outcome::silence()
{
    connect_outcome outcome;
    outcome.ends_ = false;
    return outcome;
}

/** The shared state of both ends; the client's end is a thin handle on it. */
class memory_network::stream : public std::enable_shared_from_this<stream>
{
public:
    /** The client's end: it goes with its connection, and the far end stays until its events are through. */
    class client_end final : public http::byte_stream
    {
    public:
        explicit client_end(std::shared_ptr<stream> shared) : shared_(std::move(shared)) {}

        ~client_end() override { shared_->close(); }

        executor_type get_executor() const override { return shared_->strand_; }

        const http::connect_report& report() const noexcept override { return report_; }

        void async_write(std::span<const char> data, std::shared_ptr<handler> target) override
        {
            shared_->write({data.data(), data.size()}, std::move(target));
        }

        void async_read_some(std::span<char> space, std::shared_ptr<handler> target) override
        {
            shared_->read(space, std::move(target));
        }

        void close() noexcept override { shared_->close(); }

        bool has_unread() const noexcept override { return !shared_->inbox_.empty(); }

        bool looks_alive() noexcept override
        {
            return !shared_->closed_ && !shared_->ended_ && shared_->inbox_.empty();
        }

    private:
        std::shared_ptr<stream> shared_;
        const http::connect_report report_;
    };

    stream(std::shared_ptr<memory_network> network, std::size_t number)
        : network_(std::move(network)), number_(number), strand_(network_->context_.get_executor())
    {
    }

    void end(reply::ending how)
    {
        if (how == reply::ending::keep_open || ended_)
            return;
        ended_ = how == reply::ending::close ? error_code(asio::error::eof) : asio::error::connection_reset;
        if (how == reply::ending::reset)
            inbox_.clear();
        deliver();
    }

    void abandon() noexcept { const auto dropped = std::move(reader_); }

private:
    void write(std::string_view data, std::shared_ptr<http::byte_stream::handler> target)
    {
        // As with TCP, writing to a peer that is gone may well succeed: the next read tells.
        const error_code ec = closed_ ? error_code(asio::error::operation_aborted) : error_code();
        asio::post(strand_,
                   [target = std::move(target), ec, size = data.size()] { target->on_io(ec, size); });
        if (ec || ended_)
            return;
        outbox_.append(data);
        if (!holds_whole_request())
            return;
        network_->requests_.push_back(outbox_);
        const reply answer = network_->server_(std::exchange(outbox_, {}), number_);
        const auto act = [self = shared_from_this(), answer] {
            if (self->closed_ || self->ended_)
                return;
            for (const std::string& segment : {answer.bytes(), answer.follow_up()})
                if (!segment.empty())
                    self->inbox_.push_back(segment);
            self->deliver();
            self->end(answer.ending_kind());
        };
        network_->clock_.schedule_after(answer.after(), act);
    }

    bool holds_whole_request() const
    {
        const std::size_t head_end = outbox_.find("\r\n\r\n");
        if (head_end == std::string::npos)
            return false;
        std::size_t length = 0;
        const std::size_t field = outbox_.find("Content-Length: ");
        if (field < head_end)
            length = std::stoul(outbox_.substr(field + 16));
        return outbox_.size() >= head_end + 4 + length;
    }

    void read(std::span<char> space, std::shared_ptr<http::byte_stream::handler> target)
    {
        space_ = space;
        reader_ = std::move(target);
        deliver();
    }

    void deliver()
    {
        if (!reader_ || (inbox_.empty() && !ended_ && !closed_))
            return;
        error_code ec;
        std::size_t size = 0;
        if (closed_) {
            ec = asio::error::operation_aborted;
        } else if (!inbox_.empty()) {
            std::string& segment = inbox_.front();
            size = std::min(segment.size(), space_.size());
            std::memcpy(space_.data(), segment.data(), size);
            segment.erase(0, size);
            if (segment.empty())
                inbox_.pop_front();
        } else {
            ec = *ended_;
        }
        asio::post(strand_,
                   [target = std::exchange(reader_, nullptr), ec, size] { target->on_io(ec, size); });
    }

    void close() noexcept
    {
        if (std::exchange(closed_, true))
            return;
        --network_->open_;
        deliver();
    }

    const std::shared_ptr<memory_network> network_;
    const std::size_t number_;
    http::byte_stream::executor_type strand_;
    std::string outbox_;            ///< sent by the client, not yet a whole request
    std::deque<std::string> inbox_; ///< sent by the far end, not yet read: what one read gives, at most, each
    std::optional<error_code> ended_;
    bool closed_ = false;
    std::span<char> space_;
    std::shared_ptr<http::byte_stream::handler> reader_;
};

class memory_network::pending_connect final : public http::connector::attempt,
                                              public std::enable_shared_from_this<pending_connect>
{
public:
    pending_connect(std::shared_ptr<memory_network> network, connect_handler handler)
        : network_(std::move(network)), handler_(std::move(handler))
    {
    }

    void start(const connect_outcome& outcome)
    {
        if (!outcome.ends())
            return;
        network_->clock_.schedule_after(outcome.after(), [self = shared_from_this(), why = outcome.why()] {
            if (why == errc{})
                self->succeed();
            else
                self->end(error(why), nullptr);
        });
    }

    void cancel() noexcept override
    {
        asio::post(network_->context_,
                   [self = shared_from_this()] { self->end(error(errc::cancelled), nullptr); });
    }

private:
    void succeed()
    {
        if (!handler_)
            return;
        const auto made = std::make_shared<stream>(network_, ++network_->connects_);
        network_->streams_.push_back(made);
        network_->peak_open_ = std::max(network_->peak_open_, ++network_->open_);
        end(error(), std::make_unique<stream::client_end>(made));
    }

    void end(error failure, std::unique_ptr<http::byte_stream> made)
    {
        if (const auto handler = std::exchange(handler_, nullptr))
            handler(std::move(failure), std::move(made));
    }

    std::shared_ptr<memory_network> network_;
    connect_handler handler_;
};

memory_network::memory_network(asio::io_context& context, virtual_clock& clock, server far_end)
    : context_(context), clock_(clock), server_(std::move(far_end))
{
}

std::shared_ptr<http::connector::attempt> memory_network::async_connect(connect_handler handler)
{
    connect_outcome outcome = connect_outcome::success();
    if (!connect_outcomes_.empty()) {
        outcome = connect_outcomes_.front();
        connect_outcomes_.erase(connect_outcomes_.begin());
    }
    const auto begun = std::make_shared<pending_connect>(shared_from_this(), std::move(handler));
    begun->start(outcome);
    return begun;
}

void memory_network::expect_connects(std::vector<connect_outcome> outcomes)
{
    connect_outcomes_ = std::move(outcomes);
}

void memory_network::close_all(reply::ending how)
{
    for (const auto& known : streams_)
        if (const auto open = known.lock())
            open->end(how);
}

void memory_network::abandon() noexcept
{
    for (const auto& known : streams_)
        if (const auto open = known.lock())
            open->abandon();
}

} // namespace useapi::testing
