#ifndef USEAPI_SRC_RETRY_SILENCE_HPP
#define USEAPI_SRC_RETRY_SILENCE_HPP

#include <chrono>
#include <cstddef>

namespace useapi::retry {

/** Decides whether an origin has been silent for so long that new calls fail at once. Plain state: time comes
    in as an argument.

    After three attempts without an answer, the origin counts as silent since the first of them, until any
    answer comes. After `limit` only probes pass: one call at once, then one after 1 s, 2 s, 4 s, and so on,
    at most 30 s. Not thread-safe: the owner holds a lock.
*/
class silence
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    static constexpr std::size_t fewest_attempts = 3;
    static constexpr std::chrono::seconds first_pause{1};
    static constexpr std::chrono::seconds longest_pause{30};

    /** Whether a call may begin. */
    struct answer
    {
        bool passes;
        std::chrono::milliseconds lasts;       ///< how long there was no answer; 0 if the call passes
        std::chrono::milliseconds until_probe; ///< the time until the next call passes; 0 if this one passes
    };

    /** @param limit calls fail at once if there was no answer for so long. */
    explicit silence(std::chrono::milliseconds limit) noexcept : limit_(limit) {}

    /** Any answer came. */
    void on_answer() noexcept;

    /** An attempt ended without an answer. */
    void on_no_answer(time_point now) noexcept;

    answer ask(time_point now) noexcept;

private:
    std::chrono::milliseconds limit_;
    std::size_t attempts_ = 0; ///< attempts without an answer since the last answer
    time_point began_{};       ///< when the first of them ended
    time_point next_probe_{};
    std::chrono::milliseconds pause_ = first_pause;
};

} // namespace useapi::retry

#endif
