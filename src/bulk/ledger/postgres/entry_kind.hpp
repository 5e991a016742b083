#ifndef USEAPI_SRC_BULK_LEDGER_POSTGRES_ENTRY_KIND_HPP
#define USEAPI_SRC_BULK_LEDGER_POSTGRES_ENTRY_KIND_HPP

#include "bulk/ledger/ledger_store.hpp"

#include <optional>

namespace useapi::bulk::postgres {

/** How a worker enters the run of a ledger. */
enum class entry_kind
{
    begins,             ///< begins a run: no other worker is at work
    joins,              ///< joins the run of the other workers, or its own one again
    has_other_tokens,   ///< has other tokens than the workers that are at work
    has_other_rows,     ///< the same
    comes_after_another ///< a run with other rows or tokens began while this worker had lost its lease
};

/** @param recorded     the fingerprint of the last run; nothing if there was none
    @param others_work  whether other workers have valid leases
    @param has_begun    whether this worker took part before */
entry_kind judge_entry(const std::optional<work_fingerprint>& recorded, const work_fingerprint& own,
                       bool others_work, bool has_begun);

} // namespace useapi::bulk::postgres

#endif
