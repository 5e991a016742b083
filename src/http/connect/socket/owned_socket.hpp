#ifndef USEAPI_SRC_HTTP_CONNECT_SOCKET_OWNED_SOCKET_HPP
#define USEAPI_SRC_HTTP_CONNECT_SOCKET_OWNED_SOCKET_HPP

#include <unistd.h>

#include <utility>

namespace useapi::http {

/** A descriptor that is closed at the end, unless it is released before. -1 stands for no descriptor. */
class owned_socket
{
public:
    explicit owned_socket(int descriptor) noexcept : descriptor_(descriptor) {}

    owned_socket(const owned_socket&) = delete;
    owned_socket& operator=(const owned_socket&) = delete;

    ~owned_socket()
    {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }

    int get() const noexcept { return descriptor_; }

    int release() noexcept { return std::exchange(descriptor_, -1); }

private:
    int descriptor_;
};

} // namespace useapi::http

#endif
