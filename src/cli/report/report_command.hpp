#ifndef USEAPI_SRC_CLI_REPORT_REPORT_COMMAND_HPP
#define USEAPI_SRC_CLI_REPORT_REPORT_COMMAND_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/exit_code.hpp"

namespace useapi::cli {

class console;

/** `accounts report`: what a ledger says of its run, as text, JSON, CSV and a page.
    @throws usage_error         if the ledger's name cannot be one
    @throws useapi::exception   where the ledger cannot be read, or a file cannot be written
    @throws std::runtime_error  where a file cannot be written to its end */
[[nodiscard]] exit_code run_report_command(const arguments& given, console& out);

/** `accounts status`: how far a run is, by its ledger. */
[[nodiscard]] exit_code run_status_command(const arguments& given, console& out);

} // namespace useapi::cli

#endif
