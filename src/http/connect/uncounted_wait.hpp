#ifndef USEAPI_SRC_HTTP_CONNECT_UNCOUNTED_WAIT_HPP
#define USEAPI_SRC_HTTP_CONNECT_UNCOUNTED_WAIT_HPP

#include <boost/asio/io_context.hpp>

namespace useapi::http {

/** Lets an asynchronous wait go on without keeping `io_context::run()` from returning.

    `run()` returns when the count of outstanding work is 0. An operation adds to the count when it starts,
    and subtracts as much after its handler has returned. This class subtracts the same amount right after the
    start, and adds it again before the handler does anything. So the operation does not count while it waits,
    and counts like any other one while it completes. The count is never lower than the rest of the work, and
    `run()` returns neither too late nor too early, if two rules are kept:

    - `started` is called inside a handler of the `io_context`. That handler counts, so the count cannot
      become 0 in `started`. A count of 0 would stop the `io_context` right before the program runs it.
    - `ending` is called first of all when the operation completes, on the thread that took the completion off
      the queue. So the executor of the handler must run it at once. It must not be a strand: there the
      handler could wait, uncounted, behind another handler, and use up the count of that one.

    If a wait completes or is cancelled while no other work is left, its completion stays in the queue until
    `run()` is called again with work. A wait that is destroyed with the `io_context` subtracts more than it
    has added. That has no effect any more.

    Asio does not document how much an operation counts, and the number may change with its version. So the
    number is tested before it is used: see `is_possible`.
*/
class uncounted_wait
{
public:
    using executor_type = boost::asio::io_context::executor_type;

    /** A timer counts once: in the reactor. */
    static constexpr int counts_of_a_timer = 1;

    /** A socket on a strand counts twice: in the reactor, and through the strand. */
    static constexpr int counts_of_a_socket = 2;

    /** Whether this version of Asio counts waits as said above. If it does not, there must be no uncounted
        waits: `run()` would return too early, or never. The first call tests this with waits in an
        `io_context` of its own. If it lacks descriptors for the test, the answer is no. */
    static bool is_possible() noexcept;

    /** Whether a wait of each kind counts for so much. */
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
