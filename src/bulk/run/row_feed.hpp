#ifndef USEAPI_SRC_BULK_RUN_ROW_FEED_HPP
#define USEAPI_SRC_BULK_RUN_ROW_FEED_HPP

#include "bulk/input/row.hpp"

#include <useapi/bulk/report.hpp>

#include <functional>
#include <string>
#include <variant>

namespace useapi::bulk {

/** Where rows come from, row by row. */
class row_feed
{
public:
    struct nothing_yet
    {
    };

    struct end_of_input
    {
    };

    /** A row that says what an earlier one said. */
    struct repeated
    {
    };

    /** Nothing that is left of the input can be relied on. */
    struct unreadable
    {
        std::string why;
    };

    /** A row of which nothing is left to do, and its result. */
    struct settled
    {
        row_result result;
    };

    using item =
        std::variant<input_row, row_problem, repeated, settled, nothing_yet, end_of_input, unreadable>;

    virtual ~row_feed() = default;

    virtual item next() = 0;

    /** Calls back once `next` may have more than `nothing_yet` to give. */
    virtual void async_wait(std::function<void()> ready) = 0;

    virtual void cancel_wait() noexcept = 0;

    /** Whether what is left may be read after the run was stopped, to report it as skipped. */
    virtual bool can_be_read_to_its_end() const noexcept = 0;

    /** Whether a row that `next` gave may still be sent: it may be another worker's by now. */
    virtual bool is_still_ours(const input_row& /*row*/) const { return true; }

    /** Takes a row back that is no longer ours. `next` tells what became of it, or gives it once more. */
    virtual void take_back(input_row /*row*/) {}

    /** Begins again with the first row. False where the input can be read once only. */
    virtual bool restart() { return false; }
};

} // namespace useapi::bulk

#endif
