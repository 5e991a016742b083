#ifndef USEAPI_SRC_RETRY_EFFECT_OF_STATUS_HPP
#define USEAPI_SRC_RETRY_EFFECT_OF_STATUS_HPP

#include <useapi/effect.hpp>

namespace useapi::retry {

/** The effect that a request may have had that was answered with this status.

    A gateway that answers for the service (408, 502, 504, 520 to 524), and a service that failed half-way
    (500), leave it open. Everything else that is not 2xx is a no.
*/
effect effect_of_status(int status) noexcept;

} // namespace useapi::retry

#endif
