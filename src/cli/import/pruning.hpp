#ifndef USEAPI_SRC_CLI_IMPORT_PRUNING_HPP
#define USEAPI_SRC_CLI_IMPORT_PRUNING_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/import/plan/server_comparison.hpp"

#include "bulk/prune/pruning.hpp"

#include <useapi/bulk/import_options.hpp>

namespace useapi::cli {

class console;
class import_session;

/** Refuses `--prune` until the command says which files name the accounts that stay.
    @throws usage_error */
void require_all_files(const import_arguments& given);

/** Deletes the accounts that no row names, after showing them and asking. The ledger is open by then.

    Nothing is deleted, and nothing may be sent, where half or more of what is there would go and
    `--prune-most` does not allow it, where no terminal is there to ask on and `--yes` is not given, where the
   answer is no, and where a file changed since it was shown.
    @throws usage_error, useapi::exception  before anything is deleted
*/
[[nodiscard]] bulk::pruning_outcome prune(import_session& run, const server_comparison& compared,
                                          const bulk::import_options& options, const import_arguments& given,
                                          console& out);

} // namespace useapi::cli

#endif
