#include "cli/command_line/command_options.hpp"

#include "cli/command_line/help_text.hpp"
#include "cli/command_line/option_forms.hpp"

namespace useapi::cli {
namespace {

void add_email(CLI::App& app, account_arguments& account)
{
    app.add_option("EMAIL", account.email, "The account's email address")->required()->option_text(" ");
}

void add_upsert(CLI::App& accounts, account_arguments& account)
{
    CLI::App& app =
        *add_command(accounts, "upsert", "Register an account, or replace its configuration", upsert_help);
    add_email(app, account);
    app.add_option("--max-jobs", account.max_jobs, "Jobs that may run at once, 1 to 10; default 5")
        ->check(CLI::Range(1, 10))
        ->option_text("N");
    app.add_option("--use-workspace", account.use_workspace, "true, or the id of a team; default: none")
        ->option_text("true|TEAM");
    app.add_option("--password-file", account.password_file,
                   "File whose first line is the account's password")
        ->option_text("F");
}

} // namespace

void add_account_commands(CLI::App& accounts, account_arguments& account)
{
    add_upsert(accounts, account);
    add_email(*add_command(accounts, "get", "Show an account"), account);
    add_command(accounts, "list", "Show all accounts of the API token");
    add_email(*add_command(accounts, "delete", "Remove an account"), account);
}

} // namespace useapi::cli
