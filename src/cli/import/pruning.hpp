#ifndef USEAPI_SRC_CLI_IMPORT_PRUNING_HPP
#define USEAPI_SRC_CLI_IMPORT_PRUNING_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/import/plan/server_comparison.hpp"

#include "bulk/prune/pruning.hpp"

#include <useapi/bulk/import_options.hpp>

namespace useapi::cli {

class console;
class import_session;

/** Refuses `--prune` unless the command line tells which other files name accounts.
    @throws usage_error */
void require_all_files(const import_arguments& given);

/** Deletes the accounts that no row names, after showing them and asking. The ledger is open by then.

    Nothing is deleted, and nothing may be sent, in these cases: half or more of the accounts would be deleted
    and `--prune-most` is not given; there is no terminal to ask on and `--yes` is not given; the answer is
    no; a file has changed since the accounts were shown.
    @throws usage_error,  useapi::exception before anything is deleted
*/
[[nodiscard]] bulk::pruning_outcome prune(import_session& run, const server_comparison& compared,
                                          const bulk::import_options& options, const import_arguments& given,
                                          console& out);

} // namespace useapi::cli

#endif
