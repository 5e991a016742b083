#ifndef USEAPI_SRC_BULK_FEED_ROW_SOURCE_HPP
#define USEAPI_SRC_BULK_FEED_ROW_SOURCE_HPP

#include "bulk/input/row.hpp"

#include <useapi/bulk/check_report.hpp>
#include <useapi/bulk/row_result.hpp>

#include <functional>
#include <string>
#include <variant>

namespace useapi::bulk {

/** A source of rows, in the order of the input. */
class row_source
{
public:
    struct nothing_yet
    {
    };

    struct end_of_input
    {
    };

    /** A row with the same data as an earlier one. */
    struct repeated
    {
    };

    /** The rest of the input cannot be used. */
    struct unreadable
    {
        std::string why;
    };

    /** A row that needs no call, with its result. */
    struct settled
    {
        row_result result;
    };

    using item =
        std::variant<input_row, row_problem, repeated, settled, nothing_yet, end_of_input, unreadable>;

    virtual ~row_source() = default;

    virtual item next() = 0;

    /** Calls `ready` once `next` may return something else than `nothing_yet`. */
    virtual void async_wait(std::function<void()> ready) = 0;

    virtual void cancel_wait() noexcept = 0;

    /** Whether the rest of the input may be read after the run was stopped, to report its rows as skipped. */
    virtual bool can_be_read_to_its_end() const noexcept = 0;

    /** Whether it can be read more than once. */
    virtual bool can_restart() const noexcept { return false; }

    /** Begins again with the first row. */
    virtual void restart() {}
};

} // namespace useapi::bulk

#endif
