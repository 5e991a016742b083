#ifndef USEAPI_SRC_CLIENT_CORE_REGISTRY_HPP
#define USEAPI_SRC_CLIENT_CORE_REGISTRY_HPP

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace useapi::detail {

class client_core;

/** The cores of one `io_context`. It tells them about the end of the `io_context`, for which Asio has no
    handler.

    It outlives the `io_context` and knows whether the `io_context` still exists: the last reference to a core
    may be released on any thread, before, during or after the destruction of the `io_context`.

    Its lock is taken before every other one. While it is held, the `io_context` exists.

    @par Thread safety
    shared objects: safe.
*/
class core_registry
{
public:
    static std::shared_ptr<core_registry> of(boost::asio::io_context& context);

    void add(client_core& core);

    /** A core is being destroyed: makes it give up its network, unless the `io_context` is destroyed. */
    void leave(client_core& core) noexcept;

    bool is_gone() const noexcept { return gone_; }

    /** Calls a function with the `io_context`, unless that is destroyed. The lock is held, so the function
        must not call user code. */
    template <class Function>
    void unless_gone(Function work)
    {
        const std::lock_guard lock(mutex_);
        if (!gone_)
            work();
    }

private:
    class service;

    void end() noexcept;

    std::mutex mutex_;
    std::vector<client_core*> cores_;
    std::atomic<bool> gone_ = false; ///< written under the lock
};

} // namespace useapi::detail

#endif
