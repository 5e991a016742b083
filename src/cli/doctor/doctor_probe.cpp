#include "cli/doctor/doctor_probe.hpp"

#include "cli/usage_error.hpp"
#include "client/server_error.hpp"
#include "http/connect/name_lookup.hpp"
#include "http/exchange/connection.hpp"
#include "http/exchange/message_syntax.hpp"
#include "http/tls/tls_connector.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <csignal>
#include <memory>
#include <string_view>
#include <utility>

namespace useapi::cli {
namespace {

namespace asio = boost::asio;
using std::chrono::system_clock;

/** `GET /accounts`, and its outcome. */
class question final : public http::exchange
{
public:
    question(const client_options& options, const http::origin& where, probe_result& result)
        : options_(options), where_(where), result_(result)
    {
    }

    void append_request(std::string& wire, std::string&) override
    {
        const std::string_view token = options_.token().reveal();
        // Reserves the full size, because a string that grows leaves a copy of the token in memory.
        wire.reserve(512 + where_.path_prefix.size() + token.size() + options_.user_agent().size());
        wire.append("GET ").append(where_.path_prefix).append("/accounts HTTP/1.1\r\nHost: ");
        wire.append(where_.authority()).append("\r\nUser-Agent: ").append(options_.user_agent());
        wire.append("\r\nAccept: application/json\r\nConnection: close\r\n");
        if (!token.empty() && http::is_field_value(token) && token.find(' ') == std::string_view::npos)
            wire.append("Authorization: Bearer ").append(token).append("\r\n");
        wire.append("\r\n");
        result_.sent = system_clock::now();
    }

    bool is_head() const noexcept override { return false; }

    void on_exchanged() noexcept override { is_over = true; }

    bool is_over = false;

private:
    const client_options& options_;
    const http::origin& where_;
    probe_result& result_;
};

class probe
{
public:
    probe(const client_options& options, const http::origin& where, const std::optional<http::proxy>& through)
        : options_(options), name_(name_to_look_up(where, through)), signals_(context_, SIGINT, SIGTERM),
          deadline_(context_), question_(options, where, result_)
    {
        http::tls_connector_options made{where, http::transport(options.tls()), through,
                                         options.connect_timeout(), 1};
        made.on_certificate = [this](const http::peer_certificate& shown) { result_.certificate = shown; };
        connector_ = http::make_tls_connector(context_, std::move(made), recording_lookup());
    }

    probe_result run()
    {
        signals_.async_wait([this](const error_code& ec, int) { interrupted_ |= !ec; });
        connector_->async_connect([this](error failure, std::unique_ptr<http::byte_stream> stream) {
            connected_ = true;
            if (stream)
                ask(std::move(stream));
            else
                result_.connect_failure = std::move(failure);
        });
        run_until([this] { return connected_; });
        run_until([this] { return !connection_ || question_.is_over; });
        if (connection_)
            read_answer();
        end();
        return std::move(result_);
    }

private:
    http::name_lookup recording_lookup()
    {
        return [this, system = http::system_lookup(context_)](const std::string& host, std::uint16_t port,
                                                              http::lookup_handler handler) {
            const bool decides = host == name_;
            system(host, port,
                   [this, decides, handler = std::move(handler)](const error_code& ec,
                                                                 const http::endpoint_list& found) {
                       for (const auto& endpoint : found)
                           if (decides)
                               result_.addresses.push_back(endpoint.address().to_string());
                       handler(ec, found);
                   });
        };
    }

    template <class Done>
    void run_until(Done done)
    {
        while (!done() && !interrupted_ && context_.run_one() != 0) {
        }
        if (interrupted_)
            throw interruption();
    }

    void ask(std::unique_ptr<http::byte_stream> stream)
    {
        result_.report = stream->report();
        http::connection_limits limits;
        limits.body = options_.body_limit();
        connection_ = std::make_shared<http::connection>(std::move(stream), limits);
        connection_->async_exchange(question_, 1, http::connection::beginning::by_and_by);
        deadline_.expires_after(options_.attempt_timeout());
        deadline_.async_wait([this](const error_code& ec) {
            if (!ec)
                connection_->cancel(1);
        });
    }

    void read_answer()
    {
        result_.received = system_clock::now();
        const auto& outcome = question_.outcome;
        if (outcome.code) {
            const error_code code =
                outcome.code == errc::cancelled ? error_code(errc::attempt_timed_out) : outcome.code;
            result_.answer_failure = error(code);
            return;
        }
        const http::response_reader& answer = connection_->response();
        result_.status = answer.status();
        result_.body = secret(answer.body());
        if (const auto date = answer.find("Date"))
            result_.date = std::string(*date);
        const std::array<std::string_view, 1> hidden{options_.token().reveal()};
        const server_error read = read_server_error(answer.status(), answer.body(), hidden);
        result_.said = error(read.code, effect::rejected)
                           .status(answer.status())
                           .server_error(read.error)
                           .server_details(read.details)
                           .detail(std::string(read.is_foreign ? foreign_answer : std::string_view()));
    }

    void end()
    {
        signals_.cancel();
        deadline_.cancel();
        if (connection_) {
            bool closed = false;
            connection_->close([&closed] { closed = true; });
            run_until([&closed] { return closed; });
        }
    }

    const client_options& options_;
    const std::string name_;
    // The order matters: objects that use the io_context are destroyed before it.
    asio::io_context context_{1};
    asio::signal_set signals_;
    asio::steady_timer deadline_;
    probe_result result_;
    question question_;
    std::shared_ptr<http::connector> connector_;
    std::shared_ptr<http::connection> connection_;
    bool connected_ = false;
    bool interrupted_ = false;
};

} // namespace

const std::string& name_to_look_up(const http::origin& where, const std::optional<http::proxy>& through)
{
    return through && through->kind != http::proxy_kind::socks5 ? through->host : where.host;
}

probe_result probe_service(const client_options& options, const http::origin& where,
                           const std::optional<http::proxy>& through)
{
    return probe(options, where, through).run();
}

} // namespace useapi::cli
