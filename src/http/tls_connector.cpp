#include "http/tls_connector.hpp"

#include "http/tls_context.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

using executor_type = byte_stream::executor_type;
using socket_type = asio::basic_stream_socket<tcp, executor_type>;
using tls_socket = beast::ssl_stream<socket_type>;
using io_timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                               asio::io_context::executor_type>;
using strand_timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                                asio::wait_traits<std::chrono::steady_clock>, executor_type>;

// A peer that stops acknowledging is given up after this; the kernel's own limit is about a quarter hour.
constexpr unsigned unacknowledged_data_limit_ms = 30'000;

void tune(socket_type& socket) noexcept
{
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged_data_limit_ms,
                 sizeof unacknowledged_data_limit_ms);
}

class tls_stream final : public byte_stream
{
public:
    explicit tls_stream(std::unique_ptr<tls_socket> socket)
        : executor_(socket->get_executor()), socket_(std::move(socket))
    {
        // Asio's default gives OpenSSL's buffers back after every record: some 50 KB a request to no end
        // while the connection is busy.
        SSL_clear_mode(socket_->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    }

    executor_type get_executor() const override { return executor_; }

    void async_write(std::span<const char> data, std::shared_ptr<handler> target) override
    {
        if (!socket_)
            return post_closed(std::move(target));
        outstanding_ = true;
        asio::async_write(*socket_, asio::buffer(data.data(), data.size()),
                          completion(*this, std::move(target)));
    }

    void async_read_some(std::span<char> space, std::shared_ptr<handler> target) override
    {
        if (!socket_)
            return post_closed(std::move(target));
        outstanding_ = true;
        socket_->async_read_some(asio::buffer(space.data(), space.size()),
                                 completion(*this, std::move(target)));
    }

    bool has_unread() const noexcept override
    {
        // A record behind the answer's last one, in the same segment: the next exchange would take it for its
        // own answer, and the socket itself knows nothing of it any more.
        return socket_ && (SSL_has_pending(socket_->native_handle()) != 0 ||
                           BIO_ctrl_pending(SSL_get_rbio(socket_->native_handle())) != 0);
    }

    void close() noexcept override
    {
        if (!socket_)
            return;
        error_code ignored;
        if (outstanding_) {
            socket_->next_layer().close(ignored);
            return;
        }
        // With the peer's part marked as done already, shutting down sends our close_notify and waits for
        // nothing. The socket goes when that went.
        SSL_set_shutdown(socket_->native_handle(), SSL_RECEIVED_SHUTDOWN);
        tls_socket& closing = *socket_;
        closing.async_shutdown([keep = std::move(socket_)](const error_code&) {});
    }

    bool looks_alive() noexcept override
    {
        if (!socket_)
            return false;
        char byte = 0;
        const auto received =
            ::recv(socket_->next_layer().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }

private:
    class completion
    {
    public:
        completion(tls_stream& stream, std::shared_ptr<handler> target)
            : stream_(stream), target_(std::move(target))
        {
        }

        void operator()(const error_code& ec, std::size_t transferred)
        {
            stream_.outstanding_ = false;
            target_->on_io(ec, transferred);
        }

    private:
        tls_stream& stream_; // owned by the target
        std::shared_ptr<handler> target_;
    };

    void post_closed(std::shared_ptr<handler> target)
    {
        asio::post(executor_,
                   [target = std::move(target)] { target->on_io(asio::error::operation_aborted, 0); });
    }

    executor_type executor_;
    std::unique_ptr<tls_socket> socket_;
    bool outstanding_ = false;
};

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
        socket_ = std::make_unique<tls_socket>(socket_type(strand_), *settings_->tls);
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
        handler(error(), std::make_unique<tls_stream>(std::move(socket_)));
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
