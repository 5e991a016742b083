#ifndef USEAPI_TEST_INTEGRATION_CLIENT_SOCKS_SERVER_HPP
#define USEAPI_TEST_INTEGRATION_CLIENT_SOCKS_SERVER_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace useapi::testing {

/** How a `socks_server` behaves, apart from connecting. */
struct socks_behaviour
{
    /** The user and password that it asks for, with a colon between them; empty: none. */
    std::string login{};
    /** The answer to the first requests, one each; 0 is a connection. */
    std::vector<std::uint8_t> replies{};
    /** The number of answers after which it is silent: 0, 1, or with a login 2. */
    int silent_after = 9;
    /** Sent in place of its first answer; empty: the answer. */
    std::string first_words{};
};

/** A SOCKS5 proxy on 127.0.0.1 with a thread of its own.

    @par Thread safety  shared objects: safe.
*/
class socks_server
{
public:
    explicit socks_server(socks_behaviour behaviour = {});
    socks_server(const socks_server&) = delete;
    socks_server& operator=(const socks_server&) = delete;
    ~socks_server();

    std::uint16_t port() const noexcept;

    /** What was asked for so far, such as `name localhost:443` and `address 127.0.0.1:443`. */
    std::vector<std::string> requests() const;

    /** How many messages came, on all connections. */
    unsigned messages() const noexcept;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

} // namespace useapi::testing

#endif
