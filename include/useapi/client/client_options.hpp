#ifndef USEAPI_CLIENT_CLIENT_OPTIONS_HPP
#define USEAPI_CLIENT_CLIENT_OPTIONS_HPP

#include <useapi/client/load_options.hpp>
#include <useapi/client/observer.hpp>
#include <useapi/config.hpp>
#include <useapi/http/connect_options.hpp>
#include <useapi/http/proxy_options.hpp>
#include <useapi/http/tls_options.hpp>
#include <useapi/http/transport.hpp>
#include <useapi/result.hpp>
#include <useapi/retry/retry_options.hpp>
#include <useapi/secret.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace useapi {

/** A coroutine that gets an API token, for example from a vault. @see client_options::token_from */
using token_source = std::function<boost::asio::awaitable<result<secret>>()>;

namespace detail {
struct more_client_options;
}

/** The options of a client. Setters chain; a temporary is returned by value.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class client_options
{
public:
    /** @param token the API token, sent unchanged in `Authorization: Bearer <token>`. May be empty if
        `token_from` is set. */
    explicit client_options(secret token) : token_(std::move(token)) {}

    /** A coroutine that gets the API token, for tokens that change while the client lives. The client runs it
        when a call needs a token and the client has no token, and when the service refused the token of a
       call
        (`errc::token_refused`). The refused call then makes one more attempt at once, even beyond
        `max_attempts`. The coroutine runs once for all calls that wait for a token. If it fails, these calls
        fail with its error and effect `none`, and the next call runs it anew. The token of the constructor is
        used until the service refuses it.

        @param value  runs on the `io_context`, whose `run()` does not return before the coroutine has ended.
                      Nothing cancels it; calls that wait for it end at their deadline. If it throws, or if
                      the token is empty or holds a blank, the calls fail with `errc::invalid_argument`; the
                      text of the exception is not passed on. */
    client_options& token_from(token_source value) &
    {
        token_source_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    client_options token_from(token_source value) && { return std::move(token_from(std::move(value))); }

    /** Where the service is: `https://`, a host, an optional port, an optional path prefix. The token is
        sent to this host. Default `https://api.useapi.net/v1/runwayml`. */
    client_options& base_url(std::string value) &
    {
        base_url_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    client_options base_url(std::string value) && { return std::move(base_url(std::move(value))); }

    /** A PEM file with the certificates to trust *instead of* the system's. Empty: trust the system's. */
    client_options& ca_file(std::string value) &
    {
        tls_.ca_file(std::move(value));
        return *this;
    }

    /** The same for a temporary. */
    client_options ca_file(std::string value) && { return std::move(ca_file(std::move(value))); }

    /** All options of TLS. They replace the value that `ca_file` set. */
    client_options& tls(http::tls_options value) &
    {
        tls_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    client_options tls(http::tls_options value) && { return std::move(tls(std::move(value))); }

    /** Shares authorities, client certificate, TLS sessions and looked-up addresses with other clients. The
        transport brings the TLS options: a client that sets `ca_file` or `tls` as well is refused. Default:
        the client makes its own transport. */
    client_options& transport(const http::transport& value) &
    {
        transport_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options transport(const http::transport& value) && { return std::move(transport(value)); }

    /** The proxy to connect through. Default: the one that the environment names (`HTTPS_PROXY`, `NO_PROXY`).
     */
    client_options& proxy(http::proxy_options value) &
    {
        proxy_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    client_options proxy(http::proxy_options value) && { return std::move(proxy(std::move(value))); }

    /** The most connections at a time, idle ones included. Default 16. Range 1 to 10,000. */
    client_options& max_connections(std::size_t value) & noexcept
    {
        max_connections_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options max_connections(std::size_t value) && noexcept
    {
        return std::move(max_connections(value));
    }

    /** The most calls that may wait for a connection; a further call fails with `errc::queue_full`. Default
        100,000. With 0, a call fails unless it gets an idle connection or may start a new one at once. */
    client_options& max_waiting(std::size_t value) & noexcept
    {
        max_waiting_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options max_waiting(std::size_t value) && noexcept { return std::move(max_waiting(value)); }

    /** The deadline of a whole call: queueing, connecting, every attempt and every wait. Default 120 s. */
    client_options& timeout(std::chrono::milliseconds value) & noexcept
    {
        timeout_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options timeout(std::chrono::milliseconds value) && noexcept { return std::move(timeout(value)); }

    /** The limit of one attempt, from the moment that it has its connection. Default 60 s, because the
        service answers a POST only after its own login upstream. */
    client_options& attempt_timeout(std::chrono::milliseconds value) & noexcept
    {
        attempt_timeout_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options attempt_timeout(std::chrono::milliseconds value) && noexcept
    {
        return std::move(attempt_timeout(value));
    }

    /** The limit for making a connection: name look-up, TCP, proxy and TLS. Default 15 s. */
    client_options& connect_timeout(std::chrono::milliseconds value) & noexcept
    {
        connect_timeout_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options connect_timeout(std::chrono::milliseconds value) && noexcept
    {
        return std::move(connect_timeout(value));
    }

    /** How long an unused connection is kept. Default 50 s, less than load balancers commonly allow. If the
        server names a shorter time in `Keep-Alive: timeout`, the connection is kept for 2 s less than that
        time. */
    client_options& idle_timeout(std::chrono::milliseconds value) & noexcept
    {
        idle_timeout_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options idle_timeout(std::chrono::milliseconds value) && noexcept
    {
        return std::move(idle_timeout(value));
    }

    /** How old a connection may become, on average. Each connection gets its own limit, from 30 % less to 30
        % more, so that connections that were made together are not replaced together. A connection that
        reaches its limit during an exchange is closed after the exchange. Default 10 min. The limit makes a
        busy client leave an address that the service's name no longer points to, and use new machines behind
        a load balancer. A new connection every 10 min costs nothing that can be measured. */
    client_options& max_connection_age(std::chrono::milliseconds value) & noexcept
    {
        max_connection_age_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options max_connection_age(std::chrono::milliseconds value) && noexcept
    {
        return std::move(max_connection_age(value));
    }

    /** The most bytes that the header of an answer may have. Default 16 KiB. */
    client_options& header_limit(std::size_t value) & noexcept
    {
        header_limit_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options header_limit(std::size_t value) && noexcept { return std::move(header_limit(value)); }

    /** The most bytes that the content of a success may have. Of any other answer, at most as many bytes are
        read. Default 1 MiB. */
    client_options& body_limit(std::size_t value) & noexcept
    {
        body_limit_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options body_limit(std::size_t value) && noexcept { return std::move(body_limit(value)); }

    /** Whether an `upsert_account` joins an equal one of the same client that is still under way. If so, it
        causes no login of its own and gets the same outcome. If not, it waits and then causes its own login.
        Default `false`. */
    client_options& join_equal_logins(bool value) & noexcept
    {
        join_equal_logins_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options join_equal_logins(bool value) && noexcept { return std::move(join_equal_logins(value)); }

    /** Which failures are retried, how often and after which wait; @see retry_options */
    client_options& retry(retry_options value) & noexcept
    {
        retry_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    client_options retry(retry_options value) && noexcept { return std::move(retry(std::move(value))); }

    /** A product name to put before the library's own in `User-Agent`. Default: none. */
    client_options& user_agent(std::string value) &
    {
        user_agent_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    client_options user_agent(std::string value) && { return std::move(user_agent(std::move(value))); }

    /** Seeds the jitter of back-off, gate and the connections' ages, to make a run repeatable. Default: from
        the system. */
    client_options& seed(std::uint64_t value) & noexcept
    {
        seed_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options seed(std::uint64_t value) && noexcept { return std::move(seed(value)); }

    /** The observer to report events to. Default: none. If several clients share one observer, each client
        numbers its calls and connections from 1. */
    client_options& observe_with(std::shared_ptr<useapi::observer> value) & noexcept
    {
        observer_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    client_options observe_with(std::shared_ptr<useapi::observer> value) && noexcept
    {
        return std::move(observe_with(std::move(value)));
    }

    /** How connections are made: host and port to connect to, resolver, connects at a time. */
    USEAPI_API client_options& connecting(http::connect_options value) &;

    /** The same for a temporary. */
    client_options connecting(http::connect_options value) &&
    {
        return std::move(connecting(std::move(value)));
    }

    /** What is done while the service is overloaded or away. */
    USEAPI_API client_options& load(load_options value) &;

    /** The same for a temporary. */
    client_options load(load_options value) && { return std::move(load(value)); }

    ///@{
    /** The value in force: the one that was set, or the default. */
    USEAPI_API const http::connect_options& connecting() const noexcept;

    USEAPI_API const load_options& load() const noexcept;

    const secret& token() const noexcept { return token_; }

    ///@}

    /** The function that was set; empty if the token never changes. */
    const token_source& token_from() const noexcept { return token_source_; }

    ///@{
    /** The value in force: the one that was set, or the default. */
    const std::string& base_url() const noexcept { return base_url_; }

    const http::tls_options& tls() const noexcept { return tls_; }

    ///@}

    /** The value that was set; nothing if none was. */
    const std::optional<http::transport>& transport() const noexcept { return transport_; }

    ///@{
    /** The value in force: the one that was set, or the default. */
    const http::proxy_options& proxy() const noexcept { return proxy_; }

    std::size_t max_connections() const noexcept { return max_connections_; }

    std::size_t max_waiting() const noexcept { return max_waiting_; }

    std::chrono::milliseconds timeout() const noexcept { return timeout_; }

    std::chrono::milliseconds attempt_timeout() const noexcept { return attempt_timeout_; }

    std::chrono::milliseconds connect_timeout() const noexcept { return connect_timeout_; }

    std::chrono::milliseconds idle_timeout() const noexcept { return idle_timeout_; }

    std::chrono::milliseconds max_connection_age() const noexcept { return max_connection_age_; }

    std::size_t header_limit() const noexcept { return header_limit_; }

    std::size_t body_limit() const noexcept { return body_limit_; }

    bool join_equal_logins() const noexcept { return join_equal_logins_; }

    const retry_options& retry() const noexcept { return retry_; }

    const std::string& user_agent() const noexcept { return user_agent_; }

    std::optional<std::uint64_t> seed() const noexcept { return seed_; }

    const std::shared_ptr<useapi::observer>& observer() const noexcept { return observer_; }

    ///@}

private:
    secret token_;
    token_source token_source_;
    std::string base_url_ = "https://api.useapi.net/v1/runwayml";
    http::tls_options tls_;
    std::optional<http::transport> transport_;
    http::proxy_options proxy_;
    std::size_t max_connections_ = 16;
    std::size_t max_waiting_ = 100'000;
    std::chrono::milliseconds timeout_{120'000};
    std::chrono::milliseconds attempt_timeout_{60'000};
    std::chrono::milliseconds connect_timeout_{15'000};
    std::chrono::milliseconds idle_timeout_{50'000};
    std::chrono::milliseconds max_connection_age_{600'000};
    std::size_t header_limit_ = 16 * 1024;
    std::size_t body_limit_ = 1024 * 1024;
    bool join_equal_logins_ = false;
    retry_options retry_;
    std::string user_agent_;
    std::optional<std::uint64_t> seed_;
    std::shared_ptr<useapi::observer> observer_;
    std::shared_ptr<const detail::more_client_options> more_; ///< null for defaults; never changed
};

} // namespace useapi

#endif
