#ifndef USEAPI_SRC_HTTP_CONNECT_UNCOUNTED_WAIT_HPP
#define USEAPI_SRC_HTTP_CONNECT_UNCOUNTED_WAIT_HPP

#include <boost/asio/io_context.hpp>

namespace useapi::http {

/** Whether the count of work can be changed through an executor, as through those that Asio kept from the
    Networking TS: not where `BOOST_ASIO_NO_TS_EXECUTORS` is defined. */
template <class Executor>
concept counts_work = requires(const Executor& executor) {
    executor.on_work_started();
    executor.on_work_finished();
};

/** Lets an asynchronous wait go on without keeping `io_context::run()` from returning.

    `run()` returns when the count of outstanding work is 0. Each operation adds to it when it is started and
    takes off as much when its handler has returned. This takes off what the start added, right after it, and
    adds it again before the handler does anything: a wait then counts for nothing while it waits, and as any
    other operation while it is being completed. So the count is never lower than the work that there is
    besides, and `run()` returns neither late nor early, if two things are kept to:

    - `started` is called inside a handler of the `io_context`. That handler counts, so that the count cannot
      come to 0 here, which would stop the `io_context` behind the back of whoever is about to run it.
    - `ending` is the first thing that happens when the operation completes, on the thread that took it off
      the queue: the handler's executor must be one that runs it there and then, and not a strand, where it
      could wait for its turn, not counted, behind a handler whose own count it would then use up.

    A wait that completes while nothing else is left stays in the queue until `run()` is called again with
    something to do, as do those that were cancelled; one that is destroyed with the `io_context` takes off
    what it had not added, which nobody looks at any more.

    Operations count for 1 in the reactor; an I/O object whose executor is not the `io_context`'s own, such as
    a strand, holds 1 more for it (`asio::detail::handler_work`).
*/
class uncounted_wait
{
public:
    using executor_type = boost::asio::io_context::executor_type;

    /** Whoever waits this way does without where it is not. */
    static constexpr bool is_possible = counts_work<executor_type>;

    uncounted_wait(const executor_type& executor, int count) noexcept : executor_(executor), count_(count) {}

    void started() const noexcept
    {
        for_each_count([](const auto& executor) { executor.on_work_finished(); });
    }

    void ending() const noexcept
    {
        for_each_count([](const auto& executor) { executor.on_work_started(); });
    }

private:
    template <class Change>
    void for_each_count(Change change) const noexcept
    {
        if constexpr (is_possible)
            for (int i = 0; i != count_; ++i)
                change(executor_);
    }

    executor_type executor_;
    int count_;
};

} // namespace useapi::http

#endif
