#ifndef USEAPI_SRC_RETRY_EFFECT_OF_STATUS_HPP
#define USEAPI_SRC_RETRY_EFFECT_OF_STATUS_HPP

#include <useapi/effect.hpp>

namespace useapi::retry {

/** The effect that a request with this status in its answer may have had.

    If a gateway answers for the service (408, 502, 504, 520 to 524), or the service failed (500), the effect
    is unknown. Every other status except 2xx is a refusal.
*/
effect effect_of_status(int status) noexcept;

} // namespace useapi::retry

#endif
