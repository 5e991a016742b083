#include "unit/emulator/server/loopback_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace useapi::emulator::test {

namespace asio = boost::asio;
using boost::asio::ip::tcp;
using boost::system::error_code;

class loopback_client::impl
{
public:
    impl(std::uint16_t port, const std::filesystem::path& ca_file, const std::string& host)
        : tls_(asio::ssl::context::tls_client), stream_(context_, tls_)
    {
        tls_.load_verify_file(ca_file.string());
        stream_.set_verify_mode(asio::ssl::verify_peer);
        stream_.set_verify_callback(asio::ssl::host_name_verification(host));
        stream_.next_layer().connect(tcp::endpoint(asio::ip::address_v4::loopback(), port));
        stream_.handshake(asio::ssl::stream_base::client);
    }

    void send(const std::string& bytes) { asio::write(stream_, asio::buffer(bytes)); }

    std::string read_answer()
    {
        const auto header = asio::read_until(stream_, asio::dynamic_buffer(held_), "\r\n\r\n", error_);
        if (error_)
            return std::exchange(held_, "");
        const std::string_view name = "Content-Length: ";
        const auto at = held_.find(name);
        const auto size = header + (at < header ? std::stoul(held_.substr(at + name.size())) : 0);
        if (held_.size() < size)
            asio::read(stream_, asio::dynamic_buffer(held_), asio::transfer_exactly(size - held_.size()),
                       error_);
        auto answer = held_.substr(0, size);
        held_.erase(0, size);
        return answer;
    }

    std::string end()
    {
        std::array<char, 16> some{};
        if (!error_ && stream_.read_some(asio::buffer(some), error_) > 0)
            return "data";
        if (error_ == asio::error::eof)
            return "close_notify";
        if (error_ == asio::ssl::error::stream_truncated)
            return "truncated";
        if (error_ == asio::error::connection_reset)
            return "reset";
        return error_.message();
    }

    [[nodiscard]] std::string tls_version() { return SSL_get_version(stream_.native_handle()); }

private:
    asio::io_context context_;
    asio::ssl::context tls_;
    asio::ssl::stream<tcp::socket> stream_;
    std::string held_;
    error_code error_;
};

loopback_client::loopback_client(std::uint16_t port, const std::filesystem::path& ca_file,
                                 const std::string& host)
    : impl_(std::make_unique<impl>(port, ca_file, host))
{
}

loopback_client::loopback_client(loopback_client&&) noexcept = default;
loopback_client::~loopback_client() = default;

void loopback_client::send(const std::string& bytes)
{
    impl_->send(bytes);
}

std::string loopback_client::read_answer()
{
    return impl_->read_answer();
}

std::string loopback_client::end()
{
    return impl_->end();
}

std::string loopback_client::tls_version() const
{
    return impl_->tls_version();
}

namespace {

std::string request(const std::string& line, const std::string& headers, const std::string& body)
{
    return line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer user:1234-abcdefgh\r\n" + headers +
           "\r\n" + body;
}

} // namespace

std::string get_account(const std::string& email)
{
    return request("GET /v1/runwayml/accounts/" + email, "", "");
}

std::string post_account(const std::string& email, const std::string& password)
{
    const auto body = R"({"email":")" + email + R"(","password":")" + password + R"(","maxJobs":5})";
    return request(
        "POST /v1/runwayml/accounts/" + email,
        "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n", body);
}

} // namespace useapi::emulator::test
