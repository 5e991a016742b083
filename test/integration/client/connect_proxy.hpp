#ifndef USEAPI_TEST_INTEGRATION_CLIENT_CONNECT_PROXY_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_CONNECT_PROXY_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace useapi::testing {

/** An HTTP proxy on 127.0.0.1 with its own thread. It makes tunnels, or sends a given answer.

    @par Thread safety shared objects: safe.
*/
class connect_proxy
{
public:
    /** @param answer   in place of a tunnel; empty: a tunnel, `-`: silence.
        @param success  the answer before a tunnel: by default HTTP/1.0 without `Connection`, like that of
                        widespread proxies. */
    explicit connect_proxy(
        std::string answer = {},
        std::string success = "HTTP/1.0 200 Connection established\r\nProxy-Agent: test\r\n\r\n");
    connect_proxy(const connect_proxy&) = delete;
    connect_proxy& operator=(const connect_proxy&) = delete;
    ~connect_proxy();

    std::uint16_t port() const noexcept;

    /** The heads of the requests so far. */
    std::vector<std::string> requests() const;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

} // namespace useapi::testing

#endif
