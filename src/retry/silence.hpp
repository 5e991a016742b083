#ifndef USEAPI_SRC_RETRY_SILENCE_HPP
#define USEAPI_SRC_RETRY_SILENCE_HPP

#include <chrono>
#include <cstddef>

namespace useapi::retry {

/** Whether an origin has been silent for so long that new calls fail at once. Plain state: time comes in as
   an argument.

    It is silent from the first attempt without an answer on, once there are three of them, until any answer
   comes. After `limit` only probes pass: one call at once, then one after 1 s, 2 s, 4 s, and so on, 30 s at
   most. Not thread-safe: the owner holds a lock.
*/
class silence
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    static constexpr std::size_t fewest_attempts = 3;
    static constexpr std::chrono::seconds first_pause{1};
    static constexpr std::chrono::seconds longest_pause{30};

    /** What a call is told that wants to begin. */
    struct answer
    {
        bool passes;
        std::chrono::milliseconds lasts;       ///< for so long there was no answer; 0 if it passes
        std::chrono::milliseconds until_probe; ///< when a call passes next; 0 if it passes
    };

    /** @param limit  calls fail at once where there was no answer for so long. */
    explicit silence(std::chrono::milliseconds limit) noexcept : limit_(limit) {}

    /** An answer came, whatever it says. */
    void on_answer() noexcept;

    /** An attempt ended without one. */
    void on_no_answer(time_point now) noexcept;

    answer ask(time_point now) noexcept;

private:
    std::chrono::milliseconds limit_;
    std::size_t attempts_ = 0; ///< without an answer, since the last answer
    time_point began_{};       ///< when the first of them ended
    time_point next_probe_{};
    std::chrono::milliseconds pause_ = first_pause;
};

} // namespace useapi::retry

#endif
