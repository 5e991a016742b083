#ifndef USEAPI_TEST_UNIT_BULK_SOME_RESULT_HPP
#define USEAPI_TEST_UNIT_BULK_SOME_RESULT_HPP

#include <useapi/bulk/row_result.hpp>

#include <string>
#include <utility>

namespace useapi::bulk::testing {

/** A result of line 7, after two attempts. */
inline row_result result_of(row_outcome outcome, std::string error = "")
{
    row_result row;
    row.line = 7;
    row.email = "a@b.cd";
    row.outcome = outcome;
    row.error = std::move(error);
    row.attempts = 2;
    return row;
}

} // namespace useapi::bulk::testing

#endif
