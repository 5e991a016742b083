#ifndef USEAPI_TESTING_CONNECT_OUTCOME_HPP
#define USEAPI_TESTING_CONNECT_OUTCOME_HPP

#include <useapi/errc.hpp>

#include <chrono>

namespace useapi::testing {

/** The outcome of an attempt to connect. An attempt that takes longer than `client_options::connect_timeout`
    fails at that time, with `errc::connect_failed`.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class connect_outcome
{
public:
    /** A connection. @param after  how long it takes to make, in virtual time. Default 0. */
    static connect_outcome success(std::chrono::milliseconds after = {}) noexcept
    {
        return connect_outcome(errc{}, after);
    }

    /** A failure.
        @param why    such as `errc::resolve_failed`, `errc::connect_failed` or `errc::certificate_rejected`.
        @param after  when it fails, in virtual time. Default 0. */
    static connect_outcome failure(errc why, std::chrono::milliseconds after = {}) noexcept
    {
        return connect_outcome(why, after);
    }

    /** No answer at all: the attempt ends with the connect time-out. */
    static connect_outcome silence() noexcept
    {
        return connect_outcome(errc{}, std::chrono::milliseconds::max());
    }

    /** `errc{}` for a success. */
    errc why() const noexcept { return why_; }

    /** The virtual time from the beginning of the attempt to its outcome. */
    std::chrono::milliseconds after() const noexcept { return after_; }

private:
    connect_outcome(errc why, std::chrono::milliseconds after) noexcept : why_(why), after_(after) {}

    errc why_;
    std::chrono::milliseconds after_;
};

} // namespace useapi::testing

#endif
