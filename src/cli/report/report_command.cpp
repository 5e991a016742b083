#include "cli/report/report_command.hpp"

#include "bulk/ledger/ledger_reading.hpp"
#include "bulk/run/output_file.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/output/clean_text.hpp"
#include "cli/output/console.hpp"
#include "cli/report/render_report.hpp"
#include "cli/report/report_page.hpp"
#include "cli/report/run_report.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace useapi::cli {
namespace {

constexpr std::size_t enough_for_a_write = std::size_t{64} * 1024;

/// All of it is on the disk, and in its place. @throws std::runtime_error  where that fails
void close(bulk::output_file& file)
{
    file.synchronise();
    file.put_in_place();
    if (!file.failure().empty())
        throw std::runtime_error(file.failure());
}

} // namespace

exit_code run_report_command(const arguments& given, console& out)
{
    const report_arguments& wanted = given.report;
    require_ledger_name(wanted.ledger);
    const auto ledger = bulk::read_ledger(wanted.ledger);
    bulk::run_report report(ledger->run());
    std::optional<bulk::output_file> table;
    if (!wanted.csv_file.empty()) {
        table.emplace(wanted.csv_file);
        table->write(csv_header());
    }
    // A row at a time would be a call of the system for each.
    std::string lines;
    ledger->for_each([&](const bulk::ledger_row& row) {
        report.add(row);
        if (!table)
            return;
        lines += csv_line(row);
        if (lines.size() >= enough_for_a_write)
            table->write(std::exchange(lines, {}));
    });
    if (table) {
        table->write(lines);
        close(*table);
    }
    if (!wanted.html_file.empty()) {
        bulk::output_file page(wanted.html_file);
        page.write(bulk::report_page(report));
        close(page);
        if (wanted.html_file != "-")
            out.note(fmt::format("the report is in {}", printable(wanted.html_file)));
    }
    const bool json_wanted = wanted.json || out.is_json();
    if (json_wanted)
        out.print(report_json(report));
    else if (wanted.html_file.empty() && wanted.csv_file.empty())
        out.print(report_text(report));
    return exit_code::done;
}

exit_code run_status_command(const arguments& given, console& out)
{
    require_ledger_name(given.report.ledger);
    const auto ledger = bulk::read_ledger(given.report.ledger);
    bulk::run_report report(ledger->run());
    ledger->for_each([&report](const bulk::ledger_row& row) { report.add(row); });
    out.print(given.report.json || out.is_json() ? status_json(report) : status_text(report));
    return exit_code::done;
}

} // namespace useapi::cli
