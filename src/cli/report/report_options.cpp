#include "cli/command_line/command_options.hpp"

#include "cli/command_line/help_text.hpp"
#include "cli/command_line/option_forms.hpp"

namespace useapi::cli {
namespace {

void add_ledger_of_report(CLI::App& app, report_arguments& report)
{
    CLI::Option* const file =
        app.add_option("FILE", report.file, "The input of an import with --resume, or its ledger")
            ->option_text(" ");
    app.add_option("--ledger", report.ledger, "The ledger of the import: a file or a URL")
        ->excludes(file)
        ->option_text("F");
    app.add_flag("--json", report.json, "Print JSON; the same as --output json")->option_text(" ");
}

void add_report(CLI::App& accounts, report_arguments& report)
{
    CLI::App& app = *add_command(accounts, "report", "Tell the outcome of an import", report_help);
    add_ledger_of_report(app, report);
    app.add_option("--html", report.html_file, "File for the report as a page for a browser")
        ->option_text("F");
    app.add_option("--csv", report.csv_file, "File for a table of every account; - is standard output")
        ->option_text("F");
}

void add_status(CLI::App& accounts, report_arguments& report)
{
    CLI::App& app = *add_command(accounts, "status", "Tell how far an import has come", status_help);
    add_ledger_of_report(app, report);
    app.add_flag("--watch", report.watch, "Print the status every 2 seconds until the import ends")
        ->option_text(" ");
}

} // namespace

void add_report_commands(CLI::App& accounts, report_arguments& report)
{
    add_report(accounts, report);
    add_status(accounts, report);
}

} // namespace useapi::cli
