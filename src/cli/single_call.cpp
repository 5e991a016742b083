#include "cli/single_call.hpp"

#include "cli/output/console.hpp"

#include <chrono>
#include <csignal>
#include <exception>

namespace useapi::cli {
namespace {

constexpr std::chrono::milliseconds longest_end{250};

} // namespace

call_interrupter::call_interrupter(boost::asio::io_context& context, const client& client)
    : client_(client), signals_(context, SIGINT, SIGTERM), self_(std::make_shared<call_interrupter*>(this))
{
    wait();
}

void call_interrupter::wait()
{
    const std::weak_ptr<call_interrupter*> self = self_;
    signals_.async_wait([self](const boost::system::error_code& failure, int) {
        if (const auto alive = self.lock(); alive && !failure)
            (*alive)->on_signal();
    });
}

void call_interrupter::on_signal()
{
    if (cancelled_) {
        signals_.clear();
        client_.close();
        return;
    }
    cancelled_ = true;
    wait();
    cancellation_.emit(boost::asio::cancellation_type::terminal);
}

std::chrono::system_clock::time_point service_time_of(const client& client, const console& out)
{
    if (const auto now = client.service_now())
        return *now;
    out.note("the service did not tell the time: this machine's clock decides whether sessions have ended");
    return std::chrono::system_clock::now();
}

bool wind_up(boost::asio::io_context& context, const client& client) noexcept
{
    try {
        client.close();
        context.restart();
        context.run_for(longest_end);
    } catch (const std::exception&) {
        // The command has done its work; a failure at its end does not change the result.
    }
    return context.stopped();
}

} // namespace useapi::cli
