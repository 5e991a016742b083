#ifndef USEAPI_SRC_BULK_INPUT_TEXT_FIELD_NAMES_HPP
#define USEAPI_SRC_BULK_INPUT_TEXT_FIELD_NAMES_HPP

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::bulk {

inline constexpr std::string_view email_field = "email";
inline constexpr std::string_view password_field = "password";
inline constexpr std::string_view max_jobs_field = "maxJobs";
inline constexpr std::string_view use_workspace_field = "useWorkspace";
inline constexpr std::string_view profile_field = "profile";

inline constexpr std::array<std::string_view, 5> known_fields = {email_field, password_field, max_jobs_field,
                                                                 use_workspace_field, profile_field};
inline constexpr std::size_t required_fields = 2;

inline constexpr std::string_view listed_fields = "email, password, maxJobs, useWorkspace, profile";

/** Which value of an account a column or a member holds, by its name: without regard to case, blanks, `-` and
    `_`, or as it was named for the field. */
class field_names
{
public:
    field_names() = default;

    /** @param columns  fields, and the names that their columns have here */
    explicit field_names(std::vector<std::pair<std::string, std::string>> columns)
        : columns_(std::move(columns))
    {
    }

    /** The field's place among `known_fields`; nothing for another name. */
    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;

private:
    std::vector<std::pair<std::string, std::string>> columns_;
};

/** The field that is meant by a name, written as `known_fields` has it; empty for another name. */
[[nodiscard]] std::string_view field_of(std::string_view name);

/** Whether there is nothing to see: blanks, no-break spaces, a byte order mark. */
[[nodiscard]] bool is_blank(std::string_view text) noexcept;

/** The delimiter among `,;\t|` by which most columns of a header line have a known name; a comma where none
    has. */
[[nodiscard]] char find_delimiter(std::string_view header, const field_names& names);

/** What a first line `sep=;` names, as spreadsheets write and read it; nothing for any other line. */
[[nodiscard]] std::optional<char> named_delimiter(std::string_view line) noexcept;

} // namespace useapi::bulk

#endif
