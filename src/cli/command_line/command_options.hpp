#ifndef USEAPI_SRC_CLI_COMMAND_LINE_COMMAND_OPTIONS_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_COMMAND_OPTIONS_HPP

#include "cli/command_line/arguments.hpp"

#include <CLI/CLI.hpp>

namespace useapi::cli {

/** Flags that become settings of the console after all of them are read. */
struct output_flags
{
    bool verbose = false;
    bool quiet = false;
    bool no_color = false;
};

// Each function adds options, or commands with their options, to a parser. The arguments that are filled must
// outlive the parser.

/** Adds the options of every command. */
void add_global_options(CLI::App& app, arguments& read, output_flags& flags);

/** `upsert`, `get`, `list` and `delete`. */
void add_account_commands(CLI::App& accounts, account_arguments& account, import_arguments& bulk);

/** `--service`. */
CLI::Option* add_service(CLI::App& app, account_arguments& account);

/** `health`. */
void add_health(CLI::App& accounts, health_arguments& health, account_arguments& account,
                std::string& profiles_file);

/** `export`. */
void add_export(CLI::App& accounts, account_arguments& account, std::string& profiles_file);

/** `import`, `repair`, `renew`, `validate`, `plan` and `verify`. */
void add_import_commands(CLI::App& accounts, import_arguments& bulk, account_arguments& account,
                         health_arguments& health);

/** A time such as `7d`, `12h`, `30m` or `90`, which is in seconds. */
void add_expiring_within(CLI::App& app, health_arguments& health);

/** `report` and `status`. */
void add_report_commands(CLI::App& accounts, report_arguments& report);

/** `ledger backup` and `ledger init`. */
void add_ledger_commands(CLI::App& root, ledger_arguments& given);

/** `api`. */
void add_api(CLI::App& root, api_arguments& given);

void add_emulator(CLI::App& root, emulator_arguments& emulator);

/** `--port`, `--port-file` and `--tls-dir`. */
void add_listening(CLI::App& app, emulator_arguments& listening);

/** `record`. */
void add_record(CLI::App& root, record_arguments& record, emulator_arguments& listening);

} // namespace useapi::cli

#endif
