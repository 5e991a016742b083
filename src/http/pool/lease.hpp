#ifndef USEAPI_SRC_HTTP_POOL_LEASE_HPP
#define USEAPI_SRC_HTTP_POOL_LEASE_HPP

#include "http/exchange/connection.hpp"

#include <chrono>
#include <cstdint>
#include <memory>

namespace useapi::http {

class pool;

/** One exchange's hold on a connection. Gives it back when it goes, whatever the path. */
class lease
{
public:
    lease() = default;
    lease(lease&& other) noexcept;
    lease& operator=(lease&& other) noexcept;

    /** Without a word the connection counts as not reusable. */
    ~lease();

    explicit operator bool() const noexcept { return slot_ != nullptr; }

    connection& operator*() const noexcept;

    connection* operator->() const noexcept { return &**this; }

    /** Whether the connection carried an exchange before. */
    bool reused() const noexcept;

    /** Names this exchange to `connection`. */
    std::uint64_t ticket() const noexcept;

    /** Which of the pool's connections it is, as a `pool_listener` is told. */
    std::uint64_t number() const noexcept;

    /** Gives the connection back for the next call.

        @param now  the connector's time. */
    void release(std::chrono::steady_clock::time_point now) noexcept;

    /** Closes the connection. */
    void discard() noexcept;

    /** Closes a reused connection that turned out dead, and its idle siblings that are no younger. */
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
