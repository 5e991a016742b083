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

/** Gets an API token from wherever tokens come from. @see client_options::token_from */
using token_source = std::function<boost::asio::awaitable<result<secret>>()>;

namespace detail {
struct more_client_options;
}

/** What a client is made from. Setters chain; a temporary is returned by value.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class client_options
{
public:
    /** @param token  the API token, sent as it is in `Authorization: Bearer <token>`. May be empty if there
       is a `token_from`. */
    explicit client_options(secret token) : token_(std::move(token)) {}

    /** A coroutine that gets the API token, for tokens that change while the client lives. It is asked when a
       call needs a token and the client has not got one, and after a call whose token the service refused
       (`errc::token_refused`): that call makes one more attempt, at once, whatever `max_attempts` says. Once
       for all calls that wait. If it fails, they all fail with its error and effect `none`, and the next call
       asks anew. The token of the constructor is used until it is refused.

        @param value  runs on the `io_context`, which does not return from `run()` before it ended. Nothing
       cancels it; calls that wait for it end at their deadline. An exception from it, or a token that is
       empty or holds a blank, is `errc::invalid_argument`; the text of the exception is not passed on. */
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

    /** A PEM file of the certificates to trust *instead of* the system's. Empty: the system's. */
    client_options& ca_file(std::string value) &
    {
        tls_.ca_file(std::move(value));
        return *this;
    }

    /** The same for a temporary. */
    client_options ca_file(std::string value) && { return std::move(ca_file(std::move(value))); }

    /** Everything else about TLS, and this too: it replaces what `ca_file` set. */
    client_options& tls(http::tls_options value) &
    {
        tls_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    client_options tls(http::tls_options value) && { return std::move(tls(std::move(value))); }

    /** Shares authorities, client certificate, TLS sessions and looked-up addresses with other clients. The
       TLS options are the transport's: a client that sets `ca_file` or `tls` as well is refused. Default: one
       of its own. */
    client_options& transport(const http::transport& value) &
    {
        transport_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options transport(const http::transport& value) && { return std::move(transport(value)); }

    /** Default: as the environment says (`HTTPS_PROXY`, `NO_PROXY`). */
    client_options& proxy(http::proxy_options value) &
    {
        proxy_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    client_options proxy(http::proxy_options value) && { return std::move(proxy(std::move(value))); }

    /** Connections at most, idle ones included. Default 16. Range 1 to 10,000. */
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

    /** Calls that may wait for a connection; one more fails with `errc::queue_full`. Default 100,000.
        0 means that a call either gets a connection, or starts one, at once or fails. */
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

    /** The limit of one attempt from the moment it has its connection. Default 60 s: an answer to a POST
        takes as long as the service's login upstream does. */
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

    /** How long an unused connection is kept. Default 50 s, below what load balancers commonly allow. Where
        the server says in `Keep-Alive: timeout` for how long it keeps one, it is kept for 2 s less, if that
       is shorter. */
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

    /** How old a connection may become, on average: each gets an age of its own, from 30 % less to 30 % more,
        so that those that were made together are not replaced together. One that reaches it while it is in
        use ends with the exchange. Default 10 min: it bounds how long a busy client stays with an address
        that the service's name no longer stands for, or with one machine behind a load balancer that got
        others; a new connection every 10 min costs nothing that can be measured. */
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

    /** Bytes that the header of an answer may have. Default 16 KiB. */
    client_options& header_limit(std::size_t value) & noexcept
    {
        header_limit_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options header_limit(std::size_t value) && noexcept { return std::move(header_limit(value)); }

    /** Bytes that the content of a success may have, and that are read of any other answer. Default 1 MiB. */
    client_options& body_limit(std::size_t value) & noexcept
    {
        body_limit_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options body_limit(std::size_t value) && noexcept { return std::move(body_limit(value)); }

    /** Whether an `upsert_account` joins an equal one of the same client that has not ended, and ends as that
       one does, in place of a login of its own once that one ended. Default `false`. */
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

    /** Put before the library's own name in `User-Agent`. Default: nothing. */
    client_options& user_agent(std::string value) &
    {
        user_agent_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    client_options user_agent(std::string value) && { return std::move(user_agent(std::move(value))); }

    /** Seeds the jitter of back-off, gate and the connections' ages, to make a run repeatable. Default: from
     * the system. */
    client_options& seed(std::uint64_t value) & noexcept
    {
        seed_ = value;
        return *this;
    }

    /** The same for a temporary. */
    client_options seed(std::uint64_t value) && noexcept { return std::move(seed(value)); }

    /** Is told what the client does. Default: none. Where several clients share one, their calls and
        connections are numbered each from 1. */
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

    /** How connections are made: host and port to connect to, resolver, how many at a time. */
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

    /** The function that was set; empty: the token does not change. */
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
