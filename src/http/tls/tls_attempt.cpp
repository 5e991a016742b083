#include "http/tls/tls_attempt.hpp"

#include "http/connect/proxy/proxy_tunnel.hpp"
#include "http/connect/socket/adopt.hpp"
#include "http/connect/socket/given_connector.hpp"
#include "http/connect/system_sockets.hpp"
#include "http/connect/tcp_race.hpp"
#include "http/tls/proxy/tls_link.hpp"
#include "http/tls/tls_channel.hpp"
#include "http/tls/tls_context.hpp"
#include "http/tls/tls_stream.hpp"
#include "http/tls/tls_verification.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <openssl/ssl.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace useapi::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::steady_clock;

// A peer that acknowledges nothing for so long is given up. The kernel's own limit is about a quarter of an
// hour.
constexpr unsigned unacknowledged_data_limit_s = 30;

void tune(stream_socket& socket) noexcept
{
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    limit_unacknowledged_data(socket.native_handle(), unacknowledged_data_limit_s);
    refuse_signals(socket.native_handle());
}

/** The steps of an attempt. While the attempt is under way, the wait for its deadline owns it. The other
    operations own themselves, and have only weak pointers to the attempt. So the attempt is destroyed with
    the `io_context`. */
class tls_attempt final : public connector::attempt, public std::enable_shared_from_this<tls_attempt>
{
public:
    tls_attempt(asio::io_context& context, std::shared_ptr<connect_setup> shared,
                connector::connect_handler handler)
        : strand_(context.get_executor()), shared_(std::move(shared)), handler_(std::move(handler)),
          deadline_(strand_)
    {
    }

    void start()
    {
        asio::post(strand_, [self = shared_from_this()] { self->begin(); });
    }

    void cancel() noexcept override
    {
        asio::post(strand_, [self = shared_from_this()] { self->fail(error(errc::cancelled)); });
    }

private:
    using on_found = void (tls_attempt::*)(const error_code&, const endpoint_list&);

    void begin()
    {
        if (!handler_)
            return;
        stage_began_ = steady_clock::now();
        deadline_.expires_at(stage_began_ + shared_->options.connect_timeout);
        deadline_.async_wait([self = shared_from_this()](const error_code& ec) {
            if (!ec)
                self->fail(self->failure("timed out"));
        });
        if (shared_->targets)
            look_up(*shared_->targets, &tls_attempt::on_target);
        else
            resolve();
    }

    void look_up(host_addresses& names, on_found then)
    {
        names.async_get(stage_began_,
                        [weak = weak_from_this(), then](const error_code& ec, const endpoint_list& found) {
                            if (const auto self = weak.lock())
                                asio::post(self->strand_, [self, then, ec, found] {
                                    if (self->handler_)
                                        (self.get()->*then)(ec, found);
                                });
                        });
    }

    void on_target(const error_code& ec, const endpoint_list& found)
    {
        report_.resolving = end_stage();
        if (ec) {
            fail(failure(ec.message()));
            return;
        }
        targets_ = found;
        resolve();
    }

    void resolve()
    {
        if (shared_->options.through)
            stage_ = errc::proxy_failed;
        if (shared_->options.connect_with) {
            connect();
            return;
        }
        if (!shared_->next_hop_is_address()) {
            look_up(*shared_->addresses, &tls_attempt::on_resolved);
            return;
        }
        addresses_.emplace_back(asio::ip::make_address(shared_->next_hop_host()), shared_->next_hop_port());
        connect();
    }

    void on_resolved(const error_code& ec, const endpoint_list& found)
    {
        report_.resolving += end_stage();
        if (ec) {
            fail(failure(ec.message()));
            return;
        }
        addresses_ = found;
        connect();
    }

    void connect()
    {
        stage_ = shared_->options.through ? errc::proxy_failed : errc::connect_failed;
        if (shared_->options.connect_with) {
            open();
            return;
        }
        const auto race = std::make_shared<tcp_race>(strand_, addresses_);
        race_ = race;
        race->start([weak = weak_from_this()](const error_code& ec, tcp_race::socket_type socket) {
            const auto self = weak.lock();
            if (!self)
                return;
            self->race_.reset();
            if (ec)
                self->on_unreachable(ec);
            else
                self->on_connected(std::move(socket));
        });
    }

    void open()
    {
        open_with(
            shared_->options.connect_with, strand_.get_inner_executor().context(), shared_->next_hop_host(),
            shared_->next_hop_port(),
            [weak = weak_from_this()](const error_code& ec, const std::shared_ptr<owned_socket>& opened) {
                if (const auto self = weak.lock())
                    asio::post(self->strand_, [self, ec, opened] { self->on_opened(ec, opened); });
            });
    }

    void on_opened(error_code ec, const std::shared_ptr<owned_socket>& opened)
    {
        if (!handler_)
            return;
        stream_socket socket(strand_);
        if (!ec)
            socket = adopt(*opened, strand_, report_, ec);
        if (ec) {
            fail(failure(ec.message()));
            return;
        }
        report_.connecting += end_stage();
        proceed(std::move(socket));
    }

    void on_unreachable(const error_code& ec)
    {
        shared_->addresses->forget();
        const auto count = addresses_.size();
        fail(failure(ec.message() +
                     (count > 1 ? " (the last of " + std::to_string(count) + " addresses)" : std::string())));
    }

    void on_connected(tcp_race::socket_type socket)
    {
        error_code ec;
        const tcp::endpoint peer = socket.remote_endpoint(ec);
        if (ec) {
            fail(failure(ec.message()));
            return;
        }
        reached_ = peer;
        report_.peer_address = peer.address().to_string();
        report_.peer_port = peer.port();
        report_.connecting += end_stage();
        proceed(std::move(socket));
    }

    /** Goes on with a connection to the next hop. */
    void proceed(stream_socket socket)
    {
        tune(socket);
        if (!shared_->options.through) {
            make_channel(std::move(socket));
            handshake();
            return;
        }
        report_.through_proxy = true;
        if (shared_->options.through->kind == proxy_kind::https) {
            secure(std::move(socket));
            return;
        }
        const auto plain = std::make_shared<socket_link>(std::move(socket));
        ask_for_tunnel(plain, [this, plain] { make_channel(std::move(plain->socket())); });
    }

    /** Makes the TLS handshake with a proxy. */
    void secure(stream_socket socket)
    {
        make_channel(std::move(socket));
        tls_->prepare_for_proxy(channel_->tls(), *shared_->options.through, finding_);
        channel_->async_handshake([weak = weak_from_this()](const error_code& ec) {
            const auto self = weak.lock();
            if (!self || !self->handler_)
                return;
            if (ec)
                self->fail(proxy_handshake_error(self->channel_->tls(), *self->shared_->options.through,
                                                 self->finding_, ec));
            else
                self->on_secured();
        });
    }

    void on_secured()
    {
        end_findings(channel_->tls());
        ask_for_tunnel(std::make_shared<tls_link>(channel_),
                       [this] { make_channel(std::exchange(channel_, nullptr)); });
    }

    /** @param then  makes a channel out of the tunnel. */
    void ask_for_tunnel(std::shared_ptr<proxy_link> link, std::function<void()> then)
    {
        const auto tunnel = std::make_shared<proxy_tunnel>(
            std::move(link), shared_->make_proxy_handshake(targets_), shared_->proxy_names());
        tunnel_ = tunnel;
        tunnel->start([weak = weak_from_this(), then = std::move(then)](const std::optional<error>& failure) {
            const auto self = weak.lock();
            if (!self)
                return;
            const auto asked = std::exchange(self->tunnel_, nullptr);
            if (!failure) {
                then();
                self->handshake();
            } else if (asked->failed_for_address() && self->drop_target()) {
                self->connect();
            } else {
                self->fail(*failure);
            }
        });
    }

    /** Drops the first target, which the proxy cannot reach. @return whether another one is left */
    bool drop_target()
    {
        if (targets_.empty())
            return false;
        shared_->targets->avoid(targets_.front());
        targets_.erase(targets_.begin());
        return !targets_.empty();
    }

    /** @param on  a socket, or the channel to a proxy. */
    template <class Lower>
    void make_channel(Lower on)
    {
        tls_ = shared_->transport->tls();
        channel_ =
            std::make_shared<tls_channel>(std::move(on), std::shared_ptr<SSL_CTX>(tls_, tls_->native()));
    }

    void handshake()
    {
        stage_ = errc::tls_failed;
        stage_began_ = steady_clock::now();
        const tls_connector_options& options = shared_->options;
        offers_session_ = tls_->prepare(channel_->tls(), options.where, finding_, options.max_connections,
                                        !session_was_refused_);
        if (options.on_certificate)
            tell_certificate(channel_->tls(), options.on_certificate);
        channel_->async_handshake([weak = weak_from_this()](const error_code& ec) {
            const auto self = weak.lock();
            if (!self || !self->handler_)
                return;
            if (!ec)
                self->succeed();
            else if (self->offers_session_ && is_alert(ec))
                self->on_session_refused();
            else
                self->fail(
                    handshake_error(self->channel_->tls(), self->shared_->options.where, self->finding_, ec));
        });
    }

    /** Connects once more, for a full handshake. A server that refuses a session that it gave may well accept
        a full handshake. */
    void on_session_refused()
    {
        session_was_refused_ = true;
        report_.handshaking += end_stage();
        channel_.reset();
        connect();
    }

    /** The error that ended the stage. */
    error failure(const std::string& why) const { return shared_->failure(stage_, why); }

    std::chrono::microseconds end_stage()
    {
        const auto now = steady_clock::now();
        return std::chrono::floor<std::chrono::microseconds>(now - std::exchange(stage_began_, now));
    }

    void succeed()
    {
        deadline_.cancel();
        if (reached_)
            shared_->addresses->prefer(*reached_);
        if (!targets_.empty())
            shared_->targets->prefer(targets_.front());
        if (session_was_refused_)
            tls_->stop_resuming(shared_->options.where);
        SSL* const connection = channel_->tls();
        end_findings(connection);
        report_.handshaking += end_stage();
        report_.tls_protocol = SSL_get_version(connection);
        report_.tls_resumed = SSL_session_reused(connection) == 1;
        const auto handler = std::exchange(handler_, nullptr);
        handler(error(), make_tls_stream(std::move(channel_), std::move(tls_), std::move(report_)));
    }

    void fail(error why)
    {
        // A name look-up cannot be cancelled. Its answer is of use to later attempts.
        const auto handler = std::exchange(handler_, nullptr);
        if (!handler)
            return;
        deadline_.cancel();
        if (race_)
            race_->cancel();
        if (tunnel_)
            tunnel_->cancel();
        if (channel_) {
            error_code ignored;
            channel_->socket().close(ignored);
        }
        if (reached_ && why.code() != errc::cancelled)
            shared_->addresses->avoid(*reached_);
        handler(std::move(why), nullptr);
    }

    byte_stream::executor_type strand_;
    const std::shared_ptr<connect_setup> shared_;
    connector::connect_handler handler_; ///< empty once the attempt is over
    strand_timer deadline_;
    endpoint_list targets_; ///< the proxy is asked for the first one; empty if it is asked for a name
    endpoint_list addresses_;
    std::optional<tcp::endpoint> reached_;
    std::string finding_; ///< the objection to the certificate
    std::shared_ptr<tcp_race> race_;
    std::shared_ptr<proxy_tunnel> tunnel_;
    std::shared_ptr<tls_context> tls_; ///< of the channel
    std::shared_ptr<tls_channel> channel_;
    bool offers_session_ = false;
    bool session_was_refused_ = false;
    errc stage_ = errc::resolve_failed;
    steady_clock::time_point stage_began_{};
    connect_report report_;
};

} // namespace

std::shared_ptr<connector::attempt> begin_tls_attempt(asio::io_context& context,
                                                      std::shared_ptr<connect_setup> shared,
                                                      connector::connect_handler handler)
{
    auto begun = std::make_shared<tls_attempt>(context, std::move(shared), std::move(handler));
    begun->start();
    return begun;
}

} // namespace useapi::http
