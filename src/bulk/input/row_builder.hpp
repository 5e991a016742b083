#ifndef USEAPI_SRC_BULK_INPUT_ROW_BUILDER_HPP
#define USEAPI_SRC_BULK_INPUT_ROW_BUILDER_HPP

#include "bulk/input/row.hpp"

#include <useapi/bulk/import_options.hpp>
#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::bulk {

inline constexpr std::string_view email_field = "email";
inline constexpr std::string_view password_field = "password";
inline constexpr std::string_view max_jobs_field = "maxJobs";
inline constexpr std::string_view use_workspace_field = "useWorkspace";
inline constexpr std::string_view profile_field = "profile";

/** The values of a row as they were written, before anything is known of their worth. */
class raw_row
{
public:
    std::uint64_t line = 0;
    std::string email;
    secret password;
    std::optional<int> max_jobs; ///< unset where it is missing, or no whole number
    bool max_jobs_is_malformed = false;
    std::optional<std::string> use_workspace;
    std::string profile;
};

/** What an input's rows may say. */
class row_rules
{
public:
    row_rules() = default;
    explicit row_rules(const import_options& options);

    char delimiter = ',';
    std::vector<std::string> profiles; ///< that a row may name
    bool needs_profile = false;        ///< every row must name one
};

/** Checks the values, and makes the row or the problem; `row_problem::column` is the caller's to fill in. */
row_item build_row(raw_row raw, const row_rules& rules);

} // namespace useapi::bulk

#endif
