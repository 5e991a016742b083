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

/** What the TLS connections of all clients of a transport share: verifies peers, offers `http/1.1`, keeps the
   sessions of each origin.

    @par Thread safety  shared objects: safe.
*/
class tls_context
{
public:
    /** @throws useapi::exception  `errc::invalid_argument` where one of the files cannot be used, naming it.
     */
    explicit tls_context(const tls_options& options);
    ~tls_context();

    SSL_CTX* native() noexcept { return context_.native_handle(); }

    /** Makes a connection-to-be name its host, accept a certificate for this host alone, and note what speaks
        against one in `finding`.

        @param kept_sessions  of this origin, at least: as many connections as may be made again at once.
        @param may_resume  whether to offer a session, where one is kept.
        @return whether one is offered.
        @throws std::bad_alloc  where OpenSSL has no memory for the settings.
    */
    bool prepare(SSL* connection, const origin& where, std::string& finding, std::size_t kept_sessions,
                 bool may_resume);

    /** The same for a connection to an `https://` proxy, which is not shown the client's certificate, and
       whose sessions are not resumed. */
    void prepare_for_proxy(SSL* connection, const proxy& through, std::string& finding);

    /** The server refuses the sessions that it gives: none is offered to it any more. */
    void stop_resuming(const origin& where);

    /** Another context is used from now on. */
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

/** Why a handshake failed: the certificate, where that is the reason, else the TLS layer's own words. */
error handshake_error(SSL* connection, const origin& where, const std::string& finding, const error_code& ec);

/** The same for the handshake with an `https://` proxy: what is worth another try is `errc::proxy_failed`. */
error proxy_handshake_error(SSL* connection, const proxy& through, const std::string& finding,
                            const error_code& ec);

} // namespace useapi::http

#endif
