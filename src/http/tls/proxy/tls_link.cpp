#include "http/tls/proxy/tls_link.hpp"

#include <openssl/ssl.h>

#include <utility>

namespace useapi::http {

void tls_link::async_write(std::string_view data, handler done)
{
    const std::size_t size = data.size();
    channel_->async_perform(
        [data](SSL* tls) mutable {
            while (!data.empty()) {
                const int written = SSL_write(tls, data.data(), static_cast<int>(data.size()));
                if (written <= 0)
                    return written;
                data.remove_prefix(static_cast<std::size_t>(written));
            }
            return 1;
        },
        [size, done = std::move(done)](const error_code& ec) { done(ec, ec ? 0 : size); });
}

void tls_link::async_read_some(std::span<char> space, handler done)
{
    const auto taken = std::make_shared<int>(0);
    channel_->async_perform(
        [space, taken](SSL* tls) {
            *taken = SSL_read(tls, space.data(), static_cast<int>(space.size()));
            return *taken;
        },
        [taken, done = std::move(done)](const error_code& ec) {
            done(ec, ec ? 0 : static_cast<std::size_t>(*taken));
        });
}

} // namespace useapi::http
