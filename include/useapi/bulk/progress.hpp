#ifndef USEAPI_BULK_PROGRESS_HPP
#define USEAPI_BULK_PROGRESS_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk {

/** How far a run is. */
class progress
{
public:
    std::optional<std::uint64_t> total; ///< rows to send; unset if the input was not checked
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
    /** Rows that the ledger had settled before this run. They count as done, but not as worked on. */
    std::uint64_t from_ledger = 0;
    /** Attempts beyond the first of their rows. */
    std::uint64_t retried = 0;
    /** Calls under way. */
    std::size_t in_flight = 0;
    std::size_t limit = 0;         ///< calls that may be in flight now
    std::size_t full_limit = 0;    ///< the highest that `limit` was
    std::size_t waiting_again = 0; ///< rows that wait for another call
    /** From the begin of the run to now, or to its end. */
    std::chrono::milliseconds elapsed{};
    /** Whether the run begins no new rows. */
    bool stopping = false;
    /** Whether the run is paused, so that it begins no calls. */
    bool paused = false;
    std::chrono::milliseconds held_back{}; ///< the pause that the service asked for; 0: none
    /** How long no call in flight has had an answer; 0 if answers come, and in an outage, which `outage`
        tells. */
    std::chrono::milliseconds unanswered_for{};
    std::string outage;             ///< why the service cannot be reached; empty: it can
    bool service_is_silent = false; ///< in an outage: the service accepts connections but does not answer
    std::chrono::milliseconds outage_for{};  ///< how long the outage has lasted
    std::chrono::milliseconds next_try_in{}; ///< the time until one call is tried; 0: now
    std::chrono::milliseconds gives_up_in{}; ///< the time until the run gives up
    std::string gives_up_at;                 ///< the same as a time of day, such as `03:15`
    std::optional<double> recent_rate;       ///< rows per second, lately; unset: not known

    /** The most kinds of failure that are listed. */
    static constexpr std::size_t listed_failures = 5;

    /** The most frequent kinds of failure and their numbers, the most frequent one first. */
    std::vector<std::pair<std::string, std::uint64_t>> failures;

    /** Inserts a kind of failure into `failures` by its number; leaves it out if others are more frequent. */
    void note_failure(const std::string& error, std::uint64_t times);

    /** Rows with an outcome. */
    std::uint64_t done() const noexcept { return applied + rejected + failed + skipped + unchanged; }

    /** Rows per second: lately if that is known, else since the run began. */
    double rate() const noexcept;

    /** How long the rest takes at that rate; nothing if it cannot be estimated. */
    std::optional<std::chrono::milliseconds> left() const noexcept;

    /** Rows that this run worked on. */
    std::uint64_t worked() const noexcept { return done() - from_ledger; }

    /** A progress line of at most `width` characters for a terminal. */
    std::string bar(std::size_t width) const;

    /** The bar; below it a line if calls are held back, and a line for each kind of failure. It fits a
        terminal of so many columns and rows. At least one line. */
    std::vector<std::string> screen(std::size_t width, std::size_t height) const;

    /** Whether the run makes fewer calls at a time because the service is busy. False in an outage: there the
        limit fell because nothing is answered. */
    bool is_slowed() const noexcept { return outage.empty() && full_limit != 0 && limit < full_limit; }

    /** A text such as `no answer for 0:20`, long before a time-out turns the silence into an outage. Empty if
        answers come. */
    std::string silence_text() const;

    /** `the service cannot be reached (connection refused) for 1:20; next try in 0:30; gives up at 03:15`, or
       `the service does not answer for 1:20; trying now; gives up at 03:15`; empty if there is no outage.
     */
    std::string outage_text() const;

    /** The progress as one JSON object on one line. */
    std::string json() const;

    /** A line for a log. */
    std::string line() const;
};

} // namespace useapi::bulk

#endif
