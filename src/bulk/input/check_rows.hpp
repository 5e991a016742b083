#ifndef USEAPI_SRC_BULK_INPUT_CHECK_ROWS_HPP
#define USEAPI_SRC_BULK_INPUT_CHECK_ROWS_HPP

#include "bulk/input/account_limits.hpp"
#include "bulk/input/duplicates.hpp"
#include "bulk/input/input_rows.hpp"

#include <useapi/bulk/check_report.hpp>

#include <cstdint>

namespace useapi::bulk {

/** Reads an input to its end and collects its problems.
    @param seen    notes every valid row
    @param limits  counts the accounts of each profile */
check_report check_rows(input_rows& rows, duplicates& seen, account_limits& limits);

/** The problem of a row whose email is also in a row with other data. */
row_problem conflict(const input_row& row, std::uint64_t first_line);

} // namespace useapi::bulk

#endif
