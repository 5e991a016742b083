#include "http/tls/tls_connector.hpp"

#include "http/connect/background_alarm.hpp"
#include "http/connect/proxy_tunnel.hpp"
#include "http/connect/tcp_race.hpp"
#include "http/tls/tls_context.hpp"
#include "http/tls/tls_stream.hpp"
#include "http/tls/tls_verification.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/ssl.h>

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::steady_clock;

using executor_type = byte_stream::executor_type;
using io_timer = asio::basic_waitable_timer<steady_clock, asio::wait_traits<steady_clock>,
                                            asio::io_context::executor_type>;

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
class connecting
{
public:
    connecting(tls_connector_options given, name_lookup lookup)
        : options(std::move(given)), tls(options.tls, options.max_connections),
          addresses(std::make_shared<host_addresses>(next_hop_host(), next_hop_port(), std::move(lookup)))
    {
    }

    const tls_connector_options options;
    tls_context tls;
    const std::shared_ptr<host_addresses> addresses;

    const std::string& next_hop_host() const
    {
        return options.through ? options.through->host : options.where.host;
    }

    std::uint16_t next_hop_port() const
    {
        return options.through ? options.through->port : options.where.port;
    }

    bool next_hop_is_address() const
    {
        return options.through ? options.through->host_is_address : options.where.host_is_address;
    }
};

class tls_attempt final : public connector::attempt, public std::enable_shared_from_this<tls_attempt>
{
public:
    tls_attempt(asio::io_context& context, std::shared_ptr<connecting> shared,
                connector::connect_handler handler)
        : strand_(context.get_executor()), shared_(std::move(shared)), handler_(std::move(handler)),
          deadline_(strand_)
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
        stage_began_ = steady_clock::now();
        deadline_.expires_at(stage_began_ + shared_->options.connect_timeout);
        deadline_.async_wait([self = shared_from_this()](const error_code& ec) {
            if (!ec)
                self->fail(self->failure("timed out"));
        });
        if (shared_->next_hop_is_address()) {
            connect(
                {tcp::endpoint(asio::ip::make_address(shared_->next_hop_host()), shared_->next_hop_port())});
            return;
        }
        shared_->addresses->async_get(
            stage_began_, [self = shared_from_this()](const error_code& ec, const endpoint_list& found) {
                asio::post(self->strand_, [self, ec, found] { self->on_resolved(ec, found); });
            });
    }

    void on_resolved(const error_code& ec, const endpoint_list& found)
    {
        if (!handler_)
            return;
        report_.resolving = end_stage();
        if (ec)
            fail(failure(ec.message()));
        else
            connect(found);
    }

    void connect(const endpoint_list& addresses)
    {
        stage_ = errc::connect_failed;
        const auto race = std::make_shared<tcp_race>(strand_, addresses);
        race_ = race;
        race->start(
            [self = shared_from_this(), count = addresses.size()](const error_code& ec, tcp_socket socket) {
                self->race_.reset();
                if (!ec) {
                    self->on_connected(std::move(socket));
                    return;
                }
                self->shared_->addresses->forget();
                self->fail(self->failure(
                    ec.message() +
                    (count > 1 ? " (the last of " + std::to_string(count) + " addresses)" : std::string())));
            });
    }

    void on_connected(tcp_socket socket)
    {
        error_code ec;
        const tcp::endpoint peer = socket.remote_endpoint(ec);
        if (ec) {
            fail(failure(ec.message()));
            return;
        }
        shared_->addresses->prefer(peer);
        report_.peer_address = peer.address().to_string();
        report_.peer_port = peer.port();
        report_.connecting = end_stage();
        tune(socket);
        socket_ = std::make_unique<tls_socket>(std::move(socket), shared_->tls.native());
        if (!shared_->options.through) {
            handshake();
            return;
        }
        report_.through_proxy = true;
        stage_ = errc::proxy_failed;
        tunnel_ = std::make_shared<proxy_tunnel>(socket_->next_layer(), *shared_->options.through,
                                                 shared_->options.where);
        tunnel_->start([self = shared_from_this()](const std::optional<error>& failure) {
            if (!self->handler_)
                return;
            self->tunnel_.reset();
            if (failure)
                self->fail(*failure);
            else
                self->handshake();
        });
    }

    void handshake()
    {
        stage_ = errc::tls_failed;
        stage_began_ = steady_clock::now();
        shared_->tls.prepare(socket_->native_handle(), shared_->options.where, finding_);
        if (shared_->options.on_certificate)
            tell_certificate(socket_->native_handle(), shared_->options.on_certificate);
        socket_->async_handshake(
            asio::ssl::stream_base::client, [self = shared_from_this()](const error_code& ec) {
                if (!self->handler_)
                    return;
                if (ec)
                    self->fail(handshake_error(self->socket_->native_handle(), self->shared_->options.where,
                                               self->finding_, ec));
                else
                    self->succeed();
            });
    }

    /** What kept the stage from its end. */
    error failure(const std::string& why) const
    {
        const tls_connector_options& options = shared_->options;
        if (!options.through || stage_ == errc::tls_failed)
            return error(stage_).detail(options.where.authority() + ": " + why);
        return error(errc::proxy_failed)
            .detail("proxy " + options.through->authority() + " for " + options.where.authority() + ": " +
                    why);
    }

    std::chrono::microseconds end_stage()
    {
        const auto now = steady_clock::now();
        return std::chrono::floor<std::chrono::microseconds>(now - std::exchange(stage_began_, now));
    }

    void succeed()
    {
        deadline_.cancel();
        SSL* const connection = socket_->native_handle();
        end_findings(connection);
        report_.handshaking = end_stage();
        report_.tls_protocol = SSL_get_version(connection);
        report_.tls_resumed = SSL_session_reused(connection) == 1;
        const auto handler = std::exchange(handler_, nullptr);
        handler(error(), make_tls_stream(std::move(socket_), std::move(report_)));
    }

    void fail(error why)
    {
        // A name look-up cannot be cancelled: it ends when it ends, and finds nobody waiting.
        const auto handler = std::exchange(handler_, nullptr);
        if (!handler)
            return;
        deadline_.cancel();
        if (race_)
            race_->cancel();
        if (socket_) {
            error_code ignored;
            socket_->next_layer().close(ignored);
        }
        handler(std::move(why), nullptr);
    }

    executor_type strand_;
    const std::shared_ptr<connecting> shared_;
    connector::connect_handler handler_; ///< empty once the attempt is over
    strand_timer deadline_;
    std::string finding_; ///< what speaks against the certificate; outlives the handshake that notes it
    std::shared_ptr<tcp_race> race_;
    std::unique_ptr<tls_socket> socket_;
    std::shared_ptr<proxy_tunnel> tunnel_;
    errc stage_ = errc::resolve_failed;
    steady_clock::time_point stage_began_{};
    connect_report report_;
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
    tls_connector(asio::io_context& context, std::shared_ptr<connecting> shared)
        : context_(context), shared_(std::move(shared))
    {
        // The first I/O object of an io_context makes its reactor, which takes descriptors and throws where
        // none are left: better now, to whoever makes a client, than in the middle of its first call.
        const io_timer has_reactor(context_);
    }

    std::shared_ptr<attempt> async_connect(connect_handler handler) override
    {
        auto begun = std::make_shared<tls_attempt>(context_, shared_, std::move(handler));
        begun->start();
        return begun;
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
    std::shared_ptr<connecting> shared_;
};

} // namespace

std::shared_ptr<connector> make_tls_connector(asio::io_context& context, tls_connector_options options,
                                              name_lookup lookup)
{
    return std::make_shared<tls_connector>(
        context, std::make_shared<connecting>(std::move(options), std::move(lookup)));
}

} // namespace useapi::http
