#ifndef USEAPI_SRC_BULK_PRUNE_PRUNING_HPP
#define USEAPI_SRC_BULK_PRUNE_PRUNING_HPP

#include "bulk/prune/prune_plan.hpp"

#include <useapi/bulk/row_result.hpp>
#include <useapi/result.hpp>
#include <useapi/runwayml/account.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::bulk {

/** The world that deleting needs. */
class pruning_world
{
public:
    using accounts_by_profile = std::map<std::string, std::vector<runwayml::account>>;
    using row_taker = std::function<void(std::string_view, std::string_view)>;

    virtual ~pruning_world() = default;

    /** Hands over profile and email of every row of every file that names accounts.
        @return a number that differs where the rows do
        @throws useapi::exception  where a row cannot be read, or may be hidden */
    virtual std::uint64_t read_rows(const row_taker& take) = 0;

    /** Shows what would be deleted, and what stays though no row names it as it is. @return whether to go on
     */
    virtual bool confirm(const prune_plan& plan) = 0;

    /** Notes in the ledger that these are about to be deleted; it is on the disk when this returns.
        @throws useapi::exception  where it cannot be kept */
    virtual void note_deletions(const std::vector<listed_account>& all) = 0;

    /** Notes in the ledger that these were not deleted after all. */
    virtual void take_back(const std::vector<listed_account>& all) = 0;

    virtual result<void> erase(const listed_account& which) = 0;

    virtual result<std::vector<runwayml::account>> list(const std::string& profile) = 0;

    /** Whether no further deletion is to begin. */
    virtual bool is_interrupted() = 0;

    /** A result, `deleted` or `not_deleted`, of each account that was to go. */
    virtual void report(const row_result& what) = 0;
};

class pruning_outcome
{
public:
    std::uint64_t deleted = 0;
    std::uint64_t not_deleted = 0;
    bool is_confirmed = true;
    std::optional<error> ended_by; ///< what no further call can succeed after
};

/** Deletes the accounts that no row names. The order is what keeps accounts: rows, question, rows again,
    ledger, deletions, lists.

    @param lists  what the service holds, by profile
    @throws useapi::exception  before anything is deleted: where rows cannot be read, or changed while the
                               question stood, or the ledger cannot be kept
*/
pruning_outcome prune(const pruning_world::accounts_by_profile& lists, pruning_world& world);

/** How one deletion went, as far as it is known before the lists at the end. */
class deletion_attempt
{
public:
    listed_account account;
    std::optional<result<void>> answer; ///< nothing if it never began
};

/** The outcome of a deletion.
    @param is_listed  whether the service lists it at the end; nothing if that could not be found out */
row_result judge_deletion(const deletion_attempt& attempt, std::optional<bool> is_listed);

} // namespace useapi::bulk

#endif
