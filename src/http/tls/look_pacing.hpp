#ifndef USEAPI_SRC_HTTP_TLS_LOOK_PACING_HPP
#define USEAPI_SRC_HTTP_TLS_LOOK_PACING_HPP

#include <algorithm>

namespace useapi::http {

/** Which looks at a socket are worth their system call: each that finds nothing doubles how many are left out
    before the next one, and one that finds something ends that. Under load nearly all find an answer; where
    answers take their time, nearly all would be in vain. */
class look_pacing
{
public:
    static constexpr int most_left_out = 15;

    /** Whether to look this time. */
    bool is_due() const noexcept { return to_leave_out_ == 0; }

    /** One that was not due. */
    void leave_out() noexcept { --to_leave_out_; }

    /** One that was. */
    void note(bool found) noexcept
    {
        left_out_after_a_miss_ = found ? 0 : std::min(2 * left_out_after_a_miss_ + 1, most_left_out);
        to_leave_out_ = left_out_after_a_miss_;
    }

private:
    int to_leave_out_ = 0;
    int left_out_after_a_miss_ = 0;
};

} // namespace useapi::http

#endif
