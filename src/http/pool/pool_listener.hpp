#ifndef USEAPI_SRC_HTTP_POOL_POOL_LISTENER_HPP
#define USEAPI_SRC_HTTP_POOL_POOL_LISTENER_HPP

#include "http/connect_report.hpp"

#include <useapi/error.hpp>

#include <cstddef>
#include <cstdint>

namespace useapi::http {

enum class close_reason
{
    exchange_failed, ///< or cancelled, with a byte of it exchanged
    not_reusable,    ///< by the answer: `Connection: close`, no length of its own, something behind it; or
                     ///< outdated
    found_dead,      ///< when it was wanted or used again
    sibling_dead,    ///< along with one of the same age that was found dead
    idle_timeout,
    idle_readable, ///< the peer closed it, or sent bytes without a request
    max_age,
    makes_room, ///< for a fresh one that a call insists on
    stopped     ///< the client closes or drains
};

inline constexpr std::size_t close_reason_count = static_cast<std::size_t>(close_reason::stopped) + 1;

/** Hears what becomes of a pool's connections. Called from any thread, under no lock. */
class pool_listener
{
public:
    virtual ~pool_listener() = default;

    /** @param connection  counts the pool's connections, from 1. */
    virtual void on_connecting(std::uint64_t connection) noexcept = 0;
    virtual void on_connected(std::uint64_t connection, const connect_report& how) noexcept = 0;
    virtual void on_connect_failed(std::uint64_t connection, const error& why) noexcept = 0;
    virtual void on_closed(std::uint64_t connection, close_reason why) noexcept = 0;
};

} // namespace useapi::http

#endif
