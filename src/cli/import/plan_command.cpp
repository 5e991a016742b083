#include "cli/import/plan_command.hpp"

#include "cli/import/import_run.hpp"
#include "cli/import/import_setup.hpp"
#include "cli/import/input_report.hpp"
#include "cli/import/render_plan.hpp"
#include "cli/import/server_comparison.hpp"
#include "cli/output/clean_text.hpp"
#include "cli/secrets/token.hpp"
#include "cli/usage_error.hpp"

#include <useapi/bulk/plan_core.hpp>

#include <utility>
#include <vector>

namespace useapi::cli {

exit_code run_plan_command(const arguments& given, environment_secrets secrets, console& out)
{
    if (given.bulk.file == "-")
        throw usage_error("accounts plan needs a file: standard input can be read once only");
    const import_setup setup(given, find_token_if_any(given.connection, std::move(secrets.token), out), out);
    import_run run(setup.clients(out), setup.options(), given.bulk, out);
    const bulk::check_report found = run.check();
    if (!report_check(out, given.bulk, found))
        return exit_code::usage;
    plan_printer printer(out);
    const server_comparison compared = compare_with_service(
        run, found, false, out, [&printer](const bulk::plan_entry& entry) { printer.add(entry); });
    if (compared.ended_with)
        return *compared.ended_with;
    for (const bulk::plan_entry& entry : compared.plan->server_only())
        printer.add(entry);
    printer.end();
    warn_of_shortage(run, compared.created, out);
    if (const auto overfull =
            bulk::find_overfull_profile(*compared.plan, compared.created, {}, setup.options().profiles()))
        out.warn(printable(*overfull));
    return exit_code::done;
}

} // namespace useapi::cli
