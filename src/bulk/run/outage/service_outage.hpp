#ifndef USEAPI_SRC_BULK_RUN_SERVICE_OUTAGE_HPP
#define USEAPI_SRC_BULK_RUN_SERVICE_OUTAGE_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace useapi::bulk {

/** An attempt of a call that had no answer. */
struct unanswered_attempt
{
    std::uint64_t call = 0;  ///< its number
    bool was_sent = false;   ///< the request was sent; false if no connection was made
    bool is_last = true;     ///< the call ended with it
    bool is_silence = false; ///< the service accepted the connection, but sent nothing
    std::string why;
};

/** Decides whether the service of an origin is out of reach, and when to try it meanwhile. Plain state: time
    comes in as an argument.

    An outage begins if every call in flight had an attempt without an answer since the last answer, and there
    were at least three such attempts. An attempt that was sent counts only once for its call, since the login
    of one account may be slow. An attempt that made no connection counts each time, since it does not depend
    on the account.

    During an outage the run makes one call at a time, ever more rarely, until one has an answer. After
    `patience` the run gives up.
*/
class service_outage
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    static constexpr std::size_t fewest_attempts = 3;
    static constexpr std::chrono::seconds first_pause{1};
    static constexpr std::chrono::seconds longest_pause{30};

    /** @param patience the time after the first call without an answer */
    explicit service_outage(std::chrono::milliseconds patience) noexcept : patience_(patience) {}

    /** @param in_flight  the calls in flight, including that of the attempt
        @return whether the outage begins */
    bool on_no_answer(time_point now, std::size_t in_flight, const unanswered_attempt& which);

    /** A call had an answer. @return the length of the outage that ends with it */
    std::optional<std::chrono::milliseconds> on_answer(time_point now);

    bool is_on() const noexcept { return is_on_; }

    /** Whether a call may begin while `in_flight` calls are under way. */
    bool may_begin(time_point now, std::size_t in_flight) const noexcept
    {
        return !is_on_ || (in_flight == 0 && now >= next_try_);
    }

    /** Whether the time for waiting is over. */
    bool is_given_up(time_point now) const noexcept { return is_on_ && now >= gives_up_at(); }

    // These functions have a meaning only during an outage.
    time_point began_at() const noexcept { return began_; }

    time_point next_try() const noexcept { return next_try_; }

    time_point gives_up_at() const noexcept { return began_ + patience_; }

    /** Why the last attempt had no answer. */
    const std::string& reason() const noexcept { return reason_; }

    /** Whether the service accepts connections but does not answer. */
    bool is_silent() const noexcept { return is_silent_; }

private:
    bool completes_an_outage(time_point now, std::size_t in_flight, const unanswered_attempt& which);

    std::chrono::milliseconds patience_;
    bool is_on_ = false;
    bool is_silent_ = false;
    // The calls since the last answer, until the outage begins.
    std::set<std::uint64_t> calls_;
    std::size_t attempts_ = 0;
    time_point began_{};
    time_point next_try_{};
    std::chrono::milliseconds pause_{};
    std::string reason_;
};

} // namespace useapi::bulk

#endif
