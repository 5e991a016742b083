#include "cli/command_line/command_options.hpp"

#include "cli/command_line/help_text.hpp"
#include "cli/command_line/option_forms.hpp"

#include <string>

namespace useapi::cli {

void add_record(CLI::App& root, record_arguments& record, emulator_arguments& listening)
{
    CLI::App& app = *add_command(
        root, "record", "Pass requests on to the service, and record them without secrets", record_help);
    const auto is_file = [](const std::string& text) {
        return text == "-" ? std::string("FILE is a file, not a stream") : std::string();
    };
    app.add_option("FILE", record.file, "The recording, a line of JSON for each answer; a new file")
        ->required()
        ->check(CLI::Validator(is_file, ""))
        ->option_text(" ");
    app.add_flag(
        "--compare", record.compares,
        "Write nothing; tell where answers differ from those in FILE: in status, in fields, and in names and "
        "types of members");
    add_listening(app, listening);
}

} // namespace useapi::cli
