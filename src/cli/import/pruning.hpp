#pragma once

#include "cli/command_line/arguments.hpp"

#include <useapi/bulk/plan_core.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace useapi::cli {

class console;
class import_run;

struct pruning_outcome
{
    std::uint64_t deleted = 0;
    std::uint64_t not_deleted = 0;
    std::optional<exit_code> ended_with; ///< set where the import must not go on
};

/** Deletes the accounts that no row names, after showing them and asking. There is one at least.

    Nothing is deleted, and nothing may be sent, where more than half of what is there would go and
   `--prune-most` does not allow it, where nobody can be asked and `--yes` is not given, and where the answer
   is no.
*/
[[nodiscard]] pruning_outcome prune(import_run& run, const bulk::plan_core& plan,
                                    const std::vector<bulk::plan_entry>& unnamed,
                                    const import_arguments& given, console& out);

} // namespace useapi::cli
