#ifndef USEAPI_SRC_RETRY_ORIGIN_GATE_HPP
#define USEAPI_SRC_RETRY_ORIGIN_GATE_HPP

#include <chrono>

namespace useapi::retry {

/** Holds back all calls to an origin after one of them was told to wait.

    The release is spread: a call is told to come back at an instant drawn evenly from the end of the wait to
   a quarter of the wait later (at most two seconds), so that they do not arrive at once and are told to
   wait again.

    A gate that stays closed for more than a minute lets one call a minute through, the probe. If the service
    takes that call, its owner reopens the gate, so that one odd `Retry-After` does not stop a service for a
    day. Not thread-safe: the owner holds a lock.
*/
class origin_gate
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds probe_interval{60};

    /** The answer to a call that wants to pass. */
    struct answer
    {
        bool passes;
        bool is_probe;        ///< passes although the gate is closed
        time_point opens;     ///< for this call; now where it passes
        time_point ask_again; ///< when to ask again, at the latest when the gate opens; now where it passes
    };

    /** The server asked, with 429 or 503, to come back after `wait`. A later end wins over an earlier one. */
    void close_for(time_point now, std::chrono::milliseconds wait) noexcept;

    /** A call wants to pass.

        @param random  evenly distributed in [0, 1): the place in the spread of the release. */
    answer ask(time_point now, double random) noexcept;

    /** The service took a probe. */
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
