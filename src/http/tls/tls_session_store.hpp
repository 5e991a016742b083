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

/** The sessions that a server gave, kept to be resumed: each once under TLS 1.3, where a server gives
    several; as long as it is good under TLS 1.2.

    @see RFC 8446 appendix C.4
    @par Thread safety  shared objects: safe.
*/
class tls_session_store
{
public:
    /** Has the connections of a context that are attached to a store keep their sessions in it. */
    static void enable(SSL_CTX* context);

    /** Has a connection put the sessions that it is given into this store, which must outlive it. */
    void attach(SSL* connection);

    /** Keeps so many sessions at least; beyond the highest number that was asked for the oldest goes first.
     */
    void keep(std::size_t capacity);

    /** Keeps a copy: the session itself changes with the connection that it belongs to. */
    void add(SSL_SESSION* session);

    /** The newest one that is good at this time of the wall clock, in seconds; null if there is no such
     * session. */
    tls_session take(std::int64_t now);

    /** Forgets all, and keeps none from now on. */
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
