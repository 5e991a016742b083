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

/** The values of a row as they were written, before any check. */
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

/** The fields of a row that are needed. */
enum class row_needs
{
    all,
    name_alone ///< passwords and tokens are not needed, and are not kept
};

/** The rules for the rows of an input. */
class row_rules
{
public:
    row_rules() = default;
    explicit row_rules(const import_options& options, row_needs what = row_needs::all);

    char delimiter = 0; ///< 0: found in the header
    field_names names;
    bool ignores_columns = false;      ///< columns with other names are ignored
    std::vector<std::string> profiles; ///< profiles that a row may name
    bool needs_profile = false;        ///< every row must name a profile
    row_needs needs = row_needs::all;
    const accounts::service_traits* service = nullptr; ///< null for Runway

    /** Whether the field is a part of the account's name. */
    bool names_account(std::string_view field) const noexcept;

    /** Whether an input must have the column. */
    bool requires_column(std::string_view field) const noexcept;
};

/** Stores the value of a field. @param field a literal: one of the service's fields */
void put_text(raw_row& raw, std::string_view field, std::string text);

/** Checks the values and makes the row, or a problem that names all errors of the row. The caller fills in
    `row_problem::column`. A row without `maxJobs` gets 5 if the service needs a value. */
row_item build_row(raw_row raw, const row_rules& rules);

} // namespace useapi::bulk

#endif
