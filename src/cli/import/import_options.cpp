#include "cli/command_line/command_options.hpp"

#include "cli/command_line/help_text.hpp"
#include "cli/command_line/option_forms.hpp"
#include "cli/output/printable_text.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace useapi::cli {
namespace {

constexpr const char* compared_group = "Comparison with the service";

void add_input(CLI::App& app, import_arguments& bulk, account_arguments& account, bool may_be_standard_input)
{
    app.add_option("FILE", bulk.file,
                   may_be_standard_input
                       ? "The file, plain or compressed by gzip or zstd; - is standard input"
                       : "The file, plain or compressed by gzip or zstd; not standard input, because the "
                         "file is read twice")
        ->required()
        ->option_text(" ");
    add_choice<input_format>(
        app, "--format", {{"csv", input_format::csv}, {"ndjson", input_format::ndjson}}, bulk.format,
        "csv or ndjson; default: by the end of the file's name, .csv, .ndjson or .jsonl");
    add_choice<char>(app, "--delimiter",
                     {{",", ','}, {";", ';'}, {"|", '|'}, {"\t", '\t'}, {"tab", '\t'}, {"semicolon", ';'}},
                     bulk.delimiter, "The delimiter of CSV: , or ; or | or tab; default: found in the header")
        ->option_text("C");
    add_service(app, account);
    app.add_option(
           "--column", bulk.columns,
           "The name of a field's column, such as email=\"E-mail address\"; may be given more than once")
        ->allow_extra_args(false)
        ->take_all()
        ->option_text("FIELD=NAME");
    app.add_flag("--ignore-columns", bulk.ignore_columns, "Ignore columns with unknown names")
        ->option_text(" ");
    app.add_flag("--allow-empty", bulk.allow_empty, "Accept a file without rows")->option_text(" ");
    app.add_option("--profiles", bulk.profiles_file,
                   "TOML file of API tokens for the profiles that rows name; its mode must be 600")
        ->option_text("F");
    app.add_option(
           "--account-limit", bulk.account_limit,
           "Most accounts that a subscription may hold, such as 3; a row beyond is bad; default: not known")
        ->check(integer_between(1, 1000000))
        ->option_text("N");
}

void add_validate(CLI::App& accounts, import_arguments& bulk, account_arguments& account)
{
    add_input(*add_command(accounts, "validate", "Check a file of accounts, and send nothing", validate_help),
              bulk, account, true);
}

void add_plan(CLI::App& accounts, import_arguments& bulk, account_arguments& account)
{
    CLI::App& app = *add_command(accounts, "plan",
                                 "Show what importing a file would change, and change nothing", plan_help);
    add_input(app, bulk, account, false);
    app.add_flag("--detailed-exitcode", bulk.detailed_exit_code,
                 "End with 2 if rows would create or change accounts, with 0 if nothing would be sent");
    app.add_option("--out", bulk.plan_out,
                   "File for the plan, for import --plan; it holds no password, and its mode is 600")
        ->option_text("F");
}

void add_verify(CLI::App& accounts, import_arguments& bulk, account_arguments& account)
{
    add_input(*add_command(accounts, "verify", "Tell whether the service holds the accounts of a file",
                           verify_help),
              bulk, account, false);
}

void add_pruning(CLI::App& app, import_arguments& bulk)
{
    const std::string group = compared_group;
    app.add_flag("--only-changes", bulk.only_changes,
                 "Send only rows that create an account or change its maxJobs or useWorkspace; passwords "
                 "cannot be compared, so a row with only a new password is not sent")
        ->group(group);
    CLI::Option* const prune =
        app.add_flag("--prune", bulk.prune, "Show the accounts that no row names, ask, and delete them")
            ->excludes("--skip-invalid")
            ->group(group);
    app.add_option(
           "--keep-rows-of", bulk.keep_rows_of,
           "Another file whose rows name accounts, which --prune then keeps; may be given more than once")
        ->allow_extra_args(false)
        ->take_all()
        ->needs(prune)
        ->option_text("F")
        ->group(group);
    app.add_flag("--no-other-file", bulk.no_other_file,
                 "Confirm that no other file than FILE names accounts of these subscriptions; --prune needs "
                 "this or --keep-rows-of")
        ->needs(prune)
        ->group(group);
    app.add_option("--max-delete", bulk.max_delete, "Delete nothing if more than N accounts would be deleted")
        ->check(integer_between(1, 1000000000))
        ->needs(prune)
        ->option_text("N")
        ->group(group);
    app.add_flag("--yes", bulk.yes,
                 "Do not ask before --prune deletes, or before all rows are sent again because the API token "
                 "or the ledger's salt has changed");
    app.add_flag("--prune-most", bulk.prune_most, "Delete even if that is half or more of the accounts")
        ->needs(prune)
        ->group(group);
}

/** `20` or `50%`. */
CLI::Validator rows_or_share()
{
    const std::string meaning = "a number of rows, such as 20, or a share of the last 100 rows, such as 50%";
    const auto check = [meaning](const std::string& text) -> std::string {
        const bool is_share = text.ends_with('%');
        const std::string digits = is_share ? text.substr(0, text.size() - 1) : text;
        const bool are_digits = !digits.empty() && digits.size() <= 9 &&
                                digits.find_first_not_of("0123456789") == std::string::npos;
        const unsigned long number = are_digits ? std::stoul(digits) : 0;
        if (number >= 1 && (!is_share || number <= 100))
            return {};
        return fmt::format("{} is not {}", printable(text), meaning);
    };
    return {check, "", meaning};
}

/** The options for the pace of the import, and for its results. */
void add_pace(CLI::App& app, import_arguments& bulk)
{
    app.add_option("--concurrency", bulk.concurrency, "Most calls in flight, 1 to 10000; default 16")
        ->check(integer_between(1, 10000))
        ->option_text("N");
    app.add_option("--rate", bulk.rate, "Most accounts per second, such as 0.5; default: no limit")
        ->check(number_between(0.001, 1e6, "a number of 0.001 to 1000000"))
        ->option_text("R");
    app.add_option("--max-logins", bulk.max_logins,
                   "Most logins of one API token at a time; default: as --concurrency")
        ->check(integer_between(1, 10000))
        ->option_text("N");
    app.add_option(
           "--results", bulk.results_file,
           "File for the outcome of each row: CSV if it ends in .csv, else NDJSON; - is standard output")
        ->option_text("F");
}

/** Options for the progress that is shown, and for the end of the run. */
void add_course(CLI::App& app, import_arguments& bulk)
{
    add_choice<progress_form>(
        app, "--progress",
        {{"auto", progress_form::automatic},
         {"bar", progress_form::bar},
         {"lines", progress_form::lines},
         {"json", progress_form::json},
         {"none", progress_form::none}},
        bulk.progress,
        "Form of the progress on standard error: bar, lines (one every 10 s), json (one object per second), "
        "none; default auto: a bar on a terminal, else lines");
    app.add_flag("--skip-invalid", bulk.skip_invalid, "Skip bad rows instead of sending nothing");
    add_seconds(app, "--grace", bulk.grace, "Time for calls under way after Ctrl-C, in seconds; default 10",
                true);
    add_seconds(app, "--wait-for-service", bulk.wait_for_service,
                "Time to wait for a service that cannot be reached or does not answer, in seconds; default "
                "600; then the import ends with 4, and rows that were not sent are pending",
                true);
}

void add_max_rejected(CLI::App& app, import_arguments& bulk)
{
    app.add_option("--max-rejected", bulk.max_rejected,
                   "Stop when N rows were refused, or P% of the last 100; default: when all of the first 20 "
                   "rows were refused, or half of the last 100")
        ->check(rows_or_share())
        ->option_text("N|P%")
        ->group("Brake");
}

void add_brake(CLI::App& app, import_arguments& bulk)
{
    const std::string group = "Brake";
    add_max_rejected(app, bulk);
    app.add_option("--limit", bulk.limit, "Send the first N rows and leave the others pending; default: all")
        ->check(integer_between(1, 1000000000))
        ->option_text("N")
        ->group(group);
    app.add_flag("--dry-run", bulk.dry_run, "Show the rows that would be sent, and send nothing")
        ->excludes("--only-changes")
        ->excludes("--prune")
        ->group(group);
    app.add_option("--control", bulk.control_file,
                   "File that is read once per second while the import runs, with lines such as paused = "
                   "true, concurrency = N and rate = R")
        ->option_text("F")
        ->group(group);
}

void add_import(CLI::App& accounts, import_arguments& bulk, account_arguments& account)
{
    CLI::App& app = *add_command(accounts, "import", "Register the accounts of a file", import_help);
    add_input(app, bulk, account, true);
    add_pace(app, bulk);
    const std::string ledger = "Ledger";
    CLI::Option* const file =
        app.add_option("--ledger", bulk.ledger,
                       "File for the state of every row, so that the same command goes on where it ended; or "
                       "a postgresql:// URL, which workers on any number of machines share")
            ->option_text("F")
            ->group(ledger);
    add_seconds(app, "--lease", bulk.lease,
                "Time that a worker keeps its rows after its last sign of life, in seconds; default 30")
        ->group(ledger);
    app.add_flag("--resume", bulk.resume, "Same as --ledger FILE.ledger")
        ->excludes(file)
        ->option_text(" ")
        ->group(ledger);
    app.add_flag(
           "--verify", bulk.verify,
           "Ask the service about rows that an earlier run may have sent, instead of sending them again")
        ->option_text(" ")
        ->group(ledger);
    app.add_flag("--retry-refused", bulk.retry_rejected,
                 "Send rows again that an earlier run recorded as refused")
        ->option_text(" ")
        ->group(ledger);
    add_course(app, bulk);
    add_pruning(app, bulk);
    add_brake(app, bulk);
    CLI::Option* const plan = app.add_option("--plan", bulk.plan_file,
                                             "File of plan --out; exactly this plan is sent, and nothing if "
                                             "the input or the service has changed since")
                                  ->option_text("F")
                                  ->group(compared_group);
    for (const char* const other :
         {"--only-changes", "--prune", "--skip-invalid", "--limit", "--dry-run", "--ledger", "--resume"})
        plan->excludes(other);
}

/** The options of both `repair` and `renew`. */
void add_repeated_logins(CLI::App& app, import_arguments& bulk, account_arguments& account)
{
    add_input(app, bulk, account, false);
    add_pace(app, bulk);
    app.add_option("--ledger", bulk.ledger,
                   "File or postgresql:// URL for the state of every row; default: FILE.ledger, as for "
                   "import --resume")
        ->option_text("F");
    app.add_flag("--retry-refused", bulk.retry_rejected, "Also send rows whose password was refused before")
        ->option_text(" ");
    add_course(app, bulk);
    add_max_rejected(app, bulk);
    app.add_flag("--dry-run", bulk.dry_run, "Show the accounts, and send nothing");
}

void add_repair(CLI::App& accounts, import_arguments& bulk, account_arguments& account,
                health_arguments& health)
{
    add_repeated_logins(*add_command(accounts, "repair",
                                     "Register the accounts again that are in an error state", repair_help),
                        bulk, account);
    CLI::App& renew =
        *add_command(accounts, "renew", "Register the accounts again whose sessions end soon", renew_help);
    add_repeated_logins(renew, bulk, account);
    add_expiring_within(renew, health);
}

} // namespace

void add_import_commands(CLI::App& accounts, import_arguments& bulk, account_arguments& account,
                         health_arguments& health)
{
    add_import(accounts, bulk, account);
    add_repair(accounts, bulk, account, health);
    add_validate(accounts, bulk, account);
    add_plan(accounts, bulk, account);
    add_verify(accounts, bulk, account);
}

} // namespace useapi::cli
