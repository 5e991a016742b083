#ifndef USEAPI_SRC_HTTP_TLS_PROXY_TLS_BIO_HPP
#define USEAPI_SRC_HTTP_TLS_PROXY_TLS_BIO_HPP

#include <useapi/errc.hpp>

#include <openssl/bio.h>
#include <openssl/ssl.h>

namespace useapi::http {

class tls_channel;

/** Lets OpenSSL read from and write to another TLS connection. As with a `socket_bio`, no operation waits. An
    operation that has to wait reports whether the outer connection waits to read or to write.

    OpenSSL's own `BIO_f_ssl` is not used: when it is freed, it would shut the outer connection down and write
    to its descriptor, which may belong to another socket by then. */
class tls_bio
{
public:
    /** @param outer  outlives this object. */
    explicit tls_bio(tls_channel& outer) noexcept : outer_(outer) {}

    /** The error of the outer connection in the last operation; none if it would only have blocked. */
    error_code failure() const noexcept { return failure_; }

    /** Has `tls` use this object, which must outlive every operation of `tls`. */
    void attach(SSL* tls);

private:
    static int read(BIO* bio, char* space, int size);
    static int write(BIO* bio, const char* data, int size);

    int end(BIO* bio, int result);

    tls_channel& outer_;
    error_code failure_;
};

} // namespace useapi::http

#endif
