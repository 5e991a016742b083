#ifndef USEAPI_SRC_BULK_PRUNE_NAMED_ROWS_HPP
#define USEAPI_SRC_BULK_PRUNE_NAMED_ROWS_HPP

#include "bulk/input/row_builder.hpp"

#include <useapi/bulk/import_options.hpp>

#include <cstdint>
#include <functional>
#include <string_view>

namespace useapi::bulk {

/** Opens a file anew and hands over which account each of its rows names.

    @return a number that differs where the rows do, in anything that is sent; of this process only
    @throws useapi::exception  `errc::invalid_argument` where it is not a file that can be read again, or a
   row is not acceptable: it might name an account.
*/
std::uint64_t read_named_rows(const import_options& options,
                              const std::function<void(std::string_view, std::string_view)>& take,
                              row_needs needs = row_needs::all);

} // namespace useapi::bulk

#endif
