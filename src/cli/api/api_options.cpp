#include "cli/command_line/command_options.hpp"

#include "cli/command_line/help_text.hpp"
#include "cli/command_line/option_forms.hpp"

#include <string>

namespace useapi::cli {

void add_api(CLI::App& root, api_arguments& given)
{
    CLI::App& app =
        *add_command(root, "api", "Send any request to the service, and print its answer", api_help);
    const auto is_method = [](const std::string& text) {
        return text.empty() || text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos
                   ? std::string("METHOD is GET, POST, PUT, PATCH, DELETE or another one in capitals")
                   : std::string();
    };
    app.add_option("METHOD", given.method, "GET, POST, PUT, PATCH, DELETE or another one")
        ->required()
        ->check(CLI::Validator(is_method, ""))
        ->option_text(" ");
    const auto is_path = [](const std::string& text) {
        return text.starts_with('/') ? std::string()
                                     : std::string("PATH begins with a slash: /v1/runwayml/accounts");
    };
    app.add_option(
           "PATH", given.path,
           "Path and query after the host of --base-url, percent-encoded, such as /v1/runwayml/accounts")
        ->required()
        ->check(CLI::Validator(is_path, ""))
        ->option_text(" ");
    app.add_option("--input", given.input, "File with the content to send; - is standard input")
        ->option_text("F");
    app.add_option("--content-type", given.content_type,
                   "Media type of the content; default application/json")
        ->option_text("TYPE");
    app.add_flag("--include", given.include_header,
                 "Print the status and the header as well, before the content; with --output json print an "
                 "object of status, headers and body");
}

} // namespace useapi::cli
