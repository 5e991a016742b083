#include "cli/command_line/command_options.hpp"

#include "cli/command_line/help_text.hpp"
#include "cli/command_line/option_forms.hpp"

#include <chrono>
#include <cstdint>

namespace useapi::cli {
namespace {

constexpr std::int64_t longest_offset = std::int64_t(366) * 24 * 3600;

} // namespace

void add_listening(CLI::App& app, emulator_arguments& listening)
{
    app.add_option("--port", listening.port, "Port to listen on; default 0: the system chooses")
        ->check(integer_between(0, 65535))
        ->option_text("N");
    app.add_option("--port-file", listening.port_file, "File to which the port is written once it listens")
        ->option_text("F");
    app.add_option("--tls-dir", listening.tls_dir,
                   "Folder for ca.pem, server.pem and server.key, made if missing; default: a temporary one")
        ->option_text("D");
}

void add_emulator(CLI::App& root, emulator_arguments& emulator)
{
    CLI::App& app = *add_command(root, "emulator", "Stand in for the service on 127.0.0.1", emulator_help);
    add_listening(app, emulator);
    app.add_option("--seed", emulator.seed, "Decides which requests the rate of a fault hits; default 0")
        ->option_text("N");
    app.add_option("--fault", emulator.faults, "Fault to make; may be given more than once")
        ->allow_extra_args(false)
        ->take_all()
        ->option_text("SPEC");
    app.add_option("--account-limit", emulator.account_limit,
                   "Accounts that a token may hold; default 0: no limit")
        ->option_text("N");
    app.add_option("--workspace-form", emulator.workspace_form,
                   "How an account shows its workspace: object (default), text, number, or as requested")
        ->check(CLI::IsMember({"object", "text", "number", "requested"}))
        ->option_text("FORM");
    app.add_option("--empty-list", emulator.empty_list,
                   "Answer to a token without accounts: 404 with prose (default), 404 with nothing, or 200 "
                   "with an empty object")
        ->check(CLI::IsMember({"prose", "nothing", "object"}))
        ->option_text("FORM");
    add_seconds(app, "--login-delay", emulator.login_delay,
                "How long the login of a POST takes, in seconds; default 0", true);
    add_seconds(app, "--idle-timeout", emulator.idle_timeout,
                "Seconds without a request after which a connection is closed; default 60, 0: never", true);
    app.add_option("--accept-tokens", emulator.accepted_tokens_file,
                   "File of the API tokens to accept, one on each line; default: every token of the form "
                   "user:1234-abcdefgh")
        ->option_text("F");
    app.add_option("--certificate-host", emulator.certificate_host,
                   "Show a certificate for this host only; default: for localhost, 127.0.0.1 and ::1")
        ->option_text("NAME");
    app.add_flag("--expired-certificate", emulator.expired_certificate,
                 "Show a certificate that expired yesterday");
    app.add_option_function<std::int64_t>(
           "--date-offset",
           [&emulator](const std::int64_t& value) { emulator.date_offset = std::chrono::seconds(value); },
           "Seconds by which the service's clock is ahead; default 0, negative: behind")
        ->check(integer_between(-longest_offset, longest_offset))
        ->option_text("S");
}

} // namespace useapi::cli
