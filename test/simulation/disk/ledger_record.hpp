#ifndef USEAPI_TEST_SIMULATION_DISK_LEDGER_RECORD_HPP
#define USEAPI_TEST_SIMULATION_DISK_LEDGER_RECORD_HPP

#include "bulk/ledger/ledger_decisions.hpp"
#include "simulation/disk/ledger_image.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace useapi::disk_simulation {

/** The model's own record of a ledger: which rows it has to hold, and what it has to say about them. It
   shares no code with the ledger. */
class ledger_record
{
public:
    struct row
    {
        bulk::row_state state = bulk::row_state::pending;
        bulk::row_state before_sent = bulk::row_state::pending;
        bulk::row_digest digest{};
        bool worth_retrying = false;
        std::size_t claimed_in = 0; ///< the number of the run; 0: none
        std::size_t settled_in = 0; ///< the same
    };

    /** @param run  its number, from 1. */
    void begin_run(std::size_t run, const bulk::resume_rules& rules);

    /** Before a commit.
        @param outcomes, claims  the ledger's task */
    void on_begun(const std::vector<bulk::ledger_outcome>& outcomes,
                  const std::vector<bulk::ledger_claim>& claims);

    /** After a commit that was reported as done.
        @return what the ledger decided otherwise than the record; empty: nothing */
    std::string on_done(const std::vector<bulk::admission>& admissions);

    /** What is wrong with the rows of the ledger; empty: nothing. A commit that was not reported as done may
        have happened as a whole, or not at all. A power failure may change which, as long as no later commit
        was reported as done.
        @param lost_power  since the last call */
    std::string difference(const ledger_rows& found, bool lost_power);

    /** Null if the ledger has no such row. */
    const row* find(const bulk::row_key& key) const;

private:
    using rows = std::map<bulk::row_key, row>;

    bool is_to_send(const row* known, const bulk::ledger_claim& claim) const;
    void claim(const bulk::ledger_claim& what);
    void settle(const bulk::ledger_outcome& what);

    rows known_;
    std::optional<rows> perhaps_; ///< if the last commit happened
    std::vector<rows> others_;    ///< that a power failure may leave
    std::vector<bool> to_send_;   ///< of the claims of the last commit
    std::size_t run_ = 0;
    bulk::resume_rules rules_;
};

} // namespace useapi::disk_simulation

#endif
