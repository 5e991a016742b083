#ifndef USEAPI_SRC_BULK_INPUT_ROW_BUILDER_HPP
#define USEAPI_SRC_BULK_INPUT_ROW_BUILDER_HPP

#include "bulk/input/row.hpp"
#include "bulk/input/text/field_names.hpp"
#include "bulk/input/text/row_values.hpp"

#include <useapi/bulk/import_options.hpp>
#include <useapi/secret.hpp>

#include <optional>
#include <string>
#include <string_view>
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
};

/** What a row has to say. */
enum class row_needs
{
    email_and_password,
    email_alone ///< its password is of no use, and is not kept
};

/** What an input's rows may say. */
class row_rules
{
public:
    row_rules() = default;
    explicit row_rules(const import_options& options, row_needs what = row_needs::email_and_password);

    char delimiter = 0; ///< 0: it is found in the header
    field_names names;
    bool ignores_columns = false;      ///< those of other names are passed over
    std::vector<std::string> profiles; ///< that a row may name
    bool needs_profile = false;        ///< every row must name one
    row_needs needs = row_needs::email_and_password;
};

/** Checks the values, and makes the row, or a problem that tells of all that is wrong with it;
    `row_problem::column` is the caller's to fill in. A row that says no `maxJobs` has 5. */
row_item build_row(raw_row raw, const row_rules& rules);

} // namespace useapi::bulk

#endif
