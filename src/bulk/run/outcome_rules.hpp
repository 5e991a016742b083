#ifndef USEAPI_SRC_BULK_RUN_OUTCOME_RULES_HPP
#define USEAPI_SRC_BULK_RUN_OUTCOME_RULES_HPP

#include "bulk/input/row.hpp"
#include "bulk/run/pacer.hpp"
#include "bulk/run/row_lanes.hpp"
#include "bulk/run/run_world.hpp"

#include <useapi/bulk/row_result.hpp>
#include <useapi/effect.hpp>
#include <useapi/error.hpp>

#include <chrono>
#include <string>

namespace useapi::bulk {

/** The wait of a row after so many calls. */
std::chrono::milliseconds pause_after(unsigned calls);

/** The reason for another call, in the form of metrics and reports. */
std::string retry_reason(const error& why);

/** The load signal of a call. A 429 is only about the API token. */
overload overload_of(const call_outcome& ended);

/** Whether this failure means that no call can succeed, as long as no call of the run ever got an answer. */
bool is_hopeless(const error& why);

/** Whether the outcome of one call suggests that the service is out of reach or cannot answer. */
bool is_without_answer(const error& why);

/** Whether the service refused this row, and every call that was made for it. */
bool is_clear_no(const error& why, effect of_earlier_calls);

/** The result of a row that was sent. Moves the parts that it needs out of the row.
    @param why  nothing if it was applied */
row_result result_of(pending_row& pending, row_outcome outcome, const error* why);

/** The result of a row that is not sent. Moves the parts that it needs out of the row. */
row_result result_of_unsent(input_row& unsent, std::string why);

} // namespace useapi::bulk

#endif
