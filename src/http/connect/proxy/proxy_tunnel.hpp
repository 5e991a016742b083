#ifndef USEAPI_SRC_HTTP_CONNECT_PROXY_PROXY_TUNNEL_HPP
#define USEAPI_SRC_HTTP_CONNECT_PROXY_PROXY_TUNNEL_HPP

#include "http/connect/proxy/proxy_handshake.hpp"
#include "http/connect/proxy/proxy_link.hpp"

#include <useapi/error.hpp>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace useapi::http {

/** Carries out the handshake with a proxy, on a connection to it.

    Runs on the connection's strand.
*/
class proxy_tunnel : public std::enable_shared_from_this<proxy_tunnel>
{
public:
    /** Nothing for success, else why there is no tunnel. */
    using handler = std::function<void(const std::optional<error>&)>;

    /** @param names  the names of proxy and origin, for error texts. */
    proxy_tunnel(std::shared_ptr<proxy_link> link, std::unique_ptr<proxy_handshake> handshake,
                 std::string names);

    /** May call the handler inside this function. */
    void start(handler done);

    /** Ends without calling the handler. */
    void cancel() noexcept;

    /** @see proxy_handshake::failure */
    bool failed_for_address() const noexcept { return handshake_->why().is_about_address; }

private:
    void proceed(proxy_handshake::next what);
    void write();
    void read();
    void fail(errc code, const std::string& why);
    void complete(const std::optional<error>& failure);

    const std::shared_ptr<proxy_link> link_;
    const std::unique_ptr<proxy_handshake> handshake_;
    const std::string names_;
    std::array<char, 2048> space_{};
    handler done_;
};

} // namespace useapi::http

#endif
