#ifndef USEAPI_TEST_SIMULATION_DATABASE_MODEL_TABLES_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_MODEL_TABLES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::database_simulation {

/** A value as text; nothing is NULL. */
using value = std::optional<std::string>;
using values = std::vector<value>;

/** The texts of the columns of the primary key. */
using row_id = std::vector<std::string>;

/** A transaction. Each has a number of its own. */
using transaction_id = std::uint64_t;

enum class table : std::size_t
{
    names, ///< the names of the tables that exist, which a transaction may add
    run,
    worker,
    account
};

/** A row, with all that transactions made of it, the oldest first. */
struct stored
{
    struct version
    {
        values content;
        transaction_id made_by = 0;
        bool is_gone = false; ///< the row was deleted
    };

    std::vector<version> versions;
    transaction_id locked_by = 0; ///< 0: not locked
};

/** The rows of which a statement may see those that were committed before. */
struct snapshot
{
    transaction_id of = 0;
    std::uint64_t commits = 0; ///< that happened before
};

/** A row that a transaction changed. */
struct change
{
    table where{};
    row_id id;
    std::optional<values> before;
    std::optional<values> after;
};

/** The tables of a database with several versions of each row, as in PostgreSQL: "Each SQL statement sees a
    snapshot of data (a database version) as it was some time ago".
    https://www.postgresql.org/docs/15/mvcc-intro.html */
class model_tables
{
public:
    using rows = std::map<row_id, stored>;

    transaction_id begin();

    bool is_in_progress(transaction_id which) const { return in_progress_.contains(which); }

    snapshot now(transaction_id of) const { return {of, commits_}; }

    rows& of(table which) { return tables_[static_cast<std::size_t>(which)]; }

    /** The version that a snapshot sees; null: none. */
    const values* seen(const stored& row, const snapshot& at) const;

    /** The newest committed version, or the transaction's own one; null: none. */
    const values* latest(const stored& row, transaction_id of) const;

    /** Locks a row, for which no other transaction may have a lock. */
    void lock(table where, const row_id& id, transaction_id by);

    /** Adds a version of a row that the transaction has locked, or that is new. Nothing: the row is deleted.
     */
    void put(table where, const row_id& id, std::optional<values> content, transaction_id by);

    /** @return the rows that changed */
    std::vector<change> commit(transaction_id which);
    void roll_back(transaction_id which);

    /** The row that a new transaction would see; null: none. */
    const values* committed(table which, const row_id& id) const;

    /** The rows that a new transaction would see. */
    std::map<row_id, values> committed(table which) const;

    std::uint64_t commits() const noexcept { return commits_; }

    /** Undoes all later commits. No transaction may be in progress. */
    void return_to(std::uint64_t commits);

private:
    bool is_seen(const stored::version& made, const snapshot& at) const;
    void release(transaction_id which);

    std::array<rows, 4> tables_;
    std::map<transaction_id, std::set<std::pair<table, row_id>>> in_progress_; ///< the rows that each touched
    std::map<transaction_id, std::uint64_t> committed_; ///< when, as a count of commits
    transaction_id last_ = 0;
    std::uint64_t commits_ = 0;
};

} // namespace useapi::database_simulation

#endif
