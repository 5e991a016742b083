#ifndef USEAPI_SRC_CLI_REPORT_RUN_REPORT_HPP
#define USEAPI_SRC_CLI_REPORT_RUN_REPORT_HPP

#include "bulk/ledger/ledger_reading.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace useapi::cli {

/** The number of rows in each state. */
class state_counts
{
public:
    std::uint64_t& operator[](bulk::row_state state) noexcept
    {
        return counts_[static_cast<std::size_t>(state)];
    }

    std::uint64_t operator[](bulk::row_state state) const noexcept
    {
        return counts_[static_cast<std::size_t>(state)];
    }

    std::uint64_t total() const noexcept;

private:
    std::array<std::uint64_t, bulk::all_row_states.size()> counts_{};
};

/** The numbers of outcomes over time, in intervals of equal length. The number of intervals is limited,
    however long the run took. */
class timeline
{
public:
    static constexpr std::size_t most_intervals = 96;

    void add(bulk::wall_time when, bulk::row_state outcome);

    std::chrono::milliseconds interval() const noexcept { return interval_; }

    /** Pauses between two outcomes that were longer than any wait of a run, so the run was stopped. */
    std::vector<std::pair<bulk::wall_time, bulk::wall_time>> interruptions() const;

    /** All intervals without gaps: their begins and their counts. */
    std::vector<std::pair<bulk::wall_time, state_counts>> intervals() const;

private:
    std::int64_t place(bulk::wall_time when) const noexcept;
    void widen();

    std::chrono::milliseconds interval_{1000};
    std::map<std::int64_t, state_counts> intervals_;
};

/** How long rows took, over all calls of their last run. */
class latencies
{
public:
    /** Upper bounds of the histogram's classes; one more class has all longer times. */
    static constexpr std::array<unsigned, 12> bounds_ms{50,   100,    250,    500,    1000,   2500,
                                                        5000, 10'000, 20'000, 30'000, 60'000, 120'000};

    void add(std::chrono::milliseconds time);

    const std::array<std::uint64_t, bounds_ms.size() + 1>& classes() const noexcept { return classes_; }

    /** The time within which this share of the rows was settled. */
    std::chrono::milliseconds quantile(double share) const;

    bool empty() const noexcept { return all_.empty(); }

private:
    std::array<std::uint64_t, bounds_ms.size() + 1> classes_{};
    mutable std::vector<std::uint32_t> all_;
};

/** A reason why accounts need attention, and how many need it for that reason. */
class need_reason
{
public:
    bulk::row_state state = bulk::row_state::rejected;
    int status = 0;
    std::string error;
    std::string_view advice;
    std::uint64_t accounts = 0;
};

/** A run as its ledger tells it. */
class run_report
{
public:
    /** The most accounts that are listed; all others that need attention are only counted. */
    static constexpr std::size_t listed_accounts = 2000;

    static constexpr std::size_t listed_reasons = 20;

    explicit run_report(bulk::ledger_run about);

    void add(const bulk::ledger_row& row);

    const bulk::ledger_run& run() const noexcept { return run_; }

    const state_counts& states() const noexcept { return states_; }

    /** Rows of the input that have not been sent yet. */
    std::uint64_t waiting() const noexcept;

    const timeline& outcomes() const noexcept { return outcomes_; }

    const latencies& times() const noexcept { return times_; }

    const bulk::retry_counts& retries() const noexcept { return retries_; }

    std::uint64_t attempts() const noexcept { return attempts_; }

    /** Why accounts need attention, the most frequent reason first. If there are more than `listed_reasons`
        reasons, for example because the service's texts differ from account to account, the rest is one
        reason with an empty error. */
    std::vector<need_reason> reasons() const;

    /** Refused, failed and unknown accounts, by line. */
    const std::vector<bulk::ledger_row>& in_need() const noexcept { return in_need_; }

    std::uint64_t in_need_count() const noexcept;

    std::optional<bulk::wall_time> first_sent_at() const noexcept { return first_sent_at_; }

    std::optional<bulk::wall_time> last_settled_at() const noexcept { return last_settled_at_; }

    /** Outcomes per second, in the last minute before the report. */
    double recent_rate() const noexcept;

    /** Whether an import works on the ledger at this moment. */
    bool is_running() const noexcept;

    /** All rows of the input, as far as they are known. */
    std::uint64_t rows() const noexcept { return std::max(run_.rows, states_.total()); }

    /** Rows with an outcome. */
    std::uint64_t settled() const noexcept { return rows() - waiting() - states_[bulk::row_state::sent]; }

    /** How long the rest takes at the rate of the last minute; nothing if it cannot be estimated. */
    std::optional<std::chrono::milliseconds> time_left() const noexcept;

    /** The result in a sentence or two: `4,924 of 5,000 registered, 98.4 %. 76 need attention.` */
    std::string verdict() const;

private:
    void add_in_need(const bulk::ledger_row& row);

    bulk::ledger_run run_;
    state_counts states_;
    timeline outcomes_;
    latencies times_;
    bulk::retry_counts retries_;
    std::uint64_t attempts_ = 0;
    std::uint64_t recent_ = 0;
    std::vector<bulk::ledger_row> in_need_;
    std::map<std::tuple<bulk::row_state, int, std::string, std::string_view>, std::uint64_t> reasons_;
    std::uint64_t other_reasons_ = 0;
    std::optional<bulk::wall_time> first_sent_at_;
    std::optional<bulk::wall_time> last_settled_at_;
};

/** The name of the state for people: `registered`, `refused`, `failed`, `unknown`, `pending`, or `sent` for a
    row that is under way, or was when its run was killed. */
std::string_view word_for(bulk::row_state state) noexcept;

/** The advice for an account that is not registered; empty if there is nothing to do. */
std::string_view advice_for(const bulk::ledger_row& row) noexcept;

} // namespace useapi::cli

#endif
