#include "http/tls/proxy/tls_bio.hpp"

#include "http/tls/socket_bio.hpp"
#include "http/tls/tls_channel.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

namespace useapi::http {

namespace asio = boost::asio;

void tls_bio::attach(SSL* tls)
{
    static const BIO_METHOD* const method = make_bio_method("useapi TLS", &tls_bio::read, &tls_bio::write);
    attach_bio(tls, method, this);
}

int tls_bio::read(BIO* bio, char* space, int size)
{
    tls_bio& self = *static_cast<tls_bio*>(BIO_get_data(bio));
    self.outer_.bio().begin();
    return self.end(bio, SSL_read(self.outer_.tls(), space, size));
}

int tls_bio::write(BIO* bio, const char* data, int size)
{
    tls_bio& self = *static_cast<tls_bio*>(BIO_get_data(bio));
    self.outer_.bio().begin();
    return self.end(bio, SSL_write(self.outer_.tls(), data, size));
}

int tls_bio::end(BIO* bio, int result)
{
    BIO_clear_retry_flags(bio);
    failure_.clear();
    if (result > 0)
        return result;
    switch (SSL_get_error(outer_.tls(), result)) {
    case SSL_ERROR_WANT_READ:
        BIO_set_retry_read(bio);
        break;
    case SSL_ERROR_WANT_WRITE:
        BIO_set_retry_write(bio);
        break;
    case SSL_ERROR_ZERO_RETURN:
        // The proxy ended its connection properly, but the connection inside was cut short.
        failure_ = asio::ssl::error::stream_truncated;
        break;
    default:
        failure_ = outer_.failure_of(result);
    }
    return -1;
}

} // namespace useapi::http
