#ifndef USEAPI_RATE_LIMIT_HPP
#define USEAPI_RATE_LIMIT_HPP

#include <chrono>
#include <cstdint>
#include <optional>

namespace useapi {

/** What an answer says of the quota that its request was counted against. Each part is there only if the
    answer has it.

    It is read from the fields `RateLimit` and `RateLimit-Policy` (their first item), else from
    `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`, else from those with `X-` before them.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
    @see draft-ietf-httpapi-ratelimit-headers
*/
class rate_limit
{
public:
    rate_limit() = default;

    /** Requests that the quota allows in its window. */
    std::optional<std::uint64_t> limit() const noexcept { return limit_; }

    /** Requests that are left of it. */
    std::optional<std::uint64_t> remaining() const noexcept { return remaining_; }

    /** When the quota is whole again, from the answer on. A point in time that the answer names is compared
        with the answer's own `Date`. Zero for a time that is past; 31 days at most. */
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

    /** Whether both say the same. */
    friend bool operator==(const rate_limit&, const rate_limit&) = default;

private:
    std::optional<std::uint64_t> limit_;
    std::optional<std::uint64_t> remaining_;
    std::optional<std::chrono::milliseconds> reset_;
};

} // namespace useapi

#endif
