#ifndef USEAPI_SRC_BULK_INPUT_ACCOUNT_LIMITS_HPP
#define USEAPI_SRC_BULK_INPUT_ACCOUNT_LIMITS_HPP

#include "bulk/input/row.hpp"

#include <useapi/bulk/import_options.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace useapi::bulk {

/** Counts the accounts that rows register for each profile, against what its subscription may hold. Plain
 * state. */
class account_limits
{
public:
    explicit account_limits(const import_options& options);

    /** One row more, of an account that no row named before. What is wrong with it, if it is one too many. */
    std::optional<row_problem> add(const input_row& row);

private:
    struct counter
    {
        std::size_t limit = 0;
        std::size_t count = 0;
    };

    std::map<std::string, counter, std::less<>> counters_; ///< of profiles that have a limit
};

} // namespace useapi::bulk

#endif
