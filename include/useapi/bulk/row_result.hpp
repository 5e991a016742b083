#ifndef USEAPI_BULK_ROW_RESULT_HPP
#define USEAPI_BULK_ROW_RESULT_HPP

#include <useapi/effect.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** The outcome of one row, or of one account that no row named. */
enum class row_outcome
{
    applied,    ///< registered with the row's data
    rejected,   ///< refused by the service
    failed,     ///< without a conclusive answer: `effect` tells what may have happened
    skipped,    ///< never sent; also called pending
    unchanged,  ///< not sent: already registered with the row's data, as far as these can be compared
    deleted,    ///< not a row: an account that no row named was deleted
    not_deleted ///< not a row: an account that no row named was to be deleted, but is still there, or may be
};

/** The outcome of one row, as the results file has it. */
class row_result
{
public:
    /** The line of the row in the input, from 1. */
    std::uint64_t line = 0;
    /** The account's email, as the row or the service spells it. */
    std::string email;
    /** The outcome of the row. */
    row_outcome outcome = row_outcome::skipped;
    /** The effect that the calls may have had at the service. */
    useapi::effect effect = useapi::effect::none;
    /** The HTTP status of the last answer; 0 without one. */
    int status = 0;
    /** Why the row failed, in one line without secrets; empty if it did not fail. */
    std::string error;
    /** `error::request_id()` of the last answer; empty without a failure or an identifier. */
    std::string request_id;
    /** The number of attempts, the first one included. */
    unsigned attempts = 0;
    /** From the begin of the first call to the outcome. */
    std::chrono::milliseconds elapsed{};
    std::string profile;                     ///< empty: the default one
    std::map<std::string, unsigned> retries; ///< further attempts, by the reason
    bool worth_retrying = false;             ///< another run may succeed
    bool from_ledger = false;                ///< settled by an earlier run or another worker

    /** The outcome in one of five words: `registered`, `refused`, `failed`, `unknown` (failed, but the
        service may have registered it) or `pending`. */
    std::string_view outcome_name() const noexcept;
};

} // namespace useapi::bulk

#endif
