#include "cli/import_command.hpp"

#include "cli/clean_text.hpp"
#include "cli/client_setup.hpp"
#include "cli/import_run.hpp"
#include "cli/import_setup.hpp"
#include "cli/input_report.hpp"
#include "cli/shell_words.hpp"
#include "cli/token.hpp"

#include <useapi/bulk/import.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::cli {
namespace {

// Each call in flight has a connection of its own; with fewer, calls would only wait inside the client.
client_options make_bulk_client_options(const arguments& given, secret token,
                                        const bulk::import_options& bulk, const console& out)
{
    client_options options = make_client_options(given.connection, std::move(token), out);
    options.max_connections(std::clamp<std::size_t>(bulk.concurrency(), 1, 10'000));
    return options;
}

// The service's own words are in it.
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

void report_summary(console& out, const arguments& given, const bulk::import_summary& summary)
{
    const std::string text = printable_lines(summary.text());
    const bool output_is_taken = out.is_json() || given.bulk.results_file == "-";
    const bool succeeded = summary.exit_code() == static_cast<int>(exit_code::done);
    if (out.is_json())
        out.print(well_formed(summary.json()) + '\n');
    if (out.is_quiet() ? !succeeded : output_is_taken)
        write_standard_error(text);
    else if (!out.is_quiet())
        out.print(text);
    if (summary.stopped != bulk::stop_reason::interrupted)
        return;
    std::vector<std::string> words = given.words;
    words.insert(words.begin(), "useapi");
    out.note(fmt::format("interrupted; to go on, run the same command again{}: it sends every row once more, "
                         "which does no harm\n  {}",
                         given.bulk.file == "-" ? " with the same input" : "", printable(shell_line(words))));
}

} // namespace

exit_code run_import_command(const arguments& given, environment_secrets secrets, console& out)
{
    secret token = find_token(given.connection, std::move(secrets.token), out);
    const bulk::import_options options = make_import_options(given);
    import_run run(make_bulk_client_options(given, std::move(token), options, out), options, out);
    const bulk::check_report found = run.check();
    if (!report_check(out, given.bulk, found))
        return exit_code::usage;
    if (found.rows != 0)
        out.detail(fmt::format("{}: {} rows to send, {} of them repeated", input_name(given.bulk), found.rows,
                               found.duplicates));
    const bulk::import_summary summary = run.finish();
    report_summary(out, given, summary);
    return static_cast<exit_code>(summary.exit_code());
}

} // namespace useapi::cli
