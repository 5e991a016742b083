#include "retry/silence.hpp"

#include <algorithm>

namespace useapi::retry {

void silence::on_answer() noexcept
{
    attempts_ = 0;
    next_probe_ = {};
    pause_ = first_pause;
}

void silence::on_no_answer(time_point now) noexcept
{
    if (attempts_++ == 0)
        began_ = now;
}

silence::answer silence::ask(time_point now) noexcept
{
    using std::chrono::milliseconds;
    if (attempts_ < fewest_attempts || now - began_ < limit_)
        return {true, {}, {}};
    if (now >= next_probe_) {
        next_probe_ = now + pause_;
        pause_ = std::min<milliseconds>(2 * pause_, longest_pause);
        return {true, {}, {}};
    }
    return {false, std::chrono::floor<milliseconds>(now - began_),
            std::chrono::ceil<milliseconds>(next_probe_ - now)};
}

} // namespace useapi::retry
