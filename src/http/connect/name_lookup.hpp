#ifndef USEAPI_SRC_HTTP_CONNECT_NAME_LOOKUP_HPP
#define USEAPI_SRC_HTTP_CONNECT_NAME_LOOKUP_HPP

#include <useapi/errc.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace useapi::http {

using endpoint_list = std::vector<boost::asio::ip::tcp::endpoint>;
using lookup_handler = std::function<void(const error_code&, const endpoint_list&)>;

/** Looks a name up, and calls the handler once, on a thread of the `io_context`. If the `io_context` is
    destroyed first, the handler is destroyed without a call. */
using name_lookup = std::function<void(const std::string& host, std::uint16_t port, lookup_handler handler)>;

/** The system's look-up: `getaddrinfo` on another thread. `getaddrinfo` cannot be stopped, so nothing waits
    for it: a look-up does not count as work of the `io_context`, and neither the end of the `io_context` nor
    that of the process waits for it. All look-ups of a process share at most eight threads.

    It asks for both families at once and answers when it has both. So the Resolution Delay of RFC 8305
    section 3 does not apply. */
name_lookup system_lookup(boost::asio::io_context& context);

/** The addresses of one host, remembered for a minute. Callers that want them at the same time share one
    look-up.

    A look-up cannot be cancelled. Its answer is kept for later callers even if the first ones have given up.

    If a look-up fails, the old addresses are used, for a day at most. While look-ups fail, callers get the
    old addresses at once, and the name is looked up again in the background, at most once a second. The
    answer that the name does not exist is not a failure of the look-up. @see RFC 8767 section 4

    @par Thread safety  shared objects: safe.
*/
class host_addresses : public std::enable_shared_from_this<host_addresses>
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds lifetime{60};
    static constexpr std::chrono::hours stale_lifetime{24};
    static constexpr std::chrono::seconds pause_after_failure{1};

    host_addresses(std::string host, std::uint16_t port, name_lookup lookup);

    /** Calls the handler at once if the addresses are known, else later. No lock is held during the call. */
    void async_get(time_point now, lookup_handler handler);

    /** Has this address tried first from now on: a connection to it was made, its TLS handshake included. */
    void prefer(const boost::asio::ip::tcp::endpoint& good);

    /** Has this address tried last from now on: it accepted TCP but no connection was made in the end, or the
        proxy could not reach it. */
    void avoid(const boost::asio::ip::tcp::endpoint& bad);

    /** Forgets the addresses, since none of them could be reached. The next caller has the name looked up
        again. */
    void forget();

private:
    class question;

    /** The addresses that a caller gets without waiting; empty if it has to wait. */
    endpoint_list at_hand(time_point now) const;
    bool has_stale(time_point now) const noexcept;
    bool should_ask(time_point now) const noexcept;
    void on_answer(const error_code& ec, const endpoint_list& found);

    const std::string host_;
    const std::uint16_t port_;
    const name_lookup lookup_;

    std::mutex mutex_;
    endpoint_list known_;
    time_point asked_at_{};
    endpoint_list stale_; ///< of the last look-up that succeeded
    time_point stale_since_{};
    bool is_failing_ = false;       ///< the last look-up failed
    std::weak_ptr<question> asked_; ///< held only by the look-up, which an `io_context` may drop unanswered
};

} // namespace useapi::http

#endif
