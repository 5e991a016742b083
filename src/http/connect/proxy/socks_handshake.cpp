#include "http/connect/proxy/socks_handshake.hpp"

#include <boost/asio/ip/address.hpp>

#include <string>
#include <utility>

namespace useapi::http {
namespace {

constexpr std::uint8_t socks_version = 5;
constexpr std::uint8_t login_version = 1;
constexpr std::uint8_t without_login = 0;
constexpr std::uint8_t with_login = 2;
constexpr std::uint8_t no_method = 0xff;
constexpr std::uint8_t connect_command = 1;
constexpr std::uint8_t ipv4_address = 1;
constexpr std::uint8_t host_name = 3;
constexpr std::uint8_t ipv6_address = 4;
constexpr std::size_t longest_name = 255;

void append(std::string& to, std::uint8_t byte)
{
    to += static_cast<char>(byte);
}

template <class Bytes>
void append_all(std::string& to, const Bytes& bytes)
{
    for (const auto each : bytes)
        append(to, static_cast<std::uint8_t>(each));
}

/** The meaning of a reply other than 0. */
struct refusal
{
    std::string_view text;
    errc code = errc::proxy_failed;
    bool is_about_address = false;
};

/** @see RFC 1928 section 6 */
refusal meaning_of(std::uint8_t reply)
{
    switch (reply) {
    case 1:
        return {"general failure"};
    case 2:
        return {"its rules do not allow the connection", errc::proxy_refused};
    case 3:
        return {"network unreachable", errc::proxy_failed, true};
    case 4:
        return {"host unreachable", errc::proxy_failed, true};
    case 5:
        return {"connection refused", errc::proxy_failed, true};
    case 6:
        return {"TTL expired", errc::proxy_failed, true};
    case 7:
        return {"command not supported", errc::proxy_refused};
    case 8:
        return {"address type not supported", errc::proxy_refused, true};
    default:
        return {"which has no meaning in SOCKS5"};
    }
}

} // namespace

socks_handshake::socks_handshake(secret login, const origin& to) : login_(std::move(login)), to_(to) {}

proxy_handshake::next socks_handshake::begin()
{
    if (!to_.host_is_address && to_.host.size() > longest_name)
        return fail(errc::invalid_argument, "SOCKS5 takes host names of at most 255 characters");
    append(message_, socks_version);
    append(message_, login_.empty() ? 1 : 2);
    append(message_, without_login);
    if (!login_.empty())
        append(message_, with_login);
    return next::write;
}

proxy_handshake::next socks_handshake::add(std::string_view bytes)
{
    for (std::size_t i = 0; i != bytes.size(); ++i) {
        answer_[size_++] = bytes[i];
        const next reached = judge();
        if (reached == next::read)
            continue;
        // No more bytes can come yet: the proxy waits for the next message, or the server behind it for TLS.
        if (reached != next::failed && i + 1 != bytes.size())
            return fail(errc::proxy_failed, "sent more than its answer");
        size_ = 0;
        return reached;
    }
    return next::read;
}

/** Called after each byte, so that an error is found at the first wrong byte. */
proxy_handshake::next socks_handshake::judge()
{
    if (at(0) != (stage_ == stage::login ? login_version : socks_version))
        return fail(errc::proxy_failed, "answered something that is not SOCKS5");
    if (size_ == 1)
        return next::read;
    switch (stage_) {
    case stage::method:
        return on_method(at(1));
    case stage::login:
        return on_login(at(1));
    case stage::reply:
        break;
    }
    return on_reply(at(1));
}

proxy_handshake::next socks_handshake::on_method(std::uint8_t chosen)
{
    if (chosen == without_login)
        return ask();
    if (chosen == with_login && !login_.empty()) {
        stage_ = stage::login;
        message_.assign(login_.reveal());
        return next::write;
    }
    if (chosen == no_method)
        return fail(errc::proxy_refused, login_.empty() ? "it wants credentials, and was given none"
                                                        : "it does not accept a user and password");
    return fail(errc::proxy_failed, "chose a way to log in that was not offered");
}

proxy_handshake::next socks_handshake::on_login(std::uint8_t status)
{
    if (status != 0)
        return fail(errc::proxy_refused, "it wants other credentials than it was given");
    return ask();
}

proxy_handshake::next socks_handshake::ask()
{
    stage_ = stage::reply;
    message_.clear();
    append(message_, socks_version);
    append(message_, connect_command);
    append(message_, 0);
    if (to_.host_is_address) {
        const auto address = boost::asio::ip::make_address(to_.host);
        append(message_, address.is_v4() ? ipv4_address : ipv6_address);
        if (address.is_v4())
            append_all(message_, address.to_v4().to_bytes());
        else
            append_all(message_, address.to_v6().to_bytes());
    } else {
        append(message_, host_name);
        append(message_, static_cast<std::uint8_t>(to_.host.size()));
        append_all(message_, to_.host);
    }
    append(message_, static_cast<std::uint8_t>(to_.port >> 8));
    append(message_, static_cast<std::uint8_t>(to_.port & 0xff));
    return next::write;
}

proxy_handshake::next socks_handshake::on_reply(std::uint8_t reply)
{
    if (reply != 0) {
        const refusal meant = meaning_of(reply);
        return fail(meant.code, "it answered " + std::to_string(reply) + ", " + std::string(meant.text),
                    meant.is_about_address);
    }
    // The address from which the proxy connects is not used. Its size is needed, since the answer ends with
    // it.
    const std::size_t size = size_of_reply();
    if (size == 0)
        return fail(errc::proxy_failed, "answered an address of a type that SOCKS5 does not have");
    return size_ < size ? next::read : next::done;
}

/** The size of the reply, as far as it is known yet; 0 if the type of its address is unknown. */
std::size_t socks_handshake::size_of_reply() const noexcept
{
    constexpr std::size_t head = 4;
    constexpr std::size_t port = 2;
    if (size_ < head)
        return head;
    switch (at(head - 1)) {
    case ipv4_address:
        return head + 4 + port;
    case ipv6_address:
        return head + 16 + port;
    case host_name:
        return size_ == head ? head + 1 : head + 1 + at(head) + port;
    default:
        return 0;
    }
}

} // namespace useapi::http
