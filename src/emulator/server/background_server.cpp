#include "emulator/server/background_server.hpp"

#include "emulator/server/tls_files.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <optional>
#include <thread>
#include <utility>

namespace useapi::emulator {

namespace {

// One `io_context`, its thread and the server on it. The destructor ends every connection.
class running_server
{
public:
    running_server(const options& settings, std::shared_ptr<store> state)
        : work_(context_.get_executor()), server_(context_, settings, std::move(state))
    {
        server_.start();
        thread_ = std::thread([this] { context_.run(); });
    }

    running_server(const running_server&) = delete;
    running_server& operator=(const running_server&) = delete;

    ~running_server()
    {
        context_.stop();
        thread_.join();
    }

    [[nodiscard]] server& get() { return server_; }

private:
    // The server is destroyed before the context of its sockets. Pending operations are destroyed with the
    // context.
    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    server server_;
    std::thread thread_;
};

// Binds the port without listening, so that no other program gets it: the system uses free ports for outgoing
// connections, but the server must return on this port.
class held_port
{
public:
    explicit held_port(std::uint16_t port) : acceptor_(context_)
    {
        using boost::asio::ip::tcp;
        acceptor_.open(tcp::v4());
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        acceptor_.bind(tcp::endpoint(boost::asio::ip::address_v4::loopback(), port));
    }

private:
    boost::asio::io_context context_{1};
    boost::asio::ip::tcp::acceptor acceptor_;
};

} // namespace

class background_server::impl
{
public:
    impl(options settings, std::shared_ptr<store> state)
        : settings_(std::move(settings)), state_(std::move(state)),
          files_(settings_.tls_dir(), wished_certificate(settings_))
    {
        settings_.tls_dir(files_.folder());
        restart();
        settings_.port(running_->get().port());
        base_url_ = running_->get().base_url();
    }

    void stop()
    {
        if (!running_)
            return;
        last_ = running_->get().statistics();
        running_.reset();
        held_port_.emplace(port());
        last_.open_connections = 0;
    }

    void restart()
    {
        if (running_)
            return;
        held_port_.reset();
        running_ = std::make_unique<running_server>(settings_, state_);
    }

    [[nodiscard]] std::uint16_t port() const { return settings_.port(); }

    [[nodiscard]] const std::string& base_url() const { return base_url_; }

    [[nodiscard]] std::filesystem::path ca_file() const { return files_.ca_file(); }

    [[nodiscard]] const std::shared_ptr<store>& state() const { return state_; }

    [[nodiscard]] server_statistics statistics() const
    {
        return running_ ? running_->get().statistics() : last_;
    }

private:
    options settings_;
    std::shared_ptr<store> state_;
    tls_files files_;
    std::string base_url_;
    std::unique_ptr<running_server> running_;
    std::optional<held_port> held_port_; ///< while the server does not run
    server_statistics last_;
};

background_server::background_server(options settings)
    : background_server(std::move(settings), std::make_shared<store>())
{
}

background_server::background_server(options settings, std::shared_ptr<store> state)
    : impl_(std::make_unique<impl>(std::move(settings), std::move(state)))
{
}

background_server::~background_server() = default;

std::uint16_t background_server::port() const
{
    return impl_->port();
}

std::string background_server::base_url() const
{
    return impl_->base_url();
}

std::filesystem::path background_server::ca_file() const
{
    return impl_->ca_file();
}

void background_server::stop()
{
    impl_->stop();
}

void background_server::restart()
{
    impl_->restart();
}

std::map<std::string, account> background_server::accounts(std::string_view token) const
{
    return impl_->state()->accounts(token);
}

server_statistics background_server::statistics() const
{
    return impl_->statistics();
}

std::shared_ptr<store> background_server::state() const
{
    return impl_->state();
}

} // namespace useapi::emulator
