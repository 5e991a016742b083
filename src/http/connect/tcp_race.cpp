#include "http/connect/tcp_race.hpp"

#include <boost/asio/error.hpp>

#include <utility>

namespace useapi::http {

tcp_race::tcp_race(byte_stream::executor_type strand, endpoint_list addresses)
    : strand_(std::move(strand)), addresses_(std::move(addresses)), order_(addresses_.size()),
      delay_(strand_), last_failure_(boost::asio::error::host_not_found)
{
    // Reserved, since a socket must not move while it connects.
    sockets_.reserve(addresses_.size());
}

void tcp_race::start(handler done)
{
    done_ = std::move(done);
    proceed(order_.on_start());
}

void tcp_race::cancel() noexcept
{
    done_ = nullptr;
    close_all();
}

void tcp_race::proceed(address_race::next what)
{
    switch (what) {
    case address_race::next::begin:
        begin(order_.begun() - 1);
        break;
    case address_race::next::wait:
        break;
    case address_race::next::lost:
        close_all();
        std::exchange(done_, nullptr)(last_failure_, socket_type(strand_));
        break;
    }
}

void tcp_race::begin(std::size_t index)
{
    sockets_.emplace_back(strand_);
    sockets_.back().async_connect(
        addresses_[index],
        [self = shared_from_this(), index](const error_code& ec) { self->on_connected(index, ec); });
    if (!order_.has_more())
        return;
    delay_.expires_after(address_race::attempt_delay);
    delay_.async_wait([self = shared_from_this()](const error_code& ec) {
        if (!ec && self->done_)
            self->proceed(self->order_.on_delay());
    });
}

void tcp_race::on_connected(std::size_t index, const error_code& ec)
{
    if (!done_)
        return;
    if (ec) {
        last_failure_ = ec;
        delay_.cancel();
        proceed(order_.on_failed());
        return;
    }
    socket_type winner = std::move(sockets_[index]);
    close_all();
    std::exchange(done_, nullptr)(error_code(), std::move(winner));
}

void tcp_race::close_all() noexcept
{
    delay_.cancel();
    error_code ignored;
    for (socket_type& each : sockets_)
        each.close(ignored);
}

} // namespace useapi::http
