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

    /** Whether fewer requests than `max_connections` are under way while the service is overloaded. The limit
        begins with 8, and grows by about one a round trip while attempts succeed. It is halved, once a round
        trip and down to 1, by an attempt that is answered 429 or 503, times out or fails otherwise in a way
        that passes. Calls beyond it wait in the queue; connections stay open. Default `false`. */
    load_options& adaptive_concurrency(bool value) & noexcept
    {
        adaptive_concurrency_ = value;
        return *this;
    }

    /** The same for a temporary. */
    load_options adaptive_concurrency(bool value) && noexcept { return adaptive_concurrency(value); }

    /** After how long without any answer, over three attempts at least, new calls fail at once: with
        `errc::service_unavailable`, effect `none`, and `error::retry_after()` for when another one is let
        through. One is let through at once, then one after 1 s, 2 s, 4 s and so on, 30 s at most, until one
        gets an answer, whatever it says. Calls that began before go on. Default 0: never. At most a week. */
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
