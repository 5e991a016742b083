#ifndef USEAPI_SRC_HTTP_TLS_TLS_KEY_LOG_HPP
#define USEAPI_SRC_HTTP_TLS_TLS_KEY_LOG_HPP

#include <openssl/ssl.h>

#include <mutex>
#include <string>

namespace useapi::http {

/** The file of `tls_options::key_log_file`. @par Thread safety  shared objects: safe. */
class key_log
{
public:
    /** @throws useapi::exception  `errc::invalid_argument` where the file cannot be written. */
    explicit key_log(const std::string& file);
    key_log(const key_log&) = delete;
    key_log& operator=(const key_log&) = delete;
    ~key_log();

    /** Has a context write its connections' secrets here. The log must outlive it. */
    void attach(SSL_CTX* context);

private:
    static void on_line(const SSL* connection, const char* line);

    void append(std::string line) noexcept;

    std::mutex mutex_;
    int descriptor_;
};

} // namespace useapi::http

#endif
