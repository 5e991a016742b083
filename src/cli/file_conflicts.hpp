#ifndef USEAPI_SRC_CLI_FILE_CONFLICTS_HPP
#define USEAPI_SRC_CLI_FILE_CONFLICTS_HPP

#include "cli/command_line/arguments.hpp"

#include <string>
#include <vector>

namespace useapi::cli {

/** A file and its role in the command: `--results`, `the input`. */
struct named_file
{
    std::string role;
    std::string path; ///< `-` is standard output, or standard input if the file is read
};

/** Refuses a command that would write to a file that it also reads, or would write the same file twice. It
    recognizes a file under every name: through a link, by another path, and as a redirected stream. It opens
    no file.
    @param read_as_well  files that no option names, such as those of profiles
    @throws usage_error  names both roles */
void refuse_file_conflicts(const arguments& given, const std::vector<named_file>& read_as_well = {});

/** The file or URL of the ledger that an import keeps; empty: none. */
[[nodiscard]] std::string ledger_name(const import_arguments& given);

/** The ledger of a report. The arguments name the input or the ledger; empty: neither. */
[[nodiscard]] std::string ledger_name(const report_arguments& given);

/** The ledger that `--resume` makes for an input, if it exists; else the file itself. */
[[nodiscard]] std::string ledger_beside(const std::string& name);

} // namespace useapi::cli

#endif
