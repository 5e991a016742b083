#ifndef USEAPI_SRC_HTTP_POOL_POOL_LISTENER_HPP
#define USEAPI_SRC_HTTP_POOL_POOL_LISTENER_HPP

#include <useapi/http/close_reason.hpp>

#include "http/connect_report.hpp"

#include <useapi/error.hpp>

#include <cstddef>
#include <cstdint>

namespace useapi::http {

inline constexpr std::size_t close_reason_count = static_cast<std::size_t>(close_reason::stopped) + 1;

/** Gets the events of a pool's connections. Called from any thread, under no lock. */
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
