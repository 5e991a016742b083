#ifndef USEAPI_SRC_HTTP_CONNECT_UNCOUNTED_WAIT_HPP
#define USEAPI_SRC_HTTP_CONNECT_UNCOUNTED_WAIT_HPP

#include <boost/asio/io_context.hpp>

namespace useapi::http {

/** Lets an asynchronous wait go on without keeping `io_context::run()` from returning.

    `run()` returns when the count of outstanding work is 0. Each operation adds to it when it is started and
    takes off as much when its handler has returned. This takes off what the start added, right after it, and
    adds it again before the handler does anything: a wait then counts for nothing while it waits, and as any
    other operation while it is being completed. So the count is never lower than the work that there is
    besides, and `run()` returns neither late nor early, if two things are kept to:

    - `started` is called inside a handler of the `io_context`. That handler counts, so that the count cannot
      come to 0 here, which would stop the `io_context` right before the program runs it.
    - `ending` is the first thing that happens when the operation completes, on the thread that took it off
      the queue: the handler's executor must be one that runs it there and then, and not a strand, where it
      could wait for its turn, not counted, behind a handler whose own count it would then use up.

    A wait that completes while nothing else is left stays in the queue until `run()` is called again with
    something to do, as do those that were cancelled; one that is destroyed with the `io_context` takes off
    what it had not added, which has no effect any more.

    How much an operation counts for is Asio's own affair, and may differ from version to version. So it is
    looked at before it is relied upon: see `is_possible`.
*/
class uncounted_wait
{
public:
    using executor_type = boost::asio::io_context::executor_type;

    /** A timer counts once: in the reactor. */
    static constexpr int counts_of_a_timer = 1;

    /** A socket on a strand counts twice: in the reactor, and through the strand. */
    static constexpr int counts_of_a_socket = 2;

    /** Whether this Asio counts waits as it says above. Where it does not, there must be no uncounted waits:
        `run()` would return too early, or never. Waits once in an `io_context` of its own to find out, and
        says no where that fails for lack of descriptors. */
    static bool is_possible() noexcept;

    /** Whether waits count for so much. */
    static bool are_counts(int of_a_timer, int of_a_socket);

    uncounted_wait(const executor_type& executor, int count) noexcept : executor_(executor), count_(count) {}

    void started() const noexcept;

    void ending() const noexcept;

private:
    executor_type executor_;
    int count_;
};

} // namespace useapi::http

#endif
