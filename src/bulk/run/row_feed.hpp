#ifndef USEAPI_SRC_BULK_RUN_ROW_FEED_HPP
#define USEAPI_SRC_BULK_RUN_ROW_FEED_HPP

#include "bulk/feed/row_source.hpp"

#include <cstddef>
#include <functional>
#include <string>

namespace useapi::bulk {

/** Returns the rows that a run can begin, in whatever order they are in the input. */
class row_feed
{
public:
    using item = row_source::item;

    /** The number of rows of a profile that the run can use now. */
    using demand = std::function<std::size_t(const std::string& profile)>;

    virtual ~row_feed() = default;

    /** The next row of a profile that is in demand, or another item of the input. */
    virtual item next(const demand& wanted) = 0;

    /** Calls `ready` once `next` may return something else than `nothing_yet`. It does not call it if only a
        change of the demand would make a difference. Replaces an earlier `ready`. */
    virtual void async_wait(std::function<void()> ready) = 0;

    /** The run was stopped. From now on `next` returns, without regard to the demand, all rows that were read
        and that can still be read, to be reported as skipped. */
    virtual void cancel_wait() noexcept = 0;

    /** The number of rows that are returned together, so that they share one commit. 1: each row at its turn.
     */
    virtual std::size_t batch() const noexcept { return 1; }

    /** Whether a row that `next` returned may still be sent: it may belong to another worker by now. */
    virtual bool is_still_ours(const input_row& /*row*/) const { return true; }

    /** Takes back a row that is no longer this worker's. `next` returns its outcome later, or the row again.
     */
    virtual void take_back(input_row /*row*/) {}
};

} // namespace useapi::bulk

#endif
