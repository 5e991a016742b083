#ifndef USEAPI_SRC_CLI_LEDGER_LEDGER_COMMAND_HPP
#define USEAPI_SRC_CLI_LEDGER_LEDGER_COMMAND_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/exit_code.hpp"

namespace useapi::cli {

class console;

/** `ledger backup`: copies a ledger into a file that is complete by itself.
    @throws usage_error         if the ledger is a database server's
    @throws useapi::exception   if the ledger cannot be read, or a file would be overwritten
    @throws std::runtime_error  if the copy cannot be written */
[[nodiscard]] exit_code run_ledger_backup_command(const ledger_arguments& given, console& out);

/** `ledger init`: makes the tables of a shared ledger and prints the rights that its workers need.
    @throws usage_error        where no URL of a database is given, or one with a password
    @throws useapi::exception  if the tables cannot be made */
[[nodiscard]] exit_code run_ledger_init_command(const ledger_arguments& given, console& out);

} // namespace useapi::cli

#endif
