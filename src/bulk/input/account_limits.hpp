#ifndef USEAPI_SRC_BULK_INPUT_ACCOUNT_LIMITS_HPP
#define USEAPI_SRC_BULK_INPUT_ACCOUNT_LIMITS_HPP

#include "bulk/input/row.hpp"

#include <useapi/bulk/import_options.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace useapi::bulk {

/** Counts the accounts that rows register for each profile, and compares them with the limit of its
    subscription. Plain state. */
class account_limits
{
public:
    explicit account_limits(const import_options& options);

    /** Counts a row whose account no row named before.
        @return the problem, if there is one account too many */
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
