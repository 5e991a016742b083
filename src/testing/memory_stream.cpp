#include "testing/memory_stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

namespace useapi::testing {

namespace asio = boost::asio;

namespace {

bool holds_whole_request(std::string_view bytes)
{
    constexpr std::string_view head_end = "\r\n\r\n";
    const std::size_t found = bytes.find(head_end);
    if (found == std::string_view::npos)
        return false;
    const std::size_t head_size = found + head_end.size();
    const received_request head{std::string(bytes.substr(0, head_size))};
    const std::string_view announced = head.find("Content-Length").value_or("0");
    std::size_t length = 0;
    std::from_chars(announced.data(), announced.data() + announced.size(), length);
    return bytes.size() - head_size >= length;
}

} // namespace

class memory_stream::client_end final : public http::byte_stream
{
public:
    explicit client_end(std::shared_ptr<memory_stream> shared) : shared_(std::move(shared)) {}

    ~client_end() override { shared_->close(); }

    executor_type get_executor() const override { return shared_->strand_; }

    const http::connect_report& report() const noexcept override { return report_; }

    std::optional<error_code> write(std::span<const char> data, std::shared_ptr<handler> target) override
    {
        shared_->write({data.data(), data.size()}, std::move(target));
        return std::nullopt;
    }

    std::optional<received> read_some(std::span<char> space, std::shared_ptr<handler> target) override
    {
        shared_->read(space, std::move(target));
        return std::nullopt;
    }

    void close() noexcept override { shared_->close(); }

    void watch(std::function<void()> on_readable) override { shared_->watch(std::move(on_readable)); }

    bool has_unread() const noexcept override { return !shared_->inbox_.empty(); }

    bool looks_alive() noexcept override
    {
        return !shared_->closed_ && !shared_->ended_ && shared_->inbox_.empty();
    }

private:
    const std::shared_ptr<memory_stream> shared_;
    const http::connect_report report_;
};

memory_stream::memory_stream(std::shared_ptr<network_state> network, std::size_t number)
    : network_(std::move(network)), number_(number), strand_(network_->context().get_executor())
{
}

std::unique_ptr<http::byte_stream> memory_stream::make_client_end(std::shared_ptr<memory_stream> shared)
{
    return std::make_unique<client_end>(std::move(shared));
}

void memory_stream::answer(const reply& given)
{
    if (closed_ || ended_)
        return;
    if (given.after() <= std::chrono::milliseconds::zero()) {
        send(given);
        return;
    }
    answer_due_ = network_->schedule_after(given.after(), [self = shared_from_this(), given] {
        if (!self->ended_)
            self->send(given);
    });
}

void memory_stream::send(const reply& given)
{
    for (const std::string& segment : {given.bytes(), given.follow_up()})
        if (!segment.empty())
            inbox_.push_back(segment);
    deliver();
    end(given.ending_kind());
}

void memory_stream::send(const std::string& bytes)
{
    if (closed_ || ended_)
        return;
    inbox_.push_back(bytes);
    deliver();
}

void memory_stream::end(reply::ending how)
{
    if (how == reply::ending::keep_open || ended_)
        return;
    ended_ = how == reply::ending::close ? error_code(asio::error::eof) : asio::error::connection_reset;
    if (how == reply::ending::reset)
        inbox_.clear();
    fail_write(asio::error::broken_pipe);
    deliver();
}

void memory_stream::abandon() noexcept
{
    const auto dropped_reader = std::move(reader_);
    const auto dropped_writer = std::move(writer_);
    const auto dropped_watcher = std::exchange(watcher_, nullptr);
}

void memory_stream::write(std::string_view data, std::shared_ptr<http::byte_stream::handler> target)
{
    if (const auto taken = network_->taken_of_request(); taken && !closed_ && !ended_) {
        writer_ = std::move(target);
        network_->receive(shared_from_this(), std::string(data.substr(0, *taken)));
        return;
    }
    // As with TCP, a write to a peer that is gone may succeed: only the next read fails.
    const error_code ec = closed_ ? error_code(asio::error::operation_aborted) : error_code();
    asio::post(strand_, [target = std::move(target), ec, size = data.size()] { target->on_io(ec, size); });
    if (ec || ended_)
        return;
    outbox_.append(data);
    if (holds_whole_request(outbox_))
        network_->receive(shared_from_this(), std::exchange(outbox_, {}));
}

void memory_stream::fail_write(error_code ec)
{
    if (writer_)
        asio::post(strand_, [target = std::exchange(writer_, nullptr), ec] { target->on_io(ec, 0); });
}

void memory_stream::read(std::span<char> space, std::shared_ptr<http::byte_stream::handler> target)
{
    space_ = space;
    reader_ = std::move(target);
    deliver();
}

void memory_stream::watch(std::function<void()> on_readable)
{
    watcher_ = std::move(on_readable);
    tell_watcher();
}

void memory_stream::tell_watcher()
{
    if (watcher_ && !closed_ && (!inbox_.empty() || ended_))
        asio::post(network_->context(), std::exchange(watcher_, nullptr));
}

void memory_stream::deliver()
{
    tell_watcher();
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
    asio::post(strand_, [target = std::exchange(reader_, nullptr), ec, size] { target->on_io(ec, size); });
}

void memory_stream::close() noexcept
{
    if (std::exchange(closed_, true))
        return;
    network_->on_closed();
    watcher_ = nullptr;
    network_->clock()->cancel(answer_due_);
    fail_write(asio::error::operation_aborted);
    deliver();
}

} // namespace useapi::testing
