#ifndef USEAPI_SRC_HTTP_TLS_TLS_WIRE_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_WIRE_HPP

#include <useapi/errc.hpp>

#include <openssl/bio.h>
#include <openssl/ssl.h>

namespace useapi::http {

/** Has OpenSSL read from and write to a socket, without waiting and without a signal. */
class tls_wire
{
public:
    explicit tls_wire(int socket) noexcept : socket_(socket) {}

    /** What is told below is of the operation of OpenSSL's that follows. */
    void begin() noexcept { failure_.clear(); }

    /** Why the socket took or gave nothing, where it was not that it had no room or nothing there. */
    error_code failure() const noexcept { return failure_; }

    /** Has `tls` use it. Lives longer than what `tls` does from here on. */
    void attach(SSL* tls);

private:
    static const BIO_METHOD* method();
    static int read(BIO* bio, char* space, int size);
    static int write(BIO* bio, const char* data, int size);
    static long control(BIO* bio, int command, long number, void* pointer);

    const int socket_;
    error_code failure_;
};

} // namespace useapi::http

#endif
