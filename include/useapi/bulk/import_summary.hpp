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
    profiles_stopped,  ///< every profile's token is refused, or its service unreachable: some the one, some
                       ///< the other
    invalid_row,       ///< standard input held a row that is not acceptable
    too_many_rejected, ///< the service refused more rows than `import_options::max_rejected` and its
                       ///< percentage allow
    row_limit,         ///< as many rows as `import_options::row_limit` allows were sent
    results_failed,    ///< the results file cannot be written
    ledger_failed,     ///< the ledger cannot be written, and without it nothing is sent
    input_changed      ///< the file is not the one that was checked
};

/** A run as a whole. */
class import_summary
{
public:
    std::uint64_t rows = 0; ///< rows seen, without identical duplicates
    /** Registered with the data of the row. */
    std::uint64_t applied = 0;
    /** The service answered no. */
    std::uint64_t rejected = 0;
    /** No usable answer, after all retries. */
    std::uint64_t failed = 0;
    /** The failed rows that the service may have registered. */
    std::uint64_t unknown = 0;
    /** Not sent. */
    std::uint64_t skipped = 0;
    /** Registered so already, and not sent. */
    std::uint64_t unchanged = 0;
    /** Rows that repeat an earlier one. */
    std::uint64_t duplicates = 0;
    std::uint64_t from_ledger = 0; ///< of the rows, those that the ledger had settled already
    std::uint64_t retried = 0;     ///< attempts beyond the first of each row
    /** From begin to end, or to now. */
    std::chrono::milliseconds elapsed{};
    std::uint64_t deleted = 0;     ///< accounts that no row named, and that were to go
    std::uint64_t not_deleted = 0; ///< of those, the ones whose deletion failed
    /** The reason why the run ended before its input; `none` if it did not. */
    stop_reason stopped = stop_reason::none;
    std::map<std::string, std::string>
        stopped_profiles;    ///< whose rows could not go on, and why; where there are several
    std::string stop_detail; ///< one line more about it
    std::map<std::string, std::uint64_t> errors; ///< how often each kind of failure occurred
    std::vector<row_result> first_failures;      ///< at most `listed_failures`

    /** How many failures are told one by one. */
    static constexpr std::size_t listed_failures = 20;

    /** Adds one to its count. */
    void count(const row_result& row);

    /** 0 only where every row of the input is registered with its data. @see the README's table of codes */
    int exit_code() const noexcept;

    /** For people, several lines. */
    std::string text() const;

    /** One JSON object on one line. */
    std::string json() const;

private:
    std::string failures_text() const;
};

} // namespace useapi::bulk

#endif
