#include "cli/plan_command.hpp"

#include "cli/failure_report.hpp"
#include "cli/import_run.hpp"
#include "cli/import_setup.hpp"
#include "cli/input_report.hpp"
#include "cli/render_plan.hpp"
#include "cli/token.hpp"
#include "cli/usage_error.hpp"

#include <useapi/bulk/plan_core.hpp>

#include <utility>

namespace useapi::cli {

exit_code run_plan_command(const arguments& given, environment_secrets secrets, console& out)
{
    if (given.bulk.file == "-")
        throw usage_error("accounts plan needs a file: standard input can be read once only");
    secret token = find_token(given.connection, std::move(secrets.token), out);
    const bulk::import_options options = make_import_options(given);
    import_run run(make_bulk_client_options(given, std::move(token), options, out), options, out);
    if (!report_check(out, given.bulk, run.check()))
        return exit_code::usage;
    const auto listed = run.list_accounts();
    if (!listed)
        return report_failure(out, listed.error(), "what the service holds", {});
    bulk::plan_core plan;
    plan.add_server({}, *listed);
    plan_printer printer(out);
    run.compare(plan, [&printer](const bulk::plan_entry& entry) { printer.add(entry); });
    for (const bulk::plan_entry& entry : plan.server_only())
        printer.add(entry);
    printer.end();
    return exit_code::done;
}

} // namespace useapi::cli
