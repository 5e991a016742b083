#ifndef USEAPI_RETRY_REFUSAL_HPP
#define USEAPI_RETRY_REFUSAL_HPP

#include <useapi/error.hpp>

namespace useapi {

/** Whether a refusal proves that an earlier attempt of the same request, whose answer was lost, had no
    effect.

    A refusal proves this if its reason is the content of the request, since the content was the same: a wrong
    password, or a field that the service does not accept. A refusal proves nothing if its reason is a state
    that may have been different before, or that the earlier request may have caused: a missing account, a
    conflict, credits, a failed login, the API token.

    @param refusal  the error of the later request
    @par Thread safety
    A pure function.
*/
inline bool voids_earlier_attempts(const error& refusal) noexcept
{
    switch (refusal.status()) {
    case 400:
    case 413:
    case 414:
    case 415:
    case 422:
        return refusal.code() == errc::request_refused || refusal.code() == errc::credentials_refused;
    default:
        return refusal.code() == errc::credentials_refused;
    }
}

} // namespace useapi

#endif
