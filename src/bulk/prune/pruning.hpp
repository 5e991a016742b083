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

/** The parts of the world that a deletion of accounts uses. */
class pruning_world
{
public:
    using accounts_by_profile = std::map<std::string, std::vector<runwayml::account>>;
    using row_taker = std::function<void(std::string_view, std::string_view)>;

    virtual ~pruning_world() = default;

    /** Passes profile and email of every row of every file that names accounts to `take`.
        @return a number that differs if the rows differ
        @throws useapi::exception  if a row cannot be read, or may be hidden */
    virtual std::uint64_t read_rows(const row_taker& take) = 0;

    /** Shows the accounts to be deleted, and the accounts that are kept although no row names them exactly.
        @return whether to go on */
    virtual bool confirm(const prune_plan& plan) = 0;

    /** Records in the ledger that these accounts are about to be deleted. The record is on the disk when this
        function returns.
        @throws useapi::exception  if it cannot be recorded */
    virtual void note_deletions(const std::vector<listed_account>& all) = 0;

    /** Records in the ledger that these accounts were not deleted after all. */
    virtual void take_back(const std::vector<listed_account>& all) = 0;

    virtual result<void> erase(const listed_account& which) = 0;

    virtual result<std::vector<runwayml::account>> list(const std::string& profile) = 0;

    /** Whether no further deletion may begin. */
    virtual bool is_interrupted() = 0;

    /** Reports the result, `deleted` or `not_deleted`, of an account that was to be deleted. */
    virtual void report(const row_result& what) = 0;
};

class pruning_outcome
{
public:
    std::uint64_t deleted = 0;
    std::uint64_t not_deleted = 0;
    bool is_confirmed = true;
    std::optional<error> ended_by; ///< the failure after which no call can succeed
};

/** Deletes the accounts that no row names. The order of the steps protects accounts: rows, question, rows
    again, ledger, deletions, lists.
    @param lists  the accounts of the service, by profile
    @throws useapi::exception  before anything is deleted, if rows cannot be read or changed during the
                               question, or if the ledger cannot be written
*/
pruning_outcome prune(const pruning_world::accounts_by_profile& lists, pruning_world& world);

/** The answer to one deletion, before the lists at the end are known. */
class deletion_attempt
{
public:
    listed_account account;
    std::optional<result<void>> answer; ///< unset if the deletion never began
};

/** The outcome of a deletion.
    @param is_listed  whether the service lists the account at the end; nothing if unknown */
row_result judge_deletion(const deletion_attempt& attempt, std::optional<bool> is_listed);

} // namespace useapi::bulk

#endif
