#ifndef USEAPI_SRC_CLI_IMPORT_FORESEEN_ROWS_HPP
#define USEAPI_SRC_CLI_IMPORT_FORESEEN_ROWS_HPP

#include "bulk/ledger/ledger_foresight.hpp"
#include "cli/command_line/arguments.hpp"

#include <useapi/bulk/check_report.hpp>
#include <useapi/client/client_options.hpp>

#include <map>
#include <optional>
#include <string>

namespace useapi::cli {

class console;
class import_session;
class import_setup;

/** The rows of an import by the state of its ledger.
    @return nothing if no ledger is named, or if it does not exist yet
    @throws useapi::exception  if it cannot be read, or belongs to another run */
[[nodiscard]] std::optional<bulk::ledger_foresight> foresee_rows(const import_setup& setup,
                                                                 const import_arguments& given,
                                                                 const bulk::check_report& found,
                                                                 bulk::ledger_access how, const console& out);

/** Foresees what the import does with a row: `look_at`; without a ledger, the row is sent. */
void foresee_row(std::optional<bulk::ledger_foresight>& ledger, const std::string& profile,
                 const bulk::account_row& row, bulk::ledger_foresight::step_listener then);

/** Says that all rows are sent again if the API token or the ledger's salt has changed.
    @return whether it has changed */
bool tell_of_repetition(const bulk::ledger_foresight& foresight, const console& out);

/** Says the same before a run and asks for permission, unless `--yes` is given.
    @throws usage_error  if the answer is no, or there is no terminal to ask on */
void confirm_repetition(import_session& run, const import_arguments& given, bulk::ledger_foresight& foresight,
                        const console& out);

} // namespace useapi::cli

#endif
