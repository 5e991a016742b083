#include "bulk/ledger/postgres/postgres_arrays.hpp"

#include <cstddef>
#include <utility>

namespace useapi::bulk::postgres {

std::vector<parameter> arrays_of(const std::vector<stored_row>& all)
{
    std::vector<std::vector<parameter>> by_column;
    for (const stored_row& each : all) {
        std::vector<parameter> values = values_of(each.row);
        values.push_back(each.worker);
        by_column.resize(values.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            by_column[i].push_back(std::move(values[i]));
    }
    std::vector<parameter> arrays;
    arrays.reserve(by_column.size());
    for (const auto& column : by_column)
        arrays.emplace_back(array_of(column));
    return arrays;
}

} // namespace useapi::bulk::postgres
