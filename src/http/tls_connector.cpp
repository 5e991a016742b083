#include "http/tls_connector.hpp"

#include "http/tls_context.hpp"
#include "http/tls_stream.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/ssl.h>

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

using executor_type = byte_stream::executor_type;
using io_timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                               asio::io_context::executor_type>;
using strand_timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                                asio::wait_traits<std::chrono::steady_clock>, executor_type>;

// A peer that stops acknowledging is given up after this; the kernel's own limit is about a quarter hour.
constexpr unsigned unacknowledged_data_limit_ms = 30'000;

void tune(tcp_socket& socket) noexcept
{
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged_data_limit_ms,
                 sizeof unacknowledged_data_limit_ms);
}

/** What every attempt shares. */
struct settings
{
    origin where;
    std::unique_ptr<asio::ssl::context> tls;
    std::chrono::milliseconds timeout;
};

class tls_attempt final : public connector::attempt, public std::enable_shared_from_this<tls_attempt>
{
public:
    tls_attempt(asio::io_context& context, std::shared_ptr<const settings> settings,
                connector::connect_handler handler)
        : strand_(context.get_executor()), settings_(std::move(settings)), handler_(std::move(handler)),
          resolver_(strand_), deadline_(strand_)
    {
    }

    void start()
    {
        asio::post(strand_, [self = shared_from_this()] { self->resolve(); });
    }

    void cancel() noexcept override
    {
        asio::post(strand_, [self = shared_from_this()] { self->fail(error(errc::cancelled)); });
    }

private:
    void resolve()
    {
        if (!handler_)
            return;
        deadline_.expires_after(settings_->timeout);
        deadline_.async_wait([self = shared_from_this()](const error_code& ec) {
            if (!ec)
                self->fail(error(self->stage_).detail(self->settings_->where.authority() + ": timed out"));
        });
        const origin& where = settings_->where;
        if (where.host_is_address) {
            connect(std::array{tcp::endpoint(asio::ip::make_address(where.host), where.port)});
            return;
        }
        resolver_.async_resolve(
            where.host, std::to_string(where.port), tcp::resolver::numeric_service,
            [self = shared_from_this()](const error_code& ec, const tcp::resolver::results_type& found) {
                if (ec)
                    self->fail(self->failure(ec));
                else
                    self->connect(found);
            });
    }

    template <class Endpoints>
    void connect(const Endpoints& endpoints)
    {
        if (!handler_)
            return;
        stage_ = errc::connect_failed;
        socket_ = std::make_unique<tls_socket>(tcp_socket(strand_), *settings_->tls);
        asio::async_connect(socket_->next_layer(), endpoints,
                            [self = shared_from_this()](const error_code& ec, const tcp::endpoint&) {
                                if (ec)
                                    self->fail(self->failure(ec));
                                else
                                    self->handshake();
                            });
    }

    void handshake()
    {
        if (!handler_)
            return;
        stage_ = errc::tls_failed;
        tune(socket_->next_layer());
        set_expected_peer(socket_->native_handle(), settings_->where);
        socket_->async_handshake(
            asio::ssl::stream_base::client, [self = shared_from_this()](const error_code& ec) {
                if (!self->handler_)
                    return;
                if (ec)
                    self->fail(handshake_error(self->socket_->native_handle(), self->settings_->where, ec));
                else
                    self->succeed();
            });
    }

    error failure(const error_code& ec) const
    {
        return error(stage_).detail(settings_->where.authority() + ": " + ec.message());
    }

    void succeed()
    {
        deadline_.cancel();
        const auto handler = std::exchange(handler_, nullptr);
        handler(error(), make_tls_stream(std::move(socket_), connect_report()));
    }

    void fail(error why)
    {
        // A name look-up cannot be cancelled: it ends when it ends, and finds nobody waiting.
        const auto handler = std::exchange(handler_, nullptr);
        if (!handler)
            return;
        deadline_.cancel();
        resolver_.cancel();
        if (socket_) {
            error_code ignored;
            socket_->next_layer().close(ignored);
        }
        handler(std::move(why), nullptr);
    }

    executor_type strand_;
    std::shared_ptr<const settings> settings_;
    connector::connect_handler handler_; ///< empty once the attempt is over
    asio::ip::basic_resolver<tcp, executor_type> resolver_;
    strand_timer deadline_;
    std::unique_ptr<tls_socket> socket_;
    errc stage_ = errc::resolve_failed;
};

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
    tls_connector(asio::io_context& context, std::shared_ptr<const settings> settings)
        : context_(context), settings_(std::move(settings))
    {
    }

    std::shared_ptr<attempt> async_connect(connect_handler handler) override
    {
        auto begun = std::make_shared<tls_attempt>(context_, settings_, std::move(handler));
        begun->start();
        return begun;
    }

    time_point now() const noexcept override { return std::chrono::steady_clock::now(); }

    std::chrono::system_clock::time_point wall_now() const noexcept override
    {
        return std::chrono::system_clock::now();
    }

    std::unique_ptr<alarm> make_alarm(std::function<void()> ring) override
    {
        return std::make_unique<steady_alarm>(context_, std::move(ring));
    }

    asio::io_context& context() const noexcept override { return context_; }

private:
    asio::io_context& context_;
    std::shared_ptr<const settings> settings_;
};

} // namespace

std::shared_ptr<connector> make_tls_connector(asio::io_context& context, const origin& origin,
                                              const std::string& ca_file,
                                              std::chrono::milliseconds connect_timeout)
{
    auto shared = std::make_shared<settings>();
    shared->where = origin;
    shared->tls = make_tls_context(ca_file);
    shared->timeout = connect_timeout;
    return std::make_shared<tls_connector>(context, std::move(shared));
}

} // namespace useapi::http
