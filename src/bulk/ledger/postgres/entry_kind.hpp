#ifndef USEAPI_SRC_BULK_LEDGER_POSTGRES_ENTRY_KIND_HPP
#define USEAPI_SRC_BULK_LEDGER_POSTGRES_ENTRY_KIND_HPP

#include "bulk/ledger/ledger_store.hpp"

#include <optional>

namespace useapi::bulk::postgres {

/** How a worker takes part in the run of a ledger. */
enum class entry_kind
{
    begins,             ///< a run of its own: no other worker is at work
    joins,              ///< the run of the others, or its own once more
    has_other_tokens,   ///< than the workers that are at work
    has_other_rows,     ///< the same
    comes_after_another ///< run of other rows or tokens, which began while this worker had lost its lease
};

/** @param recorded   of the last run; nothing if none was
    @param others_work whether leases of other workers are in force
    @param has_begun  whether this worker took part before */
entry_kind judge_entry(const std::optional<work_fingerprint>& recorded, const work_fingerprint& own,
                       bool others_work, bool has_begun);

} // namespace useapi::bulk::postgres

#endif
