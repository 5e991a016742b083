#ifndef USEAPI_SRC_CLI_FILE_CONFLICTS_HPP
#define USEAPI_SRC_CLI_FILE_CONFLICTS_HPP

#include "cli/command_line/arguments.hpp"

#include <string>
#include <vector>

namespace useapi::cli {

/** A file, and what it is to the command: `--results`, `the input`. */
struct named_file
{
    std::string role;
    std::string path; ///< `-` is standard output, or standard input of what is read
};

/** Refuses a command that would write to a file which it also reads, or writes twice. The same file is found
    under every name: by a link, by another path, and as a redirected stream. Opens nothing.
    @param read_as_well  files that no option names, such as those of profiles
    @throws usage_error  that names both roles */
void refuse_file_conflicts(const arguments& given, const std::vector<named_file>& read_as_well = {});

/** The file or URL of the ledger that an import keeps; empty: none. */
[[nodiscard]] std::string ledger_name(const import_arguments& given);

/** The same of a report: an input is named as well as its ledger; empty: neither. */
[[nodiscard]] std::string ledger_name(const report_arguments& given);

/** The ledger that `--resume` named after an input, if there is one; else the file itself. */
[[nodiscard]] std::string ledger_beside(const std::string& name);

} // namespace useapi::cli

#endif
