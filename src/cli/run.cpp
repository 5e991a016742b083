#include "cli/run.hpp"

#include "cli/client_setup.hpp"
#include "cli/commands.hpp"
#include "cli/file_conflicts.hpp"
#include "cli/output/failure_report.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/environment.hpp"
#include "cli/usage_error.hpp"

#include <csignal>
#include <exception>
#include <utility>
#include <variant>

namespace useapi::cli {
namespace {

bool sends(command what) noexcept
{
    return what != command::accounts_validate && what != command::accounts_report &&
           what != command::accounts_status && what != command::emulator && what != command::explain &&
           what != command::ledger_backup && what != command::ledger_init;
}

exit_code run_command(const arguments& given, environment_secrets secrets, console& out)
{
    refuse_file_conflicts(given);
    if (sends(given.command))
        look_at_proxies(given.connection, out);
    switch (given.command) {
    case command::accounts_import:
        return run_import_command(given, std::move(secrets), out);
    case command::accounts_repair:
    case command::accounts_renew:
        return run_repair_command(given, std::move(secrets), out);
    case command::accounts_plan:
        return run_plan_command(given, std::move(secrets), out);
    case command::accounts_validate:
        return run_validate_command(given, out);
    case command::accounts_report:
        return run_report_command(given, out);
    case command::accounts_status:
        return run_status_command(given, out);
    case command::accounts_verify:
        return run_verify_command(given, std::move(secrets), out);
    case command::accounts_export:
        return run_export_command(given, std::move(secrets), out);
    case command::accounts_health:
        return run_health_command(given, std::move(secrets), out);
    case command::api:
        return run_api_command(given, std::move(secrets), out);
    case command::doctor:
        return run_doctor_command(given, std::move(secrets), out);
    case command::emulator:
        return run_emulator_command(given.emulator, out);
    case command::record:
        return run_record_command(given, out);
    case command::explain:
        return run_explain_command(given.code, out);
    case command::ledger_init:
        return run_ledger_init_command(given.ledger, out);
    case command::ledger_backup:
        return run_ledger_backup_command(given.ledger, out);
    case command::accounts_delete:
        return given.bulk.file.empty() ? run_accounts_command(given, std::move(secrets), out)
                                       : run_delete_command(given, std::move(secrets), out);
    default:
        return run_accounts_command(given, std::move(secrets), out);
    }
}

exit_code run_guarded(const arguments& given, environment_secrets secrets, console& out)
{
    try {
        return run_command(given, std::move(secrets), out);
    } catch (const usage_error& problem) {
        return report_misuse(out, problem.what());
    } catch (const interruption&) {
        return exit_code::interrupted;
    } catch (const exception& problem) {
        // Only a command that sends requests says that nothing was sent.
        if (problem.reason().code() == errc::invalid_argument && !sends(given.command))
            return report_misuse(out, printable(problem.reason().detail()));
        return report_failure(out, problem.reason(), {}, {});
    } catch (const std::exception& problem) {
        return report_breakdown(out, printable(problem.what()));
    }
}

} // namespace

int run(std::vector<std::string> words)
{
    occupy_standard_descriptors();
    // A reader that closes its end must not kill an import; the write reports the failure.
    std::signal(SIGPIPE, SIG_IGN);
    // A limit on the size of files must not kill it, either.
    std::signal(SIGXFSZ, SIG_IGN);
    environment_secrets secrets = environment_secrets::take();
    const auto read = parse_arguments(std::move(words));
    exit_code code = exit_code::done;
    if (const auto* const asked = std::get_if<information>(&read)) {
        console out{console_settings()};
        out.print(asked->text);
        code = out.finish(code);
    } else if (const auto* const wrong = std::get_if<misuse>(&read)) {
        console_settings settings;
        settings.format = wrong->wants_json ? output_format::json : output_format::text;
        console out(settings);
        code = out.finish(report_misuse(out, wrong->message));
    } else {
        const auto& given = std::get<arguments>(read);
        console out(given.console);
        code = out.finish(run_guarded(given, std::move(secrets), out));
    }
    return static_cast<int>(code);
}

} // namespace useapi::cli
