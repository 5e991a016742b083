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
    failed,     ///< no answer that settles it: `effect` says what may have happened
    skipped,    ///< pending: never sent
    unchanged,  ///< not sent: registered already with the row's data, as far as it can be compared
    deleted,    ///< no row: an account that no row named is gone
    not_deleted ///< no row: an account that no row named, and that was to go, is still there, or may be
};

/** The outcome of one row, as the results have it. */
class row_result
{
public:
    /** In the input, from 1. */
    std::uint64_t line = 0;
    /** The account's email, as the row or the service has it. */
    std::string email;
    /** The outcome of the row. */
    row_outcome outcome = row_outcome::skipped;
    /** The effect that the calls may have had at the service. */
    useapi::effect effect = useapi::effect::none;
    /** The HTTP status of the last answer; 0 without one. */
    int status = 0;
    /** Why it failed, in one line without secrets; empty if it did not. */
    std::string error;
    /** `error::request_id()` of the last answer; empty without a failure, or where it has none. */
    std::string request_id;
    /** How many were made, the first included. */
    unsigned attempts = 0;
    /** From begin to end, or to now. */
    std::chrono::milliseconds elapsed{};
    std::string profile;                     ///< empty: the default one
    std::map<std::string, unsigned> retries; ///< attempts beyond the first, by the reason
    bool worth_retrying = false;             ///< a failure that another run may well mend
    bool from_ledger = false;                ///< settled by an earlier run, or another worker

    /** The outcome in one of five words: `registered`, `refused`, `failed`, `unknown` (failed, and the
       service may have registered it all the same) or `pending`. */
    std::string_view outcome_name() const noexcept;
};

} // namespace useapi::bulk

#endif
