#ifndef USEAPI_SRC_HTTP_TLS_SOCKET_BIO_HPP
#define USEAPI_SRC_HTTP_TLS_SOCKET_BIO_HPP

#include <useapi/errc.hpp>

#include <openssl/bio.h>
#include <openssl/ssl.h>

namespace useapi::http {

using bio_read = int (*)(BIO* bio, char* space, int size);
using bio_write = int (*)(BIO* bio, const char* data, int size);

/** Makes the method of a BIO that keeps no bytes of its own. It is never freed. */
const BIO_METHOD* make_bio_method(const char* name, bio_read read, bio_write write);

/** Has `tls` read and write by this method, whose functions find `data` in the BIO. */
void attach_bio(SSL* tls, const BIO_METHOD* method, void* data);

/** Lets OpenSSL read from and write to a socket. No operation waits, and none raises SIGPIPE. */
class socket_bio
{
public:
    explicit socket_bio(int socket) noexcept : socket_(socket) {}

    /** Forgets the last failure. To be called before each operation of OpenSSL. */
    void begin() noexcept { failure_.clear(); }

    /** The socket's error in the last operation; none if it would only have blocked. */
    error_code failure() const noexcept { return failure_; }

    /** Has `tls` use this object, which must outlive every operation of `tls`. */
    void attach(SSL* tls);

private:
    static int read(BIO* bio, char* space, int size);
    static int write(BIO* bio, const char* data, int size);

    const int socket_;
    error_code failure_;
};

} // namespace useapi::http

#endif
