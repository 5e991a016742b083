#ifndef USEAPI_SRC_HTTP_TLS_TLS_CONTEXT_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_CONTEXT_HPP

#include "http/connect/origin.hpp"
#include "http/connect/proxy/proxy.hpp"
#include "http/tls/tls_session_store.hpp"

#include <useapi/error.hpp>
#include <useapi/http/tls_options.hpp>

#include <boost/asio/ssl/context.hpp>

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace useapi::http {

class key_log;

/** The TLS settings that all clients of a transport share. It verifies peers, offers `http/1.1`, and keeps
    the sessions of each origin.

    @par Thread safety  shared objects: safe.
*/
class tls_context
{
public:
    /** @throws useapi::exception  `errc::invalid_argument` if a file cannot be used; the message names it. */
    explicit tls_context(const tls_options& options);
    ~tls_context();

    SSL_CTX* native() noexcept { return context_.native_handle(); }

    /** Prepares a connection for its handshake: it names its host to the server, accepts only a certificate
        for this host, and notes the objection to any other one in `finding`.

        @param kept_sessions  the least number of sessions to keep for this origin: as many as there may be
                              connections to make again at once.
        @param may_resume  whether to offer a session if one is kept.
        @return whether a session is offered.
        @throws std::bad_alloc  if OpenSSL has no memory for the settings.
    */
    bool prepare(SSL* connection, const origin& where, std::string& finding, std::size_t kept_sessions,
                 bool may_resume);

    /** The same for a connection to an `https://` proxy. The proxy is not shown the client's certificate, and
        its sessions are not resumed. */
    void prepare_for_proxy(SSL* connection, const proxy& through, std::string& finding);

    /** Offers this server no session any more, since it refuses the sessions that it gives. */
    void stop_resuming(const origin& where);

    /** Another context is used from now on, so the connections of this one are outdated. */
    void retire() noexcept { retired_.store(true, std::memory_order_relaxed); }

    bool is_retired() const noexcept { return retired_.load(std::memory_order_relaxed); }

private:
    tls_session_store& sessions_of(const origin& where);

    const bool resumes_;
    std::atomic<bool> retired_ = false;
    std::mutex mutex_;
    std::map<std::string, tls_session_store> sessions_; ///< by authority; none is removed
    std::unique_ptr<key_log> key_log_;
    const std::shared_ptr<X509_STORE> trust_;
    boost::asio::ssl::context context_;
};

/** Why a handshake failed: the objection to the certificate if there is one, else OpenSSL's own text. */
error handshake_error(SSL* connection, const origin& where, const std::string& finding, const error_code& ec);

/** The same for the handshake with an `https://` proxy. It returns `errc::proxy_failed` in place of
    `errc::tls_failed`, since another try may succeed. */
error proxy_handshake_error(SSL* connection, const proxy& through, const std::string& finding,
                            const error_code& ec);

} // namespace useapi::http

#endif
