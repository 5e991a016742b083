#ifndef USEAPI_SRC_RETRY_ORIGIN_GATE_HPP
#define USEAPI_SRC_RETRY_ORIGIN_GATE_HPP

#include <chrono>

namespace useapi::retry {

/** Holds back all calls to an origin after one of them was told to wait.

    The calls are released one by one: each call comes back at a random time between the end of the wait and a
    quarter of the wait later (at most two seconds). Otherwise all would arrive at once and be told to wait
    again.

    A gate that stays closed for more than a minute lets one call per minute pass, the probe. If the service
    accepts this call, the owner of the gate reopens it, so that one odd `Retry-After` does not stop a service
    for a day. Not thread-safe: the owner holds a lock.
*/
class origin_gate
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds probe_interval{60};

    /** Whether a call may pass. */
    struct answer
    {
        bool passes;
        bool is_probe;        ///< passes although the gate is closed
        time_point opens;     ///< when the gate opens for this call; now if it passes
        time_point ask_again; ///< when to ask again, at the latest when the gate opens; now if it passes
    };

    /** The server asked, with 429 or 503, to come back after `wait`. The latest end counts. */
    void close_for(time_point now, std::chrono::milliseconds wait) noexcept;

    /** Asks whether a call may pass.

        @param random  evenly distributed in [0, 1): for the time at which the call is released. */
    answer ask(time_point now, double random) noexcept;

    /** The service accepted a probe. */
    void reopen() noexcept { closed_until_ = {}; }

    bool is_closed(time_point now) const noexcept { return now < closed_until_; }

    /** How long the gate stays closed, if no probe reopens it. */
    std::chrono::milliseconds stays_closed_for(time_point now) const noexcept;

private:
    time_point closed_until_{};
    time_point next_probe_{};
    std::chrono::milliseconds spread_{};
};

} // namespace useapi::retry

#endif
