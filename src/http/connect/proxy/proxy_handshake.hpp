#ifndef USEAPI_SRC_HTTP_CONNECT_PROXY_PROXY_HANDSHAKE_HPP
#define USEAPI_SRC_HTTP_CONNECT_PROXY_PROXY_HANDSHAKE_HPP

#include <useapi/errc.hpp>
#include <useapi/secret.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace useapi::http {

/** The conversation with a proxy up to the tunnel: makes the client's messages and judges the answers. No
    I/O. */
class proxy_handshake
{
public:
    enum class next
    {
        write, ///< write `message()`, then read the answer
        read,  ///< read more of the answer
        done,  ///< there is a tunnel
        failed ///< the proxy opens no tunnel
    };

    /** Why there is no tunnel. The text holds nothing of the credentials. */
    struct failure
    {
        errc code = errc::proxy_failed;
        std::string text;
        /** Whether the proxy cannot reach the address that it was given. It may reach another one. */
        bool is_about_address = false;
    };

    proxy_handshake() = default;
    proxy_handshake(const proxy_handshake&) = delete;
    proxy_handshake& operator=(const proxy_handshake&) = delete;

    virtual ~proxy_handshake() { wipe(message_); }

    virtual next begin() = 0;

    /** Takes the next bytes of the answer, after `write` or `read`. */
    virtual next add(std::string_view bytes) = 0;

    /** The message to write. The writer wipes it afterwards, since it may hold credentials. */
    std::string& message() noexcept { return message_; }

    /** Why there is no tunnel. Set once the handshake has failed. */
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
