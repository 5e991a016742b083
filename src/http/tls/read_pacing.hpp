#ifndef USEAPI_SRC_HTTP_TLS_READ_PACING_HPP
#define USEAPI_SRC_HTTP_TLS_READ_PACING_HPP

#include <algorithm>

namespace useapi::http {

/** Decides whether a read is tried at once, or only after the socket has become readable. A read that finds
    nothing wastes a system call. So after it some reads are not tried: 1, then 3, 7 and 15. A read that finds
    something resets this. Under load nearly every read finds an answer. If answers take long, nearly none
    does. */
class read_pacing
{
public:
    static constexpr int most_skipped = 15;

    /** Whether to try the next read. */
    bool is_due() const noexcept { return to_skip_ == 0; }

    /** Notes a read that was not due, and was not tried. */
    void skip() noexcept { --to_skip_; }

    /** Notes a read that was tried. */
    void note(bool found) noexcept
    {
        skipped_after_a_miss_ = found ? 0 : std::min(2 * skipped_after_a_miss_ + 1, most_skipped);
        to_skip_ = skipped_after_a_miss_;
    }

private:
    int to_skip_ = 0;
    int skipped_after_a_miss_ = 0;
};

} // namespace useapi::http

#endif
