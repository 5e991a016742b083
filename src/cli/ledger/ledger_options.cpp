#include "cli/command_line/command_options.hpp"

#include "cli/command_line/help_text.hpp"
#include "cli/command_line/option_forms.hpp"

namespace useapi::cli {

void add_ledger_commands(CLI::App& root, ledger_arguments& given)
{
    CLI::App* const ledger = add_command(root, "ledger", "Back up or set up the ledger of an import");
    ledger->require_subcommand(1);
    CLI::App& backup = *add_command(*ledger, "backup", "Copy a ledger, also while an import is writing to it",
                                    ledger_backup_help);
    backup.add_option("LEDGER", given.file, "The ledger, or the input of an import with --resume")
        ->required()
        ->option_text(" ");
    backup.add_option("COPY", given.copy, "The file to make; an existing file is not overwritten")
        ->required()
        ->option_text(" ");
    CLI::App& init =
        *add_command(*ledger, "init", "Make the tables of a ledger that workers share", ledger_init_help);
    init.add_option("URL", given.url,
                    "URL of a database, with a role that may create tables: postgresql://...")
        ->required()
        ->option_text(" ");
}

} // namespace useapi::cli
