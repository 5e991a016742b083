#include "http/tls/tls_session_store.hpp"

#include <algorithm>
#include <utility>

namespace useapi::http {
namespace {

int store_index()
{
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

int on_new_session(SSL* connection, SSL_SESSION* session)
{
    if (void* const store = SSL_get_ex_data(connection, store_index()))
        static_cast<tls_session_store*>(store)->add(session);
    return 0; // OpenSSL keeps the reference
}

bool is_good(const SSL_SESSION* session, std::int64_t now)
{
#if OPENSSL_VERSION_NUMBER >= 0x30300000L
    const std::int64_t since = SSL_SESSION_get_time_ex(session);
#else
    const std::int64_t since = SSL_SESSION_get_time(session);
#endif
    return now < since + SSL_SESSION_get_timeout(session);
}

} // namespace

void tls_session_store::enable(SSL_CTX* context)
{
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
    SSL_CTX_sess_set_new_cb(context, on_new_session);
}

void tls_session_store::attach(SSL* connection)
{
    SSL_set_ex_data(connection, store_index(), this);
}

void tls_session_store::keep(std::size_t capacity)
{
    const std::lock_guard lock(mutex_);
    capacity_ = std::max(capacity_, capacity);
}

void tls_session_store::add(SSL_SESSION* session)
{
    if (SSL_SESSION_is_resumable(session) == 0)
        return;
    // If a connection ends without a proper shutdown, OpenSSL marks its session as not to be resumed. A copy
    // is not affected. @see https://github.com/openssl/openssl/issues/20223
    tls_session copy(SSL_SESSION_dup(session));
    if (!copy)
        return;
    const bool replaces = SSL_SESSION_get_protocol_version(copy.get()) < TLS1_3_VERSION;
    const std::lock_guard lock(mutex_);
    if (stopped_)
        return;
    if (replaces)
        sessions_.clear();
    while (sessions_.size() >= capacity_)
        sessions_.pop_front();
    sessions_.push_back(std::move(copy));
}

tls_session tls_session_store::take(std::int64_t now)
{
    const std::lock_guard lock(mutex_);
    while (!sessions_.empty() && !is_good(sessions_.back().get(), now))
        sessions_.pop_back();
    if (sessions_.empty())
        return nullptr;
    SSL_SESSION* const newest = sessions_.back().get();
    if (SSL_SESSION_get_protocol_version(newest) < TLS1_3_VERSION) {
        SSL_SESSION_up_ref(newest);
        return tls_session(newest);
    }
    tls_session taken = std::move(sessions_.back());
    sessions_.pop_back();
    return taken;
}

void tls_session_store::stop() noexcept
{
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    sessions_.clear();
}

std::size_t tls_session_store::size() const
{
    const std::lock_guard lock(mutex_);
    return sessions_.size();
}

} // namespace useapi::http
