#ifndef USEAPI_SRC_BULK_RUN_SERVICE_OUTAGE_HPP
#define USEAPI_SRC_BULK_RUN_SERVICE_OUTAGE_HPP

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace useapi::bulk {

/** Whether the service of an origin is there, and what is done while it is not. Plain state: time comes in as
   an argument.

    Some calls in a row without an answer of the service, as many as were in flight and three at least, are an
   outage. It is one state of the run: one call at a time is made, ever more rarely, until one has an answer.
   After `patience` it is over for this run.
*/
class service_outage
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    static constexpr std::size_t fewest_calls = 3;
    static constexpr std::chrono::seconds first_pause{1};
    static constexpr std::chrono::seconds longest_pause{30};

    /** @param patience  from the first call without an answer on */
    explicit service_outage(std::chrono::milliseconds patience) noexcept : patience_(patience) {}

    /** A call ended without an answer.
        @param in_flight  calls that were in flight with it, itself included
        @return whether the outage begins with it */
    bool on_no_answer(time_point now, std::size_t in_flight, std::string why);

    /** A call had an answer. @return how long the outage was that ends with it */
    std::optional<std::chrono::milliseconds> on_answer(time_point now);

    bool is_on() const noexcept { return is_on_; }

    /** Whether a call may begin while so many are in flight. */
    bool may_begin(time_point now, std::size_t in_flight) const noexcept
    {
        return !is_on_ || (in_flight == 0 && now >= next_try_);
    }

    /** Whether it was waited for long enough. */
    bool is_given_up(time_point now) const noexcept { return is_on_ && now >= gives_up_at(); }

    // These say something during an outage only.
    time_point began_at() const noexcept { return began_; }

    time_point next_try() const noexcept { return next_try_; }

    time_point gives_up_at() const noexcept { return began_ + patience_; }

    /** Why the last call had no answer. */
    const std::string& reason() const noexcept { return reason_; }

private:
    std::chrono::milliseconds patience_;
    bool is_on_ = false;
    std::size_t calls_ = 0; ///< without an answer, in a row
    time_point began_{};
    time_point next_try_{};
    std::chrono::milliseconds pause_{};
    std::string reason_;
};

} // namespace useapi::bulk

#endif
