#ifndef USEAPI_CLIENT_LOAD_OPTIONS_HPP
#define USEAPI_CLIENT_LOAD_OPTIONS_HPP

#include <chrono>

namespace useapi {

/** What a client does while the service is overloaded or away.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class load_options
{
public:
    load_options() = default;

    /** Whether the client sends fewer requests at a time than `max_connections` while the service is
        overloaded. The limit begins with 8, and grows by about one per round trip while attempts succeed. An
        attempt halves the limit if it is answered 429 or 503, times out, or fails in another transient way;
        the limit is halved at most once per round trip, and never below 1. Calls beyond the limit wait in the
        queue; connections stay open. Default `false`. */
    load_options& adaptive_concurrency(bool value) & noexcept
    {
        adaptive_concurrency_ = value;
        return *this;
    }

    /** The same for a temporary. */
    load_options adaptive_concurrency(bool value) && noexcept { return adaptive_concurrency(value); }

    /** If no attempt gets an answer for this long, and at least three were made, new calls fail at once: with
        `errc::service_unavailable`, effect `none`, and the time until the next probe in
        `error::retry_after()`. A probe is a call that is let through to test the service: the first one at
        once, the next ones after 1 s, 2 s, 4 s and so on, at most 30 s. Any answer to a probe, even an error,
        ends this state. Calls that began before go on. Default 0: never. At most a week. */
    load_options& fail_fast_after(std::chrono::milliseconds value) & noexcept
    {
        fail_fast_after_ = value;
        return *this;
    }

    /** The same for a temporary. */
    load_options fail_fast_after(std::chrono::milliseconds value) && noexcept
    {
        return fail_fast_after(value);
    }

    ///@{
    /** The value in force: the one that was set, or the default. */
    bool adaptive_concurrency() const noexcept { return adaptive_concurrency_; }

    std::chrono::milliseconds fail_fast_after() const noexcept { return fail_fast_after_; }

    ///@}

private:
    bool adaptive_concurrency_ = false;
    std::chrono::milliseconds fail_fast_after_{};
};

} // namespace useapi

#endif
