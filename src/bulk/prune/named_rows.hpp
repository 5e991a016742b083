#ifndef USEAPI_SRC_BULK_PRUNE_NAMED_ROWS_HPP
#define USEAPI_SRC_BULK_PRUNE_NAMED_ROWS_HPP

#include "bulk/input/row_builder.hpp"

#include <useapi/bulk/import_options.hpp>

#include <cstdint>
#include <functional>
#include <string_view>

namespace useapi::bulk {

/** Opens a file anew and passes the account of each row to `take`.
    @return a number that differs if any data of the rows differ; comparable only within this process
    @throws useapi::exception  `errc::invalid_argument` if the file cannot be read again, or if a row is
                               invalid, since it might name an account.
*/
std::uint64_t read_named_rows(const import_options& options,
                              const std::function<void(std::string_view, std::string_view)>& take,
                              row_needs needs = row_needs::all);

} // namespace useapi::bulk

#endif
