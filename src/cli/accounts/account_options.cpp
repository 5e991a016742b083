#include "cli/command_line/command_options.hpp"

#include "bulk/services.hpp"
#include "cli/command_line/help_text.hpp"
#include "cli/command_line/option_forms.hpp"
#include "cli/output/printable_text.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace useapi::cli {
namespace {

constexpr int most_jobs_of_runway = 10;

void add_email(CLI::App& app, account_arguments& account)
{
    app.add_option("EMAIL", account.email, "The account's email address")->required()->option_text(" ");
}

void add_upsert(CLI::App& accounts, account_arguments& account)
{
    CLI::App& app =
        *add_command(accounts, "upsert", "Register an account, or replace its configuration", upsert_help);
    add_email(app, account);
    add_service(app, account);
    app.add_option("--max-jobs", account.max_jobs,
                   "Jobs that may run at once, 1 to 10 for Runway; default 5, for dreamina 10")
        ->check(integer_between(1, 50))
        ->option_text("N");
    app.add_option("--use-workspace", account.use_workspace, "true, or the id of a team; default: none")
        ->option_text("true|TEAM");
    app.add_option("--password-file", account.password_file,
                   "File whose first line is the account's password")
        ->option_text("F");
    app.callback([&account] {
        const bool is_runway = account.service == nullptr;
        if (is_runway && account.max_jobs.value_or(1) > most_jobs_of_runway)
            throw CLI::ValidationError("--max-jobs", fmt::format("{} is not a number of 1 to {}",
                                                                 *account.max_jobs, most_jobs_of_runway));
        if (!is_runway && account.use_workspace)
            throw CLI::ValidationError("--use-workspace", "only accounts of Runway have workspaces");
    });
}

/** A time such as `7d`, `12h`, `30m` or `90`, which is in seconds. */
std::optional<std::chrono::seconds> read_time(std::string_view text)
{
    const std::string_view digits = text.substr(0, text.find_first_not_of("0123456789"));
    const std::string_view unit = text.substr(digits.size());
    const std::int64_t seconds = unit.empty() || unit == "s" ? 1
                                 : unit == "m"               ? 60
                                 : unit == "h"               ? 3600
                                 : unit == "d"               ? 24 * 3600
                                                             : 0;
    std::int64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    constexpr std::int64_t longest = std::int64_t{10} * 366 * 24 * 3600;
    if (read.ec != std::errc() || seconds == 0 || number > longest / seconds)
        return std::nullopt;
    return std::chrono::seconds(number * seconds);
}

} // namespace

CLI::Option* add_service(CLI::App& app, account_arguments& account)
{
    std::map<std::string, const accounts::service_traits*> services{
        {std::string(bulk::runway_name), nullptr}};
    for (const accounts::service_traits* const each : bulk::other_services())
        services.emplace(each->name, each);
    return add_choice(app, "--service", services, account.service,
                      "Service of the accounts; default runwayml");
}

void add_expiring_within(CLI::App& app, health_arguments& health)
{
    const auto check = [](const std::string& text) {
        return read_time(text) ? std::string()
                               : printable(text) + " is not a time such as 7d, 12h, 30m or 90s";
    };
    app.add_option_function<std::string>(
           "--expiring-within",
           [&health](const std::string& text) { health.expiring_within = read_time(text).value(); },
           "Include sessions that end within this time, such as 7d, 12h, 30m or 90s; default 7d")
        ->check(CLI::Validator(check, ""))
        ->option_text("TIME");
}

void add_health(CLI::App& accounts, health_arguments& health, account_arguments& account,
                std::string& profiles_file)
{
    CLI::App& app = *add_command(accounts, "health", "Tell which accounts need attention", health_help);
    app.add_option("--profiles", profiles_file,
                   "TOML file of API tokens, which are all used; its mode must be 600")
        ->option_text("F");
    add_service(app, account);
    add_expiring_within(app, health);
    app.add_option("--metrics-file", health.metrics_file,
                   "File for the textfile collector of node_exporter; - is standard output")
        ->option_text("F");
}

void add_export(CLI::App& accounts, account_arguments& account, std::string& profiles_file)
{
    CLI::App& app =
        *add_command(accounts, "export", "Print the accounts as a file that can be imported", export_help);
    app.add_option("--profiles", profiles_file,
                   "TOML file of API tokens, which are all used; its mode must be 600")
        ->option_text("F");
    add_service(app, account);
}

void add_delete(CLI::App& accounts, account_arguments& account, import_arguments& bulk)
{
    CLI::App& app =
        *add_command(accounts, "delete", "Remove an account, or the accounts that a file names", delete_help);
    CLI::Option* const email =
        app.add_option("EMAIL", account.email, "The account's email address")->option_text(" ");
    add_service(app, account);
    CLI::Option* const file = app.add_option("--file", bulk.file,
                                             "File whose rows name accounts, such as one of accounts export; "
                                             "the command shows them, asks, and deletes them")
                                  ->excludes(email)
                                  ->option_text("F");
    add_choice<input_format>(app, "--format", {{"csv", input_format::csv}, {"ndjson", input_format::ndjson}},
                             bulk.format, "csv or ndjson; default: by the end of the file's name")
        ->needs(file);
    app.add_option("--profiles", bulk.profiles_file,
                   "TOML file of API tokens for the profiles that rows name; its mode must be 600")
        ->needs(file)
        ->option_text("F");
    app.add_flag("--yes", bulk.yes, "Delete without asking")->needs(file);
    app.callback([&account, &bulk] {
        if (account.email.empty() && bulk.file.empty())
            throw CLI::RequiredError("EMAIL or --file");
    });
}

void add_account_commands(CLI::App& accounts, account_arguments& account, import_arguments& bulk)
{
    add_upsert(accounts, account);
    CLI::App& get = *add_command(accounts, "get", "Show an account", named_account_help);
    add_email(get, account);
    add_service(get, account);
    add_service(*add_command(accounts, "list", "Show all accounts of the API token"), account);
    add_delete(accounts, account, bulk);
}

} // namespace useapi::cli
