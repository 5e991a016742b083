#ifndef USEAPI_SRC_CLI_COMMAND_LINE_ARGUMENTS_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_ARGUMENTS_HPP

#include "cli/output/console.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace useapi::accounts {
struct service_traits;
}

namespace useapi::cli {

enum class command
{
    api,
    accounts_upsert,
    accounts_get,
    accounts_list,
    accounts_delete,
    accounts_health,
    accounts_export,
    accounts_verify,
    accounts_import,
    accounts_repair,
    accounts_renew,
    accounts_validate,
    accounts_report,
    accounts_status,
    doctor,
    accounts_plan,
    emulator,
    explain,
    ledger_backup,
    ledger_init,
    record
};

/** How to reach the service. Members that are not set keep the library's defaults. */
struct connection_arguments
{
    std::string base_url;
    std::string ca_file;
    std::string proxy; ///< `none`: no proxy
    std::string token_file;
    std::string token_command;
    bool token_source_is_on_command_line = false; ///< if so, it overrides `USEAPI_TOKEN`
    std::optional<std::chrono::milliseconds> timeout;
    std::optional<std::chrono::milliseconds> attempt_timeout;
    std::optional<unsigned> max_attempts;
};

inline constexpr int recommended_jobs = 5;

struct account_arguments
{
    std::string email;                                 ///< or the key of an account of another service
    const accounts::service_traits* service = nullptr; ///< the service of the accounts; null for Runway
    std::optional<int> max_jobs;
    std::optional<std::string> use_workspace;
    std::string password_file;
};

struct health_arguments
{
    std::chrono::milliseconds expiring_within = std::chrono::hours(7 * 24);
    std::string metrics_file;
};

enum class input_format
{
    csv,
    ndjson
};

/** How an import shows how far it is. */
enum class progress_form
{
    automatic, ///< a bar on a terminal, lines elsewhere
    bar,
    lines,
    json,
    none
};

struct import_arguments
{
    std::string file; ///< `-` is standard input
    std::optional<input_format> format;
    char delimiter = 0;               ///< 0: it is found
    std::vector<std::string> columns; ///< `FIELD=NAME`
    bool ignore_columns = false;
    bool allow_empty = false;
    std::optional<std::size_t> concurrency;
    std::optional<double> rate; ///< accounts a second
    std::string results_file;
    std::string profiles_file;
    std::optional<std::size_t> max_logins;
    std::optional<std::size_t> account_limit;
    std::string max_rejected;           ///< `N` or `P%`; empty: the default
    std::optional<std::uint64_t> limit; ///< rows to send
    bool dry_run = false;
    bool detailed_exit_code = false;         ///< of a plan
    std::string plan_out;                    ///< where a plan is kept
    std::string plan_file;                   ///< the plan that is carried out
    std::optional<std::uint64_t> max_delete; ///< accounts that may be deleted
    std::string control_file;
    std::optional<std::chrono::milliseconds> wait_for_service;
    progress_form progress = progress_form::automatic;
    bool skip_invalid = false;
    bool only_changes = false;
    bool prune = false;
    bool no_other_file = false;            ///< no other file names accounts of the same subscriptions
    std::vector<std::string> keep_rows_of; ///< other files whose rows name accounts that stay
    bool prune_most = false;               ///< even if half or more of the accounts would be deleted
    bool yes = false;                      ///< does not ask
    std::string ledger;                    ///< empty: no ledger, unless `resume` is set
    std::optional<std::chrono::milliseconds> lease;
    bool resume = false;
    bool verify = false;
    bool retry_rejected = false;
    std::optional<std::chrono::milliseconds> grace;
};

/** The arguments of `accounts report` and `accounts status`. */
struct report_arguments
{
    std::string file; ///< the input, or its ledger; empty if `ledger` is given
    std::string ledger;
    bool watch = false;
    std::string html_file;
    std::string csv_file;
    bool json = false; ///< the same as `--output json`
};

/** The arguments of `ledger backup`, `ledger init` and `doctor`. */
struct ledger_arguments
{
    std::string file; ///< a ledger, or the input whose ledger is beside it
    std::string url;  ///< of a shared ledger
    std::string copy;
};

/** One request of any kind. */
struct api_arguments
{
    std::string method;
    std::string path;
    std::string input; ///< empty: no content; `-` is standard input
    std::string content_type = "application/json";
    bool include_header = false;
};

struct emulator_arguments
{
    std::uint16_t port = 0;
    std::string tls_dir;
    std::string port_file;
    std::uint64_t seed = 0;
    std::vector<std::string> faults;
    std::size_t account_limit = 0;
    std::string workspace_form = "object";
    std::string empty_list = "prose";
    std::optional<std::chrono::milliseconds> login_delay;
    std::optional<std::chrono::milliseconds> idle_timeout;
    std::string accepted_tokens_file;
    std::string certificate_host;
    bool expired_certificate = false;
    std::chrono::seconds date_offset{0};
};

/** The arguments of `record` beside those of its server. */
struct record_arguments
{
    std::string file;
    bool compares = false; ///< with the file, in place of writing it
};

/** A parsed command line. Only the members of the chosen command have a meaning. */
struct arguments
{
    std::vector<std::string> words; ///< the command line itself, to print the command that continues
    cli::command command = command::accounts_list;
    std::string config_file; ///< the config file that was read; empty or `none`: no file
    console_settings console;
    connection_arguments connection;
    account_arguments account;
    health_arguments health;
    import_arguments bulk;
    report_arguments report;
    api_arguments api;
    ledger_arguments ledger;
    emulator_arguments emulator; ///< of `record`: only where it listens
    record_arguments record;
    std::string code; ///< the code that `explain` explains; empty: list all
};

/** The text to print in place of running a command: help, version, manual, completions. */
struct information
{
    std::string text;
};

/** Why the command line is not usable; repeats no argument that could be a secret. */
struct misuse
{
    std::string message;
    bool wants_json; ///< whether JSON was asked for
};

/** Reads a command line. Options that it does not give come from the environment, then from the config file.
    @param words  without the program's name
*/
[[nodiscard]] std::variant<arguments, information, misuse> parse_arguments(std::vector<std::string> words);

} // namespace useapi::cli

#endif
