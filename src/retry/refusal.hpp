#ifndef USEAPI_SRC_RETRY_REFUSAL_HPP
#define USEAPI_SRC_RETRY_REFUSAL_HPP

#include <useapi/error.hpp>

namespace useapi::retry {

/** Whether a refusal proves that the same request did nothing when it was sent before.

    It does where it speaks of what the request holds, which was the same then: a wrong password, a field that
    the service does not take. It does not where it speaks of a state that may have been another one then, or
    that the earlier request may have brought about: an account that is gone, a conflict, credits, a failed
    login, the API token.
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

} // namespace useapi::retry

#endif
