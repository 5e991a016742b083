#ifndef USEAPI_SRC_BULK_INPUT_ROW_BUILDER_HPP
#define USEAPI_SRC_BULK_INPUT_ROW_BUILDER_HPP

#include "accounts/service/service_traits.hpp"
#include "bulk/input/row.hpp"
#include "bulk/input/text/field_names.hpp"
#include "bulk/input/text/row_values.hpp"

#include <useapi/bulk/import_options.hpp>
#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::bulk {

/** The values of a row as they were written, before anything is known of their worth. */
class raw_row
{
public:
    std::uint64_t line = 0;
    std::string email;
    secret password;
    written_value<int> max_jobs;
    written_value<std::string> use_workspace;
    std::string profile;
    std::vector<std::pair<std::string, secret>> others; ///< fields of another service than Runway
};

/** The fields of a row as they were read. */
enum class row_needs
{
    all,
    name_alone ///< passwords and tokens are of no use, and are not kept
};

/** The rules for the rows of an input. */
class row_rules
{
public:
    row_rules() = default;
    explicit row_rules(const import_options& options, row_needs what = row_needs::all);

    char delimiter = 0; ///< 0: it is found in the header
    field_names names;
    bool ignores_columns = false;      ///< those of other names are passed over
    std::vector<std::string> profiles; ///< that a row may name
    bool needs_profile = false;        ///< every row must name one
    row_needs needs = row_needs::all;
    const accounts::service_traits* service = nullptr; ///< null for Runway

    /** Whether the field is a part of the account's name. */
    bool names_account(std::string_view field) const noexcept;

    /** Whether an input must have the column. */
    bool requires_column(std::string_view field) const noexcept;
};

/** Puts a value in its place. @param field  a literal: one of the service's fields */
void put_text(raw_row& raw, std::string_view field, std::string text);

/** Checks the values, and makes the row, or a problem that tells of all that is wrong with it;
    `row_problem::column` is the caller's to fill in. A row that says no `maxJobs`
    has 5, where the service needs one. */
row_item build_row(raw_row raw, const row_rules& rules);

} // namespace useapi::bulk

#endif
