#ifndef USEAPI_TEST_EXHAUSTIVE_LEDGER_TABLE_HPP
#define USEAPI_TEST_EXHAUSTIVE_LEDGER_TABLE_HPP

#include "bulk/ledger/ledger_decisions.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace useapi::exhaustive::ledgers {

inline constexpr std::size_t rows = 2;
inline constexpr std::size_t workers = 2;
inline constexpr std::size_t no_worker = workers;

/** The tables of a shared ledger, as its statements treat them. A worker may claim a row if it has the row
    itself, or if the worker that has it holds no lease. Only the worker that has a row records its outcome.
    The product's code makes every decision about a row. */
class table
{
public:
    explicit table(std::string_view fault) : fault_(fault) {}

    /** A worker begins its lease. It begins a run, too, if no other worker has a lease and it took part in
        none.
        @return when its run began */
    bulk::wall_time enter(std::size_t who, bool has_begun);

    void leave(std::size_t who) noexcept { has_lease_[who] = false; }

    /** @return the next step for the row. If that is to send the row, the row is recorded as sent. */
    bulk::next_step claim(std::size_t who, std::size_t row, bulk::resume_rules rules);

    void record(std::size_t who, const bulk::ledger_outcome& outcome, std::size_t row);

    bool has_lease(std::size_t who) const noexcept { return has_lease_[who]; }

    bulk::wall_time run_began() const noexcept { return run_began_; }

    std::size_t owner(std::size_t row) const noexcept { return owners_[row]; }

    const std::optional<bulk::ledger_row>& row(std::size_t which) const noexcept { return rows_[which]; }

private:
    bulk::wall_time tick() noexcept { return now_ += std::chrono::milliseconds(1); }

    bool has(std::string_view fault) const noexcept { return fault_ == fault; }

    const std::string_view fault_;
    bulk::wall_time now_{std::chrono::hours(1)};
    bulk::wall_time run_began_{};
    std::array<std::optional<bulk::ledger_row>, rows> rows_;
    std::array<std::size_t, rows> owners_{no_worker, no_worker};
    std::array<bool, workers> has_lease_{};
};

bulk::row_key key_of(std::size_t row);

} // namespace useapi::exhaustive::ledgers

#endif
