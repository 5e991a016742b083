#include "http/tls/socket_bio.hpp"

#include "http/connect/system_sockets.hpp"

#include <boost/asio/ssl/error.hpp>

#include <cerrno>
#include <cstddef>
#include <new>

namespace useapi::http {

namespace asio = boost::asio;

namespace {

long control(BIO*, int command, long, void*)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

} // namespace

const BIO_METHOD* make_bio_method(const char* name, bio_read read, bio_write write)
{
    BIO_METHOD* const made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, name);
    if (!made)
        throw std::bad_alloc();
    BIO_meth_set_read(made, read);
    BIO_meth_set_write(made, write);
    BIO_meth_set_ctrl(made, &control);
    return made;
}

void attach_bio(SSL* tls, const BIO_METHOD* method, void* data)
{
    BIO* const bio = BIO_new(method);
    if (!bio)
        throw std::bad_alloc();
    BIO_set_data(bio, data);
    BIO_set_init(bio, 1);
    SSL_set_bio(tls, bio, bio);
}

void socket_bio::attach(SSL* tls)
{
    static const BIO_METHOD* const method =
        make_bio_method("useapi socket", &socket_bio::read, &socket_bio::write);
    attach_bio(tls, method, this);
}

int socket_bio::read(BIO* bio, char* space, int size)
{
    socket_bio& self = *static_cast<socket_bio*>(BIO_get_data(bio));
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

int socket_bio::write(BIO* bio, const char* data, int size)
{
    socket_bio& self = *static_cast<socket_bio*>(BIO_get_data(bio));
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

} // namespace useapi::http
