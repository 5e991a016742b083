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
    std::optional<std::uint64_t> total; ///< rows to send, where the input was checked before
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
    /** Rows that the ledger had settled before. They have an outcome, and were no work. */
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

    /** How long the rest takes at that rate; nothing if that cannot be told. */
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

    /** `no answer for 0:20`, long before a time-out makes an outage of it; empty if answers come. */
    std::string silence_text() const;

    /** `the service cannot be reached (connection refused) for 1:20; next try in 0:30; gives up at 03:15`, or
       `the service does not answer for 1:20; trying now; gives up at 03:15`; empty if there is no outage.
     */
    std::string outage_text() const;

    /** One JSON object on one line, for machines. */
    std::string json() const;

    /** A line for a log. */
    std::string line() const;
};

} // namespace useapi::bulk

#endif
