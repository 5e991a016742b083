#ifndef USEAPI_SRC_RETRY_ORIGIN_GATE_HPP
#define USEAPI_SRC_RETRY_ORIGIN_GATE_HPP

#include <chrono>

namespace useapi::retry {

/** Holds back all calls to an origin after one of them was told to wait.

    The release is spread: a call may pass at an instant drawn evenly from the end of the wait to a quarter
    of the wait later (at most two seconds), lest all of them arrive at once and are told to wait again.
    Not thread-safe: the owner holds a lock.
*/
class origin_gate
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /** The server asked, with 429 or 503, to come back after `wait`. A later end wins over an earlier one. */
    void close_for(time_point now, std::chrono::milliseconds wait) noexcept;

    /** When a call that arrives now may pass: `now` itself where the gate is open.

        @param random  evenly distributed in [0, 1): the place in the spread of the release.
    */
    time_point passes_at(time_point now, double random) const noexcept;

private:
    time_point closed_until_{};
    std::chrono::milliseconds spread_{};
};

} // namespace useapi::retry

#endif
