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

inline constexpr std::string_view region_field = "region";
inline constexpr std::string_view account_field_name =
    "account"; ///< for a service that gives ids to accounts

/// The fields of an account of Runway.
inline constexpr std::array<std::string_view, 5> runway_fields = {email_field, password_field, max_jobs_field,
                                                                  use_workspace_field, profile_field};

/** Finds the field of an account by the name of a column or member. Case, blanks, `-` and `_` do not matter.
    A name that was given for a field counts, too. */
class field_names
{
public:
    field_names() = default;

    /** @param columns  fields, and the names of their columns in this input
        @param fields   the fields of an account; literals */
    explicit field_names(std::vector<std::pair<std::string, std::string>> columns,
                         std::vector<std::string_view> fields = {runway_fields.begin(), runway_fields.end()})
        : columns_(std::move(columns)), fields_(std::move(fields))
    {
    }

    [[nodiscard]] const std::vector<std::string_view>& fields() const noexcept { return fields_; }

    /** `email, password, ...` */
    [[nodiscard]] std::string listed() const;

    /** The field's place among `fields`; nothing for another name. */
    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;

    /** The field with this name, spelled as in `fields`, whatever its column is called in this input; empty
        if no field has it. */
    [[nodiscard]] std::string_view field_of(std::string_view name) const;

private:
    [[nodiscard]] std::size_t place_of(std::string_view field) const;

    std::vector<std::pair<std::string, std::string>> columns_;
    std::vector<std::string_view> fields_{runway_fields.begin(), runway_fields.end()};
};

/** Whether the text is invisible: blanks, no-break spaces, a byte order mark. */
[[nodiscard]] bool is_blank(std::string_view text) noexcept;

/** The delimiter among `,;\t|` with which most columns of a header line have a known name; a comma if none
    has. */
[[nodiscard]] char find_delimiter(std::string_view header, const field_names& names);

/** The delimiter of a first line such as `sep=;`, which spreadsheets write and read; nothing for any other
    line. */
[[nodiscard]] std::optional<char> named_delimiter(std::string_view line) noexcept;

} // namespace useapi::bulk

#endif
