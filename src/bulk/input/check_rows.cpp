#include "bulk/input/check_rows.hpp"

#include "bulk/input/text/field_names.hpp"
#include "bulk/input/text/row_values.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace useapi::bulk {

check_report check_rows(input_rows& rows, duplicates& seen, account_limits& limits)
{
    check_report report;
    const auto note = [&report](row_problem problem) {
        ++report.problem_count;
        if (report.problems.size() < check_report::listed_problems)
            report.problems.push_back(std::move(problem));
    };
    const auto warn = [&report](const input_row& row, std::string_view field, std::string message) {
        if (report.warning_count++ >= check_report::listed_problems)
            return;
        row_problem& made = report.warnings.emplace_back();
        made.line = row.line;
        made.field = field;
        made.email = row.settings.email();
        made.message = std::move(message);
    };
    while (auto found = rows.next()) {
        if (auto* const problem = std::get_if<row_problem>(&*found)) {
            note(std::move(*problem));
            continue;
        }
        const input_row& row = std::get<input_row>(*found);
        const auto finding = seen.add(row.settings, row.line, row.profile);
        if (finding.other_case_line != 0)
            warn(row, email_field,
                 "the email differs from that of line " + std::to_string(finding.other_case_line) +
                     " in case alone");
        if (const auto doubt = doubt_about_password(row.settings.password().reveal()); !doubt.empty())
            warn(row, password_field, "the password may not be what was meant: " + std::string(doubt));
        if (finding.what == duplicates::verdict::conflicting) {
            note(conflict(row, finding.first_line));
            continue;
        }
        auto excess = finding.what == duplicates::verdict::first ? limits.add(row) : std::nullopt;
        if (excess) {
            note(std::move(*excess));
        } else {
            if (report.rows++ == 0)
                report.first_email = row.settings.email();
            ++report.rows_by_profile[row.profile];
            report.duplicates += finding.what == duplicates::verdict::identical;
        }
    }
    report.is_broken = rows.broken();
    return report;
}

row_problem conflict(const input_row& row, std::uint64_t first_line)
{
    row_problem problem;
    problem.line = row.line;
    problem.field = "email";
    problem.message = first_line == row.line ? "the email is on a later line again, with other data"
                                             : "the email is on line " + std::to_string(first_line) +
                                                   " already, with other data";
    problem.email = row.settings.email();
    return problem;
}

} // namespace useapi::bulk
