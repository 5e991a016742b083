#include "http/tls/tls_connector.hpp"

#include "http/connect/background_alarm.hpp"
#include "http/tls/tls_attempt.hpp"

#include <boost/asio/basic_waitable_timer.hpp>

#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

using io_timer = asio::basic_waitable_timer<steady_clock, asio::wait_traits<steady_clock>,
                                            asio::io_context::executor_type>;

class steady_alarm final : public alarm
{
public:
    steady_alarm(asio::io_context& context, std::function<void()> ring)
        : timer_(context.get_executor()), ring_(std::make_shared<std::function<void()>>(std::move(ring)))
    {
    }

    void set(time_point when) override
    {
        timer_.expires_at(when);
        timer_.async_wait([ring = ring_](const error_code& ec) {
            if (!ec)
                (*ring)();
        });
    }

    void cancel() noexcept override { timer_.cancel(); }

private:
    io_timer timer_;
    std::shared_ptr<std::function<void()>> ring_;
};

class tls_connector final : public connector
{
public:
    tls_connector(asio::io_context& context, std::shared_ptr<connect_setup> shared)
        : context_(context), shared_(std::move(shared))
    {
        // The first I/O object of an io_context makes its reactor, which needs descriptors and throws if none
        // are left. The constructor of the client is a better place for that than its first call.
        const io_timer has_reactor(context_);
    }

    std::shared_ptr<attempt> async_connect(connect_handler handler) override
    {
        return begin_tls_attempt(context_, shared_, std::move(handler));
    }

    time_point now() const noexcept override { return steady_clock::now(); }

    std::chrono::system_clock::time_point wall_now() const noexcept override
    {
        return std::chrono::system_clock::now();
    }

    std::unique_ptr<alarm> make_alarm(std::function<void()> ring) override
    {
        return std::make_unique<steady_alarm>(context_, std::move(ring));
    }

    std::unique_ptr<alarm> make_background_alarm(std::function<void()> ring) override
    {
        return http::make_background_alarm(context_, std::move(ring));
    }

    asio::io_context& context() const noexcept override { return context_; }

private:
    asio::io_context& context_;
    std::shared_ptr<connect_setup> shared_;
};

} // namespace

std::shared_ptr<connector> make_tls_connector(asio::io_context& context, tls_connector_options options,
                                              const name_lookup& lookup)
{
    return std::make_shared<tls_connector>(
        context, std::make_shared<connect_setup>(context, std::move(options), lookup));
}

} // namespace useapi::http
