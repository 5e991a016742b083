#include "cli/import/summary_report.hpp"

#include "cli/command_line/shell_words.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace useapi::cli {
namespace {

// The summary contains texts of the service.
std::string printable_lines(std::string_view text)
{
    std::string lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines += printable(text.substr(0, end)) + '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

bool has_ledger(const arguments& given)
{
    return given.bulk.resume || !given.bulk.ledger.empty();
}

/** The words without `--limit` and its value. */
std::vector<std::string> without_limit(std::vector<std::string> words)
{
    for (auto each = words.begin(); each != words.end();) {
        const bool has_value_behind = *each == "--limit" && std::next(each) != words.end();
        if (*each == "--limit" || each->starts_with("--limit="))
            each = words.erase(each, each + (has_value_behind ? 2 : 1));
        else
            ++each;
    }
    return words;
}

/** Whether the same command can read its input again from the beginning. */
bool is_read_again(const std::string& input)
{
    std::error_code ignored;
    return input != "-" && std::filesystem::is_regular_file(input, ignored);
}

std::string command_again(const arguments& given)
{
    if (!given.bulk.plan_file.empty())
        return "make another plan with useapi accounts plan: this one is carried out in part";
    std::vector<std::string> words = given.words;
    words.insert(words.begin(), "useapi");
    return fmt::format("run the same command again{}: it sends {}\n  {}",
                       is_read_again(given.bulk.file) ? "" : " with the same input",
                       has_ledger(given) ? "the rows that are not settled yet" : "every row once more",
                       printable(shell_line(words)));
}

/// The next step: a line, and the command to type. Empty if all is done.
std::string next_step(const arguments& given, const bulk::import_summary& summary)
{
    using bulk::stop_reason;
    if (summary.stopped == stop_reason::interrupted)
        return "interrupted; to go on, " + command_again(given);
    if (summary.stopped == stop_reason::token_refused)
        return "next: set an API token that is accepted, then " + command_again(given);
    if (summary.stopped == stop_reason::unreachable)
        return "next: see what keeps the service away with useapi doctor, then " + command_again(given);
    if (summary.stopped == stop_reason::too_many_rejected)
        return "next: see why rows are refused, such as a column that is shifted, and correct them in the "
               "file; then " +
               command_again(given);
    if (summary.stopped == stop_reason::row_limit) {
        arguments all = given;
        all.words = without_limit(given.words);
        return "next: see that these accounts work; without --limit, " + command_again(all);
    }
    if (summary.exit_code() == static_cast<int>(exit_code::done))
        return {};
    if (summary.rejected != 0 && summary.failed == 0 && summary.skipped == 0)
        return "next: correct the refused rows in the file, then " + command_again(given);
    return fmt::format("next: {}{}",
                       summary.rejected != 0 ? "correct the refused rows in the file, then " : "",
                       command_again(given));
}

} // namespace

void report_summary(console& out, const arguments& given, const bulk::import_summary& summary)
{
    const std::string text = printable_lines(summary.text());
    const bool output_is_taken = out.is_json() || given.bulk.results_file == "-";
    const bool succeeded = summary.exit_code() == static_cast<int>(exit_code::done);
    if (out.is_json())
        out.print(valid_utf8(summary.json()) + '\n');
    if (out.is_quiet() ? !succeeded : output_is_taken)
        write_standard_error(text);
    else if (!out.is_quiet())
        out.print(text);
    out.flush();
    if (const std::string next = next_step(given, summary); !next.empty())
        out.note(next);
}

} // namespace useapi::cli
