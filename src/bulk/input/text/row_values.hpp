#ifndef USEAPI_SRC_BULK_INPUT_TEXT_ROW_VALUES_HPP
#define USEAPI_SRC_BULK_INPUT_TEXT_ROW_VALUES_HPP

#include <optional>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** A value as it was written, and whether it can be meant. */
template <class T>
struct written_value
{
    std::optional<T> value; ///< unset if nothing was written, or nothing that can be meant
    bool is_malformed = false;
};

/** A whole number, as spreadsheets write it as well: `5`, `5 `, `5.0`, `5,0`. */
[[nodiscard]] written_value<int> read_max_jobs(std::string_view text);

/** `true` in any spelling of case, or a team's id; `false` and an empty text mean no workspace. A word
   without a digit, such as `yes` or `WAHR`, is no team. */
[[nodiscard]] written_value<std::string> read_workspace(std::string_view text);

/** The unseen part of a password that may not have been meant, such as `it ends with a blank`; else empty.
 */
[[nodiscard]] std::string_view doubt_about_password(std::string_view password) noexcept;

} // namespace useapi::bulk

#endif
