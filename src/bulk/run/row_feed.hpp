#ifndef USEAPI_SRC_BULK_RUN_ROW_FEED_HPP
#define USEAPI_SRC_BULK_RUN_ROW_FEED_HPP

#include "bulk/feed/row_source.hpp"

#include <cstddef>
#include <functional>
#include <string>

namespace useapi::bulk {

/** Gives a run the rows that it can begin, whatever their order in the input. */
class row_feed
{
public:
    using item = row_source::item;

    /** How many rows of a profile the run could use now. */
    using demand = std::function<std::size_t(const std::string& profile)>;

    virtual ~row_feed() = default;

    /** The next row of a profile that is in demand, or what else the input has. */
    virtual item next(const demand& wanted) = 0;

    /** Calls back once `next` may have more than `nothing_yet` to give, unless what it gives depends on the
        demand alone. Replaces what was set before. */
    virtual void async_wait(std::function<void()> ready) = 0;

    /** The run was stopped: from now on `next` gives, whatever the demand is, the rows that were read, and
        those that can be read, to be reported as skipped. */
    virtual void cancel_wait() noexcept = 0;

    /** How many rows are handed out at once, so that one commit does for all of them. 1: each at its turn. */
    virtual std::size_t batch() const noexcept { return 1; }

    /** Whether a row that `next` gave may still be sent: it may be another worker's by now. */
    virtual bool is_still_ours(const input_row& /*row*/) const { return true; }

    /** Takes a row back that is no longer ours. `next` tells what became of it, or gives it once more. */
    virtual void take_back(input_row /*row*/) {}
};

} // namespace useapi::bulk

#endif
