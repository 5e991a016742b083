#ifndef USEAPI_TEST_SIMULATION_DATABASE_STATEMENT_VALUES_HPP
#define USEAPI_TEST_SIMULATION_DATABASE_STATEMENT_VALUES_HPP

#include "simulation/database/session.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

// The values of statements, as text.

namespace useapi::database_simulation {

namespace column {
inline constexpr std::size_t profile = 0;
inline constexpr std::size_t email = 1;
inline constexpr std::size_t settled_at = 14;
inline constexpr std::size_t worker = 17;
} // namespace column

std::int64_t number_of(const value& text);

/** Rows from an array for each column. */
std::vector<values> unnest(const values& arrays);

row_id account_of(const values& row);

/** The keys in the first two parameters. */
std::vector<row_id> keys_of(const values& parameters);

sql_result done();
sql_result table_of(std::vector<values> rows);

/** One row. */
template <class... Values>
sql_result one_row(Values... each)
{
    values row;
    (row.push_back(value(std::move(each))), ...);
    return table_of(std::vector<values>(1, std::move(row)));
}

value truth(bool is_true);

} // namespace useapi::database_simulation

#endif
