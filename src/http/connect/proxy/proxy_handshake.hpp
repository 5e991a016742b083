#ifndef USEAPI_SRC_HTTP_CONNECT_PROXY_PROXY_HANDSHAKE_HPP
#define USEAPI_SRC_HTTP_CONNECT_PROXY_PROXY_HANDSHAKE_HPP

#include <useapi/errc.hpp>
#include <useapi/secret.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace useapi::http {

/** What the client says to a proxy, and makes of its answers, until there is a tunnel. No I/O. */
class proxy_handshake
{
public:
    enum class next
    {
        write, ///< `message()`, and read the answer to it
        read,  ///< more of the answer
        done,  ///< there is a tunnel
        failed ///< the proxy opens no tunnel
    };

    /** Why there is no tunnel. The text holds nothing of the credentials. */
    struct failure
    {
        errc code = errc::proxy_failed;
        std::string text;
        /** The proxy does not get to the address that it was given. It may get to another one. */
        bool is_about_address = false;
    };

    proxy_handshake() = default;
    proxy_handshake(const proxy_handshake&) = delete;
    proxy_handshake& operator=(const proxy_handshake&) = delete;

    virtual ~proxy_handshake() { wipe(message_); }

    virtual next begin() = 0;

    /** Takes the bytes that came next, after `write` or `read`. */
    virtual next add(std::string_view bytes) = 0;

    /** To be wiped by its writer: it may hold credentials. */
    std::string& message() noexcept { return message_; }

    /** Once it failed. */
    const failure& why() const noexcept { return why_; }

protected:
    next fail(errc code, std::string text, bool is_about_address = false)
    {
        why_ = {code, std::move(text), is_about_address};
        return next::failed;
    }

    std::string message_;

private:
    failure why_;
};

} // namespace useapi::http

#endif
