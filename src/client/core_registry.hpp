#ifndef USEAPI_SRC_CLIENT_CORE_REGISTRY_HPP
#define USEAPI_SRC_CLIENT_CORE_REGISTRY_HPP

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace useapi::detail {

class client_core;

/** The cores of one `io_context`, which it has no handler to tell of its end.

    Outlives the `io_context`, and with it the question whether that is still there: the last hold on a core
    may go on any thread, before the `io_context` is destroyed, meanwhile or afterwards.

    Its lock comes before every other one. While it is held, the `io_context` is there.

    @par Thread safety  shared objects: safe.
*/
class core_registry
{
public:
    static std::shared_ptr<core_registry> of(boost::asio::io_context& context);

    void add(client_core& core);

    /** A core is being destroyed: has it give up its network, unless the `io_context` is gone. */
    void leave(client_core& core) noexcept;

    bool is_gone() const noexcept { return gone_; }

    /** Does something with the `io_context`, unless that is gone. No user code: the lock is held. */
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
