#ifndef USEAPI_BULK_IMPORT_SUMMARY_HPP
#define USEAPI_BULK_IMPORT_SUMMARY_HPP

#include <useapi/bulk/row_result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace useapi::bulk {

/** Why a run ended before its input did. */
enum class stop_reason
{
    none,
    interrupted,       ///< `stop` was called
    token_refused,     ///< the API token or its subscription is refused: no call can succeed
    unreachable,       ///< no call ever got an answer
    profiles_stopped,  ///< every profile has stopped: some because their token is refused, others because the
                       ///< service is unreachable
    invalid_row,       ///< standard input held an invalid row
    too_many_rejected, ///< the service refused more rows than `import_options::max_rejected` and its
                       ///< percentage allow
    row_limit,         ///< as many rows as `import_options::row_limit` allows were sent
    results_failed,    ///< the results file cannot be written
    ledger_failed,     ///< the ledger cannot be written; without a ledger nothing is sent
    input_changed      ///< the file changed after it was checked
};

/** The result of a whole run. */
class import_summary
{
public:
    std::uint64_t rows = 0; ///< rows seen, without identical duplicates
    /** Registered with the data of the row. */
    std::uint64_t applied = 0;
    /** Refused by the service. */
    std::uint64_t rejected = 0;
    /** No usable answer, after all retries. */
    std::uint64_t failed = 0;
    /** The failed rows that the service may have registered. */
    std::uint64_t unknown = 0;
    /** Not sent. */
    std::uint64_t skipped = 0;
    /** Not sent, because it was registered with the same settings. */
    std::uint64_t unchanged = 0;
    /** Rows that repeat an earlier one. */
    std::uint64_t duplicates = 0;
    std::uint64_t from_ledger = 0; ///< rows that the ledger had settled before this run
    std::uint64_t retried = 0;     ///< attempts beyond the first of each row
    /** From the begin of the run to its end. */
    std::chrono::milliseconds elapsed{};
    std::uint64_t deleted = 0;     ///< accounts to be deleted, since no row named them
    std::uint64_t not_deleted = 0; ///< the ones of `deleted` whose deletion failed
    /** Why the run ended before its input; `none` if it reached the end. */
    stop_reason stopped = stop_reason::none;
    std::map<std::string, std::string>
        stopped_profiles;    ///< if there are several: those whose rows could not go on, and why
    std::string stop_detail; ///< one more line about `stopped`
    std::map<std::string, std::uint64_t> errors; ///< how often each kind of failure occurred
    std::vector<row_result> first_failures;      ///< at most `listed_failures`

    /** How many failures are listed one by one. */
    static constexpr std::size_t listed_failures = 20;

    /** Adds one to its count. */
    void count(const row_result& row);

    /** 0 only if every row of the input is registered with its data. @see the table of exit codes in
        doc/command.md */
    int exit_code() const noexcept;

    /** A text of several lines for people. */
    std::string text() const;

    /** The summary as one JSON object on one line. */
    std::string json() const;

private:
    std::string failures_text() const;
};

} // namespace useapi::bulk

#endif
