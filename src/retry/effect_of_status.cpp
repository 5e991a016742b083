#include "retry/effect_of_status.hpp"

namespace useapi::retry {

effect effect_of_status(int status) noexcept
{
    if (status >= 200 && status < 300)
        return effect::applied;
    const bool upstream_trouble =
        status == 408 || status == 500 || status == 502 || status == 504 || (status >= 520 && status <= 524);
    return upstream_trouble ? effect::unknown : effect::rejected;
}

} // namespace useapi::retry
