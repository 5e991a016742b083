#include "cli/command_line/command_options.hpp"

#include "cli/command_line/option_forms.hpp"

#include <string>

namespace useapi::cli {

void add_global_options(CLI::App& app, arguments& read, output_flags& flags)
{
    connection_arguments& connection = read.connection;
    const std::string reach = "Reaching the service";
    app.add_option("--base-url", connection.base_url,
                   "URL of the service; default https://api.useapi.net/v1/runwayml")
        ->option_text("URL")
        ->group(reach);
    app.add_option("--ca-file", connection.ca_file,
                   "PEM file of the certificate authorities to trust in place of the system's")
        ->option_text("F")
        ->group(reach);
    app.add_option("--proxy", connection.proxy,
                   "Proxy to go through, as http://HOST:PORT, https://HOST:PORT, socks5://HOST:PORT, "
                   "socks5h://HOST:PORT (the proxy looks names up), or none; default: HTTPS_PROXY and "
                   "NO_PROXY of the environment")
        ->option_text("URL")
        ->group(reach);
    CLI::Option* const token_file =
        app.add_option("--token-file", connection.token_file,
                       "File whose first line is the API token; default: USEAPI_TOKEN of the environment")
            ->option_text("F")
            ->group(reach);
    app.add_option("--token-command", connection.token_command,
                   "Command that prints the API token on its first line, such as 'pass show useapi'; words "
                   "may be quoted; it is run without a shell")
        ->excludes(token_file)
        ->option_text("CMD")
        ->group(reach);
    add_seconds(app, "--timeout", connection.timeout,
                "Limit of a call with all its retries, in seconds; an import also tries an account again for "
                "this long while the service cannot be reached; default 120")
        ->group(reach);
    add_seconds(app, "--attempt-timeout", connection.attempt_timeout,
                "Limit of one attempt, in seconds; default 60")
        ->group(reach);
    app.add_option("--max-attempts", connection.max_attempts,
                   "Most attempts of a call, the first one included, 1 to 100; default 4")
        ->check(integer_between(1, 100))
        ->option_text("N")
        ->group(reach);

    const std::string output = "Output";
    add_choice<output_format>(app, "--output", {{"text", output_format::text}, {"json", output_format::json}},
                              read.console.format, "text or json; with json, standard output holds JSON only")
        ->group(output);
    CLI::Option* const loud =
        app.add_flag("--verbose", flags.verbose,
                     "Log each event of every call to standard error, one line for each")
            ->option_text(" ")
            ->group(output);
    app.add_flag("--quiet", flags.quiet, "Print only the result and errors")
        ->excludes(loud)
        ->option_text(" ")
        ->group(output);
    app.add_flag("--no-color", flags.no_color, "No colours, not even on a terminal")->group(output);

    app.add_option("--config", read.config_file,
                   "TOML file of options; none: no file; default: useapi/config.toml in XDG_CONFIG_HOME or "
                   "~/.config, if it exists")
        ->option_text("F")
        ->group("Configuration");
}

} // namespace useapi::cli
