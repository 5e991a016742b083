#ifndef USEAPI_TEST_SIMULATION_DATABASE_COMPARISON_PRODUCT_TRANSACTIONS_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_COMPARISON_PRODUCT_TRANSACTIONS_HPP

#include "bulk/ledger/ledger_row.hpp"
#include "simulation/database/session.hpp"
#include "simulation/random_source.hpp"

#include <deque>
#include <set>
#include <string>
#include <vector>

namespace useapi::database_simulation {

/** The limits of a transaction in milliseconds, as text; 0: none. */
struct time_limits
{
    std::string for_lock = "0";
    std::string for_statement = "0";
    std::string idle = "0";
};

/** A transaction of the product: the statements of it that were not sent yet. */
struct transaction_plan
{
    std::string worker;
    std::deque<sql_statement> rest;
    std::set<bulk::row_key> locked; ///< the rows that it may write, once the answers tell
    bool writes_rows = false;       ///< its end depends on `locked`
};

sql_statement settings_of(const time_limits& limits);

/** Makes the transactions of the product, with parameters from a few accounts and workers. */
class product_transactions
{
public:
    explicit product_transactions(simulation::random_source& random);

    /** Whether statements and rows have the order of the product, in which sessions do not wait for each
       other in a circle. */
    bool is_orderly() const noexcept { return is_orderly_; }

    /** Makes the tables, the workers and their rows. */
    transaction_plan first();

    /** The next statements make the tables. */
    static void add_tables(transaction_plan& to);

    transaction_plan next();

    /** The statements behind the last one of a plan that writes rows. */
    std::deque<sql_statement> end_of(const transaction_plan& plan);

    /** Reads all that the tables have. */
    transaction_plan last();

private:
    transaction_plan begun(const char* begin);
    void open(transaction_plan& to);
    void take_up(transaction_plan& to);
    void enter(transaction_plan& to);
    void commit_rows(transaction_plan& to);
    void read(transaction_plan& to);
    std::string worker();
    std::string lease(double ended);
    std::vector<bulk::row_key> keys();
    sql_statement by_keys(const char* statement, const std::string& of_worker);
    sql_statement with_rows(const char* statement, const std::vector<bulk::row_key>& which,
                            const value& owner);
    bulk::ledger_row row(const bulk::row_key& key);

    simulation::chooser choose_;
    const bool is_orderly_;
};

} // namespace useapi::database_simulation

#endif
