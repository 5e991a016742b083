#include "retry/effect_of_status.hpp"

namespace useapi::retry {

effect effect_of_status(int status) noexcept
{
    if (status >= 200 && status < 300)
        return effect::applied;
    // After a 101 that was not asked for, nothing is known. A status above 599 counts as a 5xx (RFC 9110
    // section 15).
    const bool upstream_trouble = status < 200 || status > 599 || status == 408 || status == 500 ||
                                  status == 502 || status == 504 || (status >= 520 && status <= 524);
    return upstream_trouble ? effect::unknown : effect::rejected;
}

} // namespace useapi::retry
