#ifndef USEAPI_RETRY_REFUSAL_HPP
#define USEAPI_RETRY_REFUSAL_HPP

#include <useapi/error.hpp>

namespace useapi {

/** Whether a refusal proves that the same request did nothing when it was sent before and its answer was
   lost.

    It does if it is about the content of the request, which was the same then: a wrong password, a field that
    the service does not take. It does not if it is about a state that may have been another one then, or that
    the earlier request may have caused: an account that is gone, a conflict, credits, a failed login, the API
    token.

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
