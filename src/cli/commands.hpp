#ifndef USEAPI_SRC_CLI_COMMANDS_HPP
#define USEAPI_SRC_CLI_COMMANDS_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/console.hpp"
#include "cli/secrets/environment.hpp"

#include <string>

namespace useapi::cli {

// The commands, one function each. `run` calls them; each is in the folder of its name.

/** The commands that make one call: `accounts upsert`, `get`, `list` and `delete`.
    @throws usage_error, interruption, useapi::exception  before anything is sent
*/
[[nodiscard]] exit_code run_accounts_command(const arguments& given, environment_secrets secrets,
                                             console& out);

/** The commands `accounts upsert`, `get`, `list` and `delete` with a `--service` that is not Runway.
    @throws usage_error, interruption, useapi::exception  before anything is sent
*/
[[nodiscard]] exit_code run_service_command(const arguments& given, environment_secrets secrets,
                                            console& out);

/** `accounts delete --file`: deletes the accounts that the rows of a file name, after showing them and
   asking.
    @throws usage_error, useapi::exception  before anything is deleted
*/
[[nodiscard]] exit_code run_delete_command(const arguments& given, environment_secrets secrets, console& out);

/** `useapi accounts export`: all accounts of all profiles as CSV. Prints nothing if a profile
    could not be asked: a file that lacks accounts looks like one that has them all.
    @throws usage_error, interruption
*/
[[nodiscard]] exit_code run_export_command(const arguments& given, environment_secrets secrets, console& out);

/** `useapi accounts health`: 0 if no account of any profile needs attention, else 1. If no profile could be
    asked, it ends with the exit code of the first failure.
    @throws usage_error,  interruption
*/
[[nodiscard]] exit_code run_health_command(const arguments& given, environment_secrets secrets, console& out);

/** `accounts validate`: whether a file could be imported. Sends nothing, and needs no API token.
    @throws useapi::exception  if the file cannot be read
*/
[[nodiscard]] exit_code run_validate_command(const arguments& given, console& out);

/** `accounts plan`: what importing a file would change. Asks the service for its accounts, and changes
    nothing.
    @throws usage_error,  useapi::exception before anything is asked
*/
[[nodiscard]] exit_code run_plan_command(const arguments& given, environment_secrets secrets, console& out);

/** `accounts verify`: whether the service holds the accounts of a file; ends with 0 or 1. Shows the same as
    `accounts plan`.
    @throws usage_error,  useapi::exception before anything is asked
*/
[[nodiscard]] exit_code run_verify_command(const arguments& given, environment_secrets secrets, console& out);

/** `accounts import`: registers the accounts of a file, many at a time.
    @throws usage_error,  useapi::exception before anything is sent
*/
[[nodiscard]] exit_code run_import_command(const arguments& given, environment_secrets secrets, console& out);

/** `accounts repair` and `accounts renew`: registers accounts again that are in an error state, or whose
    sessions end soon. Each must be named by a row of the file, and is registered once, with a ledger.
    @throws usage_error,  useapi::exception before anything is sent
*/
[[nodiscard]] exit_code run_repair_command(const arguments& asked, environment_secrets secrets, console& out);

/** `accounts report`: the run of a ledger as text, JSON, CSV and an HTML page.
    @throws usage_error  if the ledger's name is invalid
    @throws useapi::exception  if the ledger cannot be read, or a file cannot be written
    @throws std::runtime_error  if a file cannot be written to its end */
[[nodiscard]] exit_code run_report_command(const arguments& given, console& out);

/** `accounts status`: how far a run is, according to its ledger. */
[[nodiscard]] exit_code run_status_command(const arguments& given, console& out);

/** `ledger backup`: copies a ledger into a file that is complete by itself.
    @throws usage_error         if the ledger is a database server's
    @throws useapi::exception   if the ledger cannot be read, or a file would be overwritten
    @throws std::runtime_error  if the copy cannot be written */
[[nodiscard]] exit_code run_ledger_backup_command(const ledger_arguments& given, console& out);

/** `ledger init`: makes the tables of a shared ledger and prints the rights that its workers need.
    @throws usage_error  if no URL of a database is given, or one with a password
    @throws useapi::exception  if the tables cannot be made */
[[nodiscard]] exit_code run_ledger_init_command(const ledger_arguments& given, console& out);

/** Checks everything between this process and an answer of the service, and prints a line for each.
    @return done if nothing failed, else the code of the first failure
    @throws interruption */
[[nodiscard]] exit_code run_doctor_command(const arguments& given, environment_secrets secrets, console& out);

/** Prints cause and cure of a code; without a code, the list of all codes.
    @param name  as `name_of` gives it; may be empty
    @throws usage_error  if there is no such code */
[[nodiscard]] exit_code run_explain_command(const std::string& name, console& out);

/** `useapi api METHOD PATH`: one request, whose answer is printed whatever its status is.
    @return the exit code for the status
    @throws usage_error  before anything is sent
*/
[[nodiscard]] exit_code run_api_command(const arguments& given, environment_secrets secrets, console& out);

/** Runs the stand-in for the service until a signal comes. @throws usage_error */
[[nodiscard]] exit_code run_emulator_command(const emulator_arguments& given, console& out);

/** `useapi record`: passes requests on to the service until a signal comes, and records them, or compares the
   answers with recorded ones.
    @return `failed` if the recording could not be written, or an answer is another one than recorded
    @throws usage_error, useapi::exception  before anything is sent
*/
[[nodiscard]] exit_code run_record_command(const arguments& given, console& out);

} // namespace useapi::cli

#endif
