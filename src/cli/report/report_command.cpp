#include "cli/report/report_command.hpp"

#include "bulk/ledger/ledger_reading.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/output/clean_text.hpp"
#include "cli/output/console.hpp"
#include "cli/report/render_report.hpp"
#include "cli/report/report_file.hpp"
#include "cli/report/report_page.hpp"
#include "cli/report/run_report.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>

namespace useapi::cli {

exit_code run_report_command(const arguments& given, console& out)
{
    const report_arguments& wanted = given.report;
    refuse_password(wanted.ledger);
    const auto ledger = bulk::read_ledger(wanted.ledger);
    bulk::run_report report(ledger->run());
    std::optional<report_file> table;
    if (!wanted.csv_file.empty()) {
        table.emplace(wanted.csv_file);
        table->write(csv_header());
    }
    ledger->for_each([&](const bulk::ledger_row& row) {
        report.add(row);
        if (table)
            table->write(csv_line(row));
    });
    if (table)
        table->close();
    if (!wanted.html_file.empty()) {
        report_file page(wanted.html_file);
        page.write(bulk::report_page(report));
        page.close();
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
    refuse_password(given.report.ledger);
    const auto ledger = bulk::read_ledger(given.report.ledger);
    bulk::run_report report(ledger->run());
    ledger->for_each([&report](const bulk::ledger_row& row) { report.add(row); });
    out.print(given.report.json || out.is_json() ? status_json(report) : status_text(report));
    return exit_code::done;
}

} // namespace useapi::cli
