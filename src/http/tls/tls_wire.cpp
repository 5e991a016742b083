#include "http/tls/tls_wire.hpp"

#include "http/connect/system_sockets.hpp"

#include <boost/asio/ssl/error.hpp>

#include <cerrno>
#include <cstddef>
#include <new>

namespace useapi::http {

namespace asio = boost::asio;

void tls_wire::attach(SSL* tls)
{
    BIO* const bio = BIO_new(method());
    if (!bio)
        throw std::bad_alloc();
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(tls, bio, bio);
}

const BIO_METHOD* tls_wire::method()
{
    static const BIO_METHOD* const made = [] {
        BIO_METHOD* const fresh = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "useapi wire");
        if (!fresh)
            throw std::bad_alloc();
        BIO_meth_set_read(fresh, &tls_wire::read);
        BIO_meth_set_write(fresh, &tls_wire::write);
        BIO_meth_set_ctrl(fresh, &tls_wire::control);
        return fresh;
    }();
    return made;
}

int tls_wire::read(BIO* bio, char* space, int size)
{
    tls_wire& self = *static_cast<tls_wire*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    for (;;) {
        const auto taken = ::recv(self.socket_, space, static_cast<std::size_t>(size), MSG_DONTWAIT);
        if (taken > 0)
            return static_cast<int>(taken);
        if (taken < 0 && errno == EINTR)
            continue;
        if (taken < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            BIO_set_retry_read(bio);
        else
            self.failure_ = taken == 0 ? error_code(asio::ssl::error::stream_truncated)
                                       : error_code(errno, boost::system::system_category());
        return -1;
    }
}

int tls_wire::write(BIO* bio, const char* data, int size)
{
    tls_wire& self = *static_cast<tls_wire*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    for (;;) {
        const auto sent =
            ::send(self.socket_, data, static_cast<std::size_t>(size), send_without_signal | MSG_DONTWAIT);
        if (sent >= 0)
            return static_cast<int>(sent);
        if (errno == EINTR)
            continue;
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            BIO_set_retry_write(bio);
        else
            self.failure_ = error_code(errno, boost::system::system_category());
        return -1;
    }
}

long tls_wire::control(BIO*, int command, long, void*)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

} // namespace useapi::http
