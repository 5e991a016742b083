#ifndef USEAPI_CLIENT_CONNECTION_EVENTS_HPP
#define USEAPI_CLIENT_CONNECTION_EVENTS_HPP

#include <useapi/client/events.hpp>
#include <useapi/config.hpp>
#include <useapi/http/close_reason.hpp>

#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

namespace useapi {

namespace event {

/** The common part of the events of a connection. */
class of_connection
{
public:
    /** Made by the client; for tests of an observer as well. */
    of_connection(std::uint64_t connection, const event::server& where) noexcept
        : connection_(connection), server_(where)
    {
    }

    /** Counts the connections of a client, from 1. */
    std::uint64_t connection() const noexcept { return connection_; }

    /** Where the connection or call goes. */
    const event::server& server() const noexcept { return server_; }

private:
    std::uint64_t connection_;
    event::server server_;
};

/** A connection is being made. */
class connection_connecting : public of_connection
{
public:
    /** Made by the client; for tests of an observer as well. */
    using of_connection::of_connection;
};

/** A connection was made. A stage that was not needed has the duration 0. */
class connection_opened : public of_connection
{
public:
    /** Made by the client; for tests of an observer as well. */
    connection_opened(const of_connection& which, duration elapsed) noexcept
        : of_connection(which), elapsed_(elapsed)
    {
    }

    /** Sets the other end of the connection. */
    connection_opened& peer(std::string_view address, std::uint16_t port) & noexcept
    {
        peer_address_ = address;
        peer_port_ = port;
        return *this;
    }

    /** The same for a temporary. */
    connection_opened peer(std::string_view address, std::uint16_t port) && noexcept
    {
        return peer(address, port);
    }

    /** Sets whether a proxy made a tunnel. */
    connection_opened& through_proxy(bool value) & noexcept
    {
        through_proxy_ = value;
        return *this;
    }

    /** The same for a temporary. */
    connection_opened through_proxy(bool value) && noexcept { return through_proxy(value); }

    /** Sets the TLS version, such as `TLSv1.3`, and whether a session was resumed. */
    connection_opened& tls(std::string_view protocol, bool resumed) & noexcept
    {
        tls_protocol_ = protocol;
        tls_resumed_ = resumed;
        return *this;
    }

    /** The same for a temporary. */
    connection_opened tls(std::string_view protocol, bool resumed) && noexcept
    {
        return tls(protocol, resumed);
    }

    /** Sets how long each stage took. */
    connection_opened& stages(duration dns, duration tcp, duration tls) & noexcept
    {
        dns_ = dns;
        tcp_ = tcp;
        tls_ = tls;
        return *this;
    }

    /** The same for a temporary. */
    connection_opened stages(duration dns, duration tcp, duration tls) && noexcept
    {
        return stages(dns, tcp, tls);
    }

    /** The address of the other end of the TCP connection, which may be a proxy, or the path of its unix
        socket. (`network.peer.address`) */
    std::string_view peer_address() const noexcept { return peer_address_; }

    std::uint16_t peer_port() const noexcept { return peer_port_; } ///< (`network.peer.port`)

    /** Whether a proxy made a tunnel. */
    bool through_proxy() const noexcept { return through_proxy_; }

    std::string_view protocol_version() const noexcept { return "1.1"; } ///< (`network.protocol.version`)

    /** Such as `1.3`. (`tls.protocol.version`) */
    USEAPI_API std::string_view tls_version() const noexcept;

    bool tls_resumed() const noexcept { return tls_resumed_; } ///< (`tls.resumed`)

    /** The name look-up; 0 if the addresses were known. */
    duration dns() const noexcept { return dns_; }

    /** The TCP connection, or what `connect_options::connect_with` opened. */
    duration tcp() const noexcept { return tcp_; }

    /** The TLS handshake. */
    duration tls() const noexcept { return tls_; }

    /** Since `connection_connecting`. */
    duration elapsed() const noexcept { return elapsed_; }

private:
    duration elapsed_;
    std::string_view peer_address_;
    std::uint16_t peer_port_ = 0;
    bool through_proxy_ = false;
    bool tls_resumed_ = false;
    std::string_view tls_protocol_;
    duration dns_{};
    duration tcp_{};
    duration tls_{};
};

/** A connection could not be made. */
class connection_failed : public of_connection
{
public:
    /** Made by the client; for tests of an observer as well. */
    connection_failed(const of_connection& which, error_code code, std::string_view detail,
                      duration elapsed) noexcept
        : of_connection(which), code_(code), detail_(detail), elapsed_(elapsed)
    {
    }

    error_code code() const noexcept { return code_; } ///< its name by `name_of` is `error.type`

    /** The peer, and the text of the operating system or of OpenSSL, such as `127.0.0.1:8443: Connection
        refused`; may be empty. */
    std::string_view detail() const noexcept { return detail_; }

    /** Since `connection_connecting`. */
    duration elapsed() const noexcept { return elapsed_; }

private:
    error_code code_;
    std::string_view detail_;
    duration elapsed_;
};

/** An open connection was closed. */
class connection_closed : public of_connection
{
public:
    /** Made by the client; for tests of an observer as well. */
    connection_closed(const of_connection& which, close_reason reason, duration lifetime) noexcept
        : of_connection(which), reason_(reason), lifetime_(lifetime)
    {
    }

    /** Why it was closed. */
    close_reason reason() const noexcept { return reason_; }

    /** Since `connection_opened`. */
    duration lifetime() const noexcept { return lifetime_; }

private:
    close_reason reason_;
    duration lifetime_;
};

} // namespace event
} // namespace useapi

#endif
