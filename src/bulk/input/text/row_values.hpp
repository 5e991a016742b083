#ifndef USEAPI_SRC_BULK_INPUT_TEXT_ROW_VALUES_HPP
#define USEAPI_SRC_BULK_INPUT_TEXT_ROW_VALUES_HPP

#include <optional>
#include <string>
#include <string_view>

namespace useapi::bulk {

/** A value as it was written, and whether it is malformed. */
template <class T>
struct written_value
{
    std::optional<T> value; ///< unset if there was no text, or a malformed one
    bool is_malformed = false;
};

/** A whole number, also in the forms of spreadsheets: `5`, `5 `, `5.0`, `5,0`. */
[[nodiscard]] written_value<int> read_max_jobs(std::string_view text);

/** `true` in upper or lower case, or a team's id; `false` and an empty text mean no workspace. A word without
    a digit, such as `yes` or `WAHR`, is no team. */
[[nodiscard]] written_value<std::string> read_workspace(std::string_view text);

/** A warning about an invisible part of a password, such as `it ends with a blank`; else empty.
 */
[[nodiscard]] std::string_view doubt_about_password(std::string_view password) noexcept;

} // namespace useapi::bulk

#endif
