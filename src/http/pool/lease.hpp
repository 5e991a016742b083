#ifndef USEAPI_SRC_HTTP_POOL_LEASE_HPP
#define USEAPI_SRC_HTTP_POOL_LEASE_HPP

#include "http/exchange/connection.hpp"

#include <chrono>
#include <cstdint>
#include <memory>

namespace useapi::http {

class pool;

/** The right of one exchange to use a connection. The destructor always gives the connection back. */
class lease
{
public:
    lease() = default;
    lease(lease&& other) noexcept;
    lease& operator=(lease&& other) noexcept;

    /** Without `release` before, the connection counts as not reusable. */
    ~lease();

    explicit operator bool() const noexcept { return slot_ != nullptr; }

    connection& operator*() const noexcept;

    connection* operator->() const noexcept { return &**this; }

    /** Whether the connection carried an exchange before. */
    bool reused() const noexcept;

    /** The ticket of this exchange for `connection`. */
    std::uint64_t ticket() const noexcept;

    /** The number of the connection, as in the events of a `pool_listener`. */
    std::uint64_t number() const noexcept;

    /** Gives the connection back for the next call.

        @param now  the connector's time. */
    void release(std::chrono::steady_clock::time_point now) noexcept;

    /** Closes the connection. */
    void discard() noexcept;

    /** Closes a reused connection that was dead, and idle connections of the same age or older. */
    void discard_with_siblings() noexcept;

private:
    friend class pool;
    class slot;

    lease(std::shared_ptr<pool> owner, slot& held) noexcept;

    enum class fate
    {
        reusable,
        broken,
        stale,
        outdated,
        found_dead
    };

    void end(fate how, std::chrono::steady_clock::time_point reusable_from = {}) noexcept;

    std::shared_ptr<pool> pool_;
    slot* slot_ = nullptr;
};

} // namespace useapi::http

#endif
