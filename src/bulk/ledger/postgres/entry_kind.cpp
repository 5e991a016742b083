#include "bulk/ledger/postgres/entry_kind.hpp"

namespace useapi::bulk::postgres {

entry_kind judge_entry(const std::optional<work_fingerprint>& recorded, const work_fingerprint& own,
                       bool others_work, bool has_begun)
{
    if (recorded == own && (others_work || has_begun))
        return entry_kind::joins;
    if (has_begun)
        return entry_kind::comes_after_another;
    if (!others_work || !recorded)
        return entry_kind::begins;
    return recorded->tokens != own.tokens ? entry_kind::has_other_tokens : entry_kind::has_other_rows;
}

} // namespace useapi::bulk::postgres
