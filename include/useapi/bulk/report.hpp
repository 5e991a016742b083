#ifndef USEAPI_BULK_REPORT_HPP
#define USEAPI_BULK_REPORT_HPP

#include <useapi/error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::bulk {

/** Why a row is not acceptable. Never holds a password. */
class row_problem
{
public:
    std::uint64_t line = 0; ///< where the row begins, from 1
    std::size_t column = 0; ///< the field's place in the row, from 1; 0 where no field is meant
    std::string field;      ///< its name
    std::string message;    ///< such as `maxJobs is 11, must be 1 to 10`
    std::string email;      ///< the row's email where it could be read

    /** `line 17, column 3 (maxJobs): maxJobs is 11, must be 1 to 10` */
    std::string text() const;
};

/** What checking an input found. */
class check_report
{
public:
    /** How many bad rows are told one by one. */
    static constexpr std::size_t listed_problems = 100;

    std::uint64_t rows = 0;                               ///< acceptable ones, identical duplicates included
    std::map<std::string, std::uint64_t> rows_by_profile; ///< the same by what they name; empty: no profile
    std::uint64_t duplicates = 0;                         ///< rows that repeat an earlier one exactly
    std::uint64_t problem_count = 0;                      ///< rows that are not acceptable
    std::vector<row_problem> problems;                    ///< the first of them
    std::uint64_t warning_count = 0;   ///< of acceptable rows that may not be what was meant
    std::vector<row_problem> warnings; ///< the first of them
    std::string first_email;           ///< of the first acceptable row
    bool is_broken = false;            ///< what follows the last problem could not be read at all
};

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

/** What became of one row, as it stands in the results. */
class row_result
{
public:
    /** In the input, from 1. */
    std::uint64_t line = 0;
    /** The account's email, as the row or the service has it. */
    std::string email;
    /** What became of the row. */
    row_outcome outcome = row_outcome::skipped;
    /** What the service may have done. */
    useapi::effect effect = useapi::effect::none;
    /** The HTTP status of the last answer; 0 without one. */
    int status = 0;
    /** Why it failed, in one line without secrets; empty where it did not. */
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
    /** Of the failed ones, those that the service may have registered all the same. */
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
    /** What ended the run before its input did. */
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

/** How far a run is. */
class progress
{
public:
    std::optional<std::uint64_t> total; ///< rows to send, where the input was checked before
    /** Registered with the data of the row. */
    std::uint64_t applied = 0;
    /** The service answered no. */
    std::uint64_t rejected = 0;
    /** No usable answer, after all retries. */
    std::uint64_t failed = 0;
    /** Of the failed ones, those that the service may have registered all the same. */
    std::uint64_t unknown = 0;
    /** Not sent. */
    std::uint64_t skipped = 0;
    /** Registered so already, and not sent. */
    std::uint64_t unchanged = 0;
    /** Of the rows with an outcome, those that the ledger had settled before: they were no work. */
    std::uint64_t from_ledger = 0;
    /** Attempts beyond the first of their rows. */
    std::uint64_t retried = 0;
    /** Calls under way. */
    std::size_t in_flight = 0;
    std::size_t limit = 0;         ///< calls that may be in flight now
    std::size_t full_limit = 0;    ///< the highest that `limit` was
    std::size_t waiting_again = 0; ///< rows that wait for another call
    /** From begin to end, or to now. */
    std::chrono::milliseconds elapsed{};
    /** Whether no new row is begun any more. */
    bool stopping = false;
    /** Whether no call is begun until the run goes on. */
    bool paused = false;
    std::chrono::milliseconds held_back{}; ///< for how long the service asked calls to wait; 0: it did not
    /** Calls are in flight, and none had an answer for so long; 0 in an outage, which is told instead. */
    std::chrono::milliseconds unanswered_for{};
    std::string outage;                      ///< why the service cannot be reached; empty: it can
    bool service_is_silent = false;          ///< in an outage: it takes connections, and does not answer
    std::chrono::milliseconds outage_for{};  ///< how long that has been so
    std::chrono::milliseconds next_try_in{}; ///< until one call is tried; 0: calls are tried now
    std::chrono::milliseconds gives_up_in{}; ///< when the run ends where the service stays away
    std::string gives_up_at;                 ///< the same as a time of day, such as `03:15`
    std::optional<double> recent_rate;       ///< `worked()` a second, lately; unset: the whole run's is shown

    /** The most kinds of failure that are listed. */
    static constexpr std::size_t listed_failures = 5;

    /** The kinds of failure that occurred most, and how often, the most frequent one first. */
    std::vector<std::pair<std::string, std::uint64_t>> failures;

    /** Puts a kind of failure in its place among `failures`, or leaves it out. */
    void note_failure(const std::string& error, std::uint64_t times);

    /** Rows with an outcome. */
    std::uint64_t done() const noexcept { return applied + rejected + failed + skipped + unchanged; }

    /** Rows a second: lately, where that is known, else since the run began. */
    double rate() const noexcept;

    /** How long the rest takes at that rate; nothing where that cannot be told. */
    std::optional<std::chrono::milliseconds> left() const noexcept;

    /** Rows that this run did something about. */
    std::uint64_t worked() const noexcept { return done() - from_ledger; }

    /** A line of at most `width` characters for a terminal. */
    std::string bar(std::size_t width) const;

    /** The bar, and below it a line where calls are held back and a line a kind of failure, for a terminal of
       so many columns and rows. At least one line. */
    std::vector<std::string> screen(std::size_t width, std::size_t height) const;

    /** Whether fewer calls are in flight than might be, since the service is busy. Not in an outage: there
       the limit fell since nothing is answered. */
    bool is_slowed() const noexcept { return outage.empty() && full_limit != 0 && limit < full_limit; }

    /** `no answer for 0:20`, long before a time-out makes an outage of it; empty where answers come. */
    std::string silence_text() const;

    /** `the service cannot be reached (connection refused) for 1:20; next try in 0:30; gives up at 03:15`, or
       `the service does not answer for 1:20; trying now; gives up at 03:15`; empty where there is no outage.
     */
    std::string outage_text() const;

    /** One JSON object on one line, for machines. */
    std::string json() const;

    /** A line for a log. */
    std::string line() const;
};

} // namespace useapi::bulk

#endif
