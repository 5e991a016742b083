#ifndef USEAPI_SRC_CLIENT_UNFINISHED_CALLS_HPP
#define USEAPI_SRC_CLIENT_UNFINISHED_CALLS_HPP

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

namespace useapi::detail {

class client_core;

/** Counts the calls of a core whose handlers have not returned. If the core drains, tells it when all have
    returned.

    A handler on another executor may return after core and `io_context` are destroyed. It holds only this
    object.

    @par Thread safety
    shared objects: safe.
*/
class unfinished_calls
{
public:
    void begin() noexcept { state_.fetch_add(one_call, std::memory_order_relaxed); }

    void end() noexcept
    {
        if (state_.fetch_sub(one_call, std::memory_order_acq_rel) == (one_call | awaited))
            tell();
    }

    /** Calls `client_core::end_drain` on the `io_context` when no handler is left, and keeps both alive until
        then. Returns false if no handler is left now. */
    bool await(std::shared_ptr<client_core> core);

    /** Does not tell the core any more, and releases it. */
    void forget() noexcept;

private:
    /** Keeps `io_context::run()` from returning while a handler runs elsewhere. */
    struct waiting_core
    {
        explicit waiting_core(std::shared_ptr<client_core> awaited_core);

        std::shared_ptr<client_core> core;
        boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
    };

    static constexpr std::size_t awaited = 1;
    static constexpr std::size_t one_call = 2;

    void tell() noexcept;

    std::atomic<std::size_t> state_ = 0; ///< calls, and the flag `awaited`
    std::mutex mutex_;
    std::unique_ptr<waiting_core> waiting_;
};

/** One counted call. It is finished when this object is destroyed. */
class unfinished_call
{
public:
    /** @param counted_in  null for a call that is not counted. */
    explicit unfinished_call(std::shared_ptr<unfinished_calls> counted_in) noexcept
        : counted_in_(std::move(counted_in))
    {
    }

    unfinished_call(unfinished_call&&) noexcept = default;
    unfinished_call& operator=(unfinished_call&&) = delete;

    ~unfinished_call()
    {
        if (counted_in_)
            counted_in_->end();
    }

private:
    std::shared_ptr<unfinished_calls> counted_in_;
};

} // namespace useapi::detail

#endif
