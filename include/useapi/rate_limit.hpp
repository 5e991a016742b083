#ifndef USEAPI_RATE_LIMIT_HPP
#define USEAPI_RATE_LIMIT_HPP

#include <chrono>
#include <cstdint>
#include <optional>

namespace useapi {

/** The quota that a request was counted against, as the answer states it. Each part has a value only if the
    answer states it.

    It is read from the fields `RateLimit` and `RateLimit-Policy` (their first item). Without these, it is
    read from `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`; without these, from the same
    names with `X-` before them.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
    @see draft-ietf-httpapi-ratelimit-headers
*/
class rate_limit
{
public:
    rate_limit() = default;

    /** The number of requests that the quota allows in its window. */
    std::optional<std::uint64_t> limit() const noexcept { return limit_; }

    /** The number of requests that are left in this window. */
    std::optional<std::uint64_t> remaining() const noexcept { return remaining_; }

    /** How long after the answer the quota is full again. If the answer names a point in time, this is the
        difference from the answer's own `Date`. Zero for a time that is past; at most 31 days. */
    std::optional<std::chrono::milliseconds> reset() const noexcept { return reset_; }

    /** Sets it. @return `*this` */
    rate_limit& limit(std::optional<std::uint64_t> value) & noexcept
    {
        limit_ = value;
        return *this;
    }

    /** The same for a temporary. */
    rate_limit limit(std::optional<std::uint64_t> value) && noexcept { return limit(value); }

    /** Sets it. @return `*this` */
    rate_limit& remaining(std::optional<std::uint64_t> value) & noexcept
    {
        remaining_ = value;
        return *this;
    }

    /** The same for a temporary. */
    rate_limit remaining(std::optional<std::uint64_t> value) && noexcept { return remaining(value); }

    /** Sets it. @return `*this` */
    rate_limit& reset(std::optional<std::chrono::milliseconds> value) & noexcept
    {
        reset_ = value;
        return *this;
    }

    /** The same for a temporary. */
    rate_limit reset(std::optional<std::chrono::milliseconds> value) && noexcept { return reset(value); }

    /** Whether all parts are equal. */
    friend bool operator==(const rate_limit&, const rate_limit&) = default;

private:
    std::optional<std::uint64_t> limit_;
    std::optional<std::uint64_t> remaining_;
    std::optional<std::chrono::milliseconds> reset_;
};

} // namespace useapi

#endif
