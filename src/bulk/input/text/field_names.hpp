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
inline constexpr std::string_view account_field_name = "account"; ///< of a service with ids of its own

/// The fields of an account of Runway.
inline constexpr std::array<std::string_view, 5> runway_fields = {email_field, password_field, max_jobs_field,
                                                                  use_workspace_field, profile_field};

/** Which value of an account a column or a member holds, by its name: without regard to case, blanks, `-` and
    `_`, or as it was named for the field. */
class field_names
{
public:
    field_names() = default;

    /** @param columns  fields, and the names that their columns have here
        @param fields   literals: those that an account has */
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

    /** The field that is meant by a name, whatever its column is called here, written as `fields` has it;
        empty for another name. */
    [[nodiscard]] std::string_view field_of(std::string_view name) const;

private:
    [[nodiscard]] std::size_t place_of(std::string_view field) const;

    std::vector<std::pair<std::string, std::string>> columns_;
    std::vector<std::string_view> fields_{runway_fields.begin(), runway_fields.end()};
};

/** Whether there is nothing to see: blanks, no-break spaces, a byte order mark. */
[[nodiscard]] bool is_blank(std::string_view text) noexcept;

/** The delimiter among `,;\t|` by which most columns of a header line have a known name; a comma where none
    has. */
[[nodiscard]] char find_delimiter(std::string_view header, const field_names& names);

/** The delimiter of a first line `sep=;`, as spreadsheets write and read it; nothing for any other line. */
[[nodiscard]] std::optional<char> named_delimiter(std::string_view line) noexcept;

} // namespace useapi::bulk

#endif
