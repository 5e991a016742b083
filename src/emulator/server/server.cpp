#include "emulator/server/server.hpp"

#include "emulator/server/session.hpp"
#include "emulator/server/tls_files.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace useapi::emulator {

namespace asio = boost::asio;
using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {

using strand_acceptor = asio::basic_socket_acceptor<tcp, strand>;
using strand_task = asio::awaitable<void, strand>;

int select_http_1_1(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*)
{
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* selected = nullptr;
    const int found =
        SSL_select_next_proto(&selected, chosen_size, ours, sizeof ours - 1, offered, offered_size);
    *chosen = selected;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

void set_up_tls(asio::ssl::context& tls, const tls_files& files, const options& settings)
{
    const auto highest = settings.max_tls_version();
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_max_proto_version(tls.native_handle(),
                                  highest == tls_version::tls_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION);
    SSL_CTX_set_alpn_select_cb(tls.native_handle(), select_http_1_1, nullptr);
    tls.use_certificate_chain_file(files.certificate_file().string());
    tls.use_private_key_file(files.key_file().string(), asio::ssl::context::pem);
    // OpenSSL resumes sessions of clients with certificates only if the server sets a session id context.
    static constexpr unsigned char session_id[] = "useapi emulator";
    SSL_CTX_set_session_id_context(tls.native_handle(), session_id, sizeof session_id - 1);
    if (settings.require_client_certificate()) {
        tls.load_verify_file(files.ca_file().string());
        tls.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
    }
}

} // namespace

class server::impl : public std::enable_shared_from_this<server::impl>
{
public:
    impl(asio::io_context& context, options settings, std::shared_ptr<store> state, relay to)
        : context_(context), settings_(std::move(settings)), state_(std::move(state)),
          acceptor_(asio::make_strand(context)), retry_timer_(acceptor_.get_executor()),
          tls_(asio::ssl::context::tls_server)
    {
        setup_.api = std::make_shared<service>(settings_, state_);
        setup_.to = std::move(to);
        setup_.idle_timeout = settings_.idle_timeout();
        setup_.announce_idle_timeout = settings_.announce_idle_timeout();
        setup_.date_offset = settings_.date_offset();
        if (settings_.log())
            setup_.log = [this](std::string_view line) { log(line); };
    }

    void start()
    {
        files_.emplace(settings_.tls_dir(), wished_certificate(settings_));
        set_up_tls(tls_, *files_, settings_);

        const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), settings_.port());
        acceptor_.open(endpoint.protocol());
        acceptor_.set_option(asio::socket_base::reuse_address(true));
        acceptor_.bind(endpoint);
        acceptor_.listen(asio::socket_base::max_listen_connections);
        port_ = acceptor_.local_endpoint().port();
        asio::co_spawn(acceptor_.get_executor(), accept(shared_from_this()), asio::detached);
    }

    void stop()
    {
        asio::post(acceptor_.get_executor(), [self = shared_from_this()] { self->close(); });
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }

    [[nodiscard]] std::string base_path() const
    {
        return setup_.to.forward ? setup_.to.base_path : std::string("/v1/runwayml");
    }

    [[nodiscard]] std::filesystem::path ca_file() const
    {
        return files_ ? files_->ca_file() : std::filesystem::path();
    }

    [[nodiscard]] const std::shared_ptr<store>& state() const { return state_; }

    [[nodiscard]] server_statistics statistics() const
    {
        server_statistics seen;
        {
            const std::scoped_lock lock(mutex_);
            seen.connections = accepted_;
            seen.open_connections = sessions_.size();
            seen.peak_connections = peak_;
        }
        seen.resumed_handshakes = static_cast<std::uint64_t>(SSL_CTX_sess_hits(tls_.native_handle()));
        seen.requests = state_->counts();
        return seen;
    }

private:
    static strand_task accept(std::shared_ptr<impl> self)
    {
        while (!self->stopped_) {
            error_code ec;
            strand_socket socket(asio::make_strand(self->context_));
            co_await self->acceptor_.async_accept(socket, asio::redirect_error(use_task, ec));
            if (self->stopped_)
                co_return;
            if (!ec) {
                self->admit(std::move(socket));
                continue;
            }
            // The cause is mostly too many open files. The listener stays readable, so an immediate retry
            // would spin.
            self->retry_timer_.expires_after(std::chrono::milliseconds(10));
            co_await self->retry_timer_.async_wait(asio::redirect_error(use_task, ec));
        }
    }

    void admit(strand_socket socket)
    {
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        // Locks before the session starts: on another thread it may end before start() returns.
        std::unique_lock lock(mutex_);
        const auto id = ++accepted_;
        sessions_[id];
        peak_ = std::max<std::uint64_t>(peak_, sessions_.size());
        lock.unlock();

        auto on_end = [self = shared_from_this(), id] { self->forget(id); };
        const std::weak_ptr<session> started =
            session::start(std::move(socket), tls_, setup_, std::move(on_end));
        lock.lock();
        if (const auto slot = sessions_.find(id); slot != sessions_.end())
            slot->second = started;
    }

    void forget(std::uint64_t id)
    {
        const std::scoped_lock lock(mutex_);
        sessions_.erase(id);
    }

    void close()
    {
        stopped_ = true;
        error_code ignored;
        acceptor_.close(ignored);
        retry_timer_.cancel();
        const std::scoped_lock lock(mutex_);
        for (const auto& [id, each] : sessions_) {
            if (const auto open = each.lock())
                open->close();
        }
    }

    void log(std::string_view line)
    {
        const std::scoped_lock lock(log_mutex_);
        settings_.log()(line);
    }

    asio::io_context& context_;
    options settings_;
    std::shared_ptr<store> state_;
    strand_acceptor acceptor_;
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                               strand>
        retry_timer_;
    mutable asio::ssl::context tls_;
    std::optional<tls_files> files_;
    session_setup setup_;
    std::uint16_t port_ = 0;
    bool stopped_ = false;

    mutable std::mutex mutex_;
    std::unordered_map<std::uint64_t, std::weak_ptr<session>> sessions_;
    std::uint64_t accepted_ = 0;
    std::uint64_t peak_ = 0;
    std::mutex log_mutex_;
};

server::server(asio::io_context& context, options settings)
    : server(context, std::move(settings), std::make_shared<store>())
{
}

server::server(asio::io_context& context, options settings, std::shared_ptr<store> state)
    : impl_(std::make_shared<impl>(context, std::move(settings), std::move(state), relay()))
{
}

server::server(asio::io_context& context, options settings, relay to)
    : impl_(std::make_shared<impl>(context, std::move(settings), std::make_shared<store>(), std::move(to)))
{
}

server::~server()
{
    impl_->stop();
}

void server::start()
{
    impl_->start();
}

std::uint16_t server::port() const
{
    return impl_->port();
}

std::string server::base_url() const
{
    return "https://127.0.0.1:" + std::to_string(port()) + impl_->base_path();
}

std::filesystem::path server::ca_file() const
{
    return impl_->ca_file();
}

void server::stop()
{
    impl_->stop();
}

std::map<std::string, account> server::accounts(std::string_view token) const
{
    return impl_->state()->accounts(token);
}

server_statistics server::statistics() const
{
    return impl_->statistics();
}

std::shared_ptr<store> server::state() const
{
    return impl_->state();
}

} // namespace useapi::emulator
