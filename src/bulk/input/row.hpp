#ifndef USEAPI_SRC_BULK_INPUT_ROW_HPP
#define USEAPI_SRC_BULK_INPUT_ROW_HPP

#include <useapi/bulk/account_row.hpp>
#include <useapi/bulk/check_report.hpp>
#include <useapi/effect.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace useapi::bulk {

// The longest row. A longer one is a quote that was never closed, or no row of accounts.
inline constexpr std::size_t longest_row = 64 * 1024;

/** A valid row. */
class input_row
{
public:
    input_row(std::uint64_t where, account_row what) : line(where), settings(std::move(what)) {}

    std::uint64_t line;
    std::uint64_t number = 0; ///< in the order of the input, from 0
    account_row settings;
    std::string profile; ///< the profile whose API token is used; empty: the default one

    /** Set if the row may have been sent already, at this time: the service is asked before the row is sent.
     */
    std::optional<std::chrono::sys_time<std::chrono::milliseconds>> perhaps_sent_at;

    /** The effect of the calls that this run made for the row before it returned the row to its feed. */
    useapi::effect effect_so_far = useapi::effect::none;
};

using row_item = std::variant<input_row, row_problem>;

} // namespace useapi::bulk

#endif
