#ifndef USEAPI_SRC_HTTP_TLS_TLS_SESSION_STORE_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_SESSION_STORE_HPP

#include <openssl/ssl.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>

namespace useapi::http {

struct free_tls_session
{
    void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
};

using tls_session = std::unique_ptr<SSL_SESSION, free_tls_session>;

/** The sessions that a server gave, kept to be resumed. Under TLS 1.3 a server gives several, and each is
    used once. Under TLS 1.2 the last one is used until it expires.

    @see RFC 8446 appendix C.4
    @par Thread safety  shared objects: safe.
*/
class tls_session_store
{
public:
    /** Lets the connections of a context keep their sessions. Only connections with a store (`attach`) do
        so. */
    static void enable(SSL_CTX* context);

    /** Has a connection put the sessions that it gets into this store, which must outlive it. */
    void attach(SSL* connection);

    /** Raises the number of sessions that are kept to `capacity`, and never lowers it. A session beyond this
        number replaces the oldest. */
    void keep(std::size_t capacity);

    /** Keeps a copy: the session itself changes with the connection that it belongs to. */
    void add(SSL_SESSION* session);

    /** The newest session that has not expired; null if there is none. @param now  the time of the wall
        clock, in seconds since 1970 */
    tls_session take(std::int64_t now);

    /** Forgets all sessions, and keeps none from now on. */
    void stop() noexcept;

    std::size_t size() const;

private:
    mutable std::mutex mutex_;
    std::size_t capacity_ = 1;
    std::deque<tls_session> sessions_; ///< the newest at the back
    bool stopped_ = false;
};

} // namespace useapi::http

#endif
