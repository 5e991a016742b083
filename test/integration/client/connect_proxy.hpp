#ifndef USEAPI_TEST_INTEGRATION_CLIENT_CONNECT_PROXY_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_CONNECT_PROXY_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace useapi::testing {

/** An HTTP proxy on 127.0.0.1 with a thread of its own, which makes tunnels, or answers what it is told to.

    @par Thread safety  shared objects: safe.
*/
class connect_proxy
{
public:
    /** @param answer  in place of a tunnel; a tunnel where empty, silence where `-`.
        @param success  what is said before a tunnel: by default HTTP/1.0 without a word of keeping the
                        connection, as widespread proxies say it. */
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
