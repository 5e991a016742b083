#include "cli/commands.hpp"

#include "cli/output/failure_report.hpp"
#include "cli/secrets/secret_file.hpp"
#include "cli/usage_error.hpp"
#include "emulator/command.hpp"

#include <fmt/format.h>

#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace useapi::cli {
namespace {

emulator::workspace_form workspace_form_named(std::string_view name)
{
    if (name == "requested")
        return emulator::workspace_form::requested;
    if (name == "text")
        return emulator::workspace_form::text;
    return name == "number" ? emulator::workspace_form::number : emulator::workspace_form::object;
}

emulator::empty_list empty_list_named(std::string_view name)
{
    if (name == "nothing")
        return emulator::empty_list::nothing;
    return name == "object" ? emulator::empty_list::object : emulator::empty_list::prose;
}

emulator::options make_options(const emulator_arguments& given, const console& out)
{
    emulator::options options;
    options.port(given.port).tls_dir(given.tls_dir).seed(given.seed).account_limit(given.account_limit);
    options.certificate_host(given.certificate_host).expired_certificate(given.expired_certificate);
    options.date_offset(given.date_offset);
    options.workspace(workspace_form_named(given.workspace_form))
        .no_accounts(empty_list_named(given.empty_list));
    options.verbose(out.is_verbose());
    if (given.login_delay)
        options.login_delay(*given.login_delay);
    if (given.idle_timeout)
        options.idle_timeout(*given.idle_timeout);
    for (const std::string& spec : given.faults) {
        try {
            options.add_fault(std::string_view(spec));
        } catch (const std::invalid_argument& problem) {
            throw usage_error(fmt::format("--fault {}: {}", spec, problem.what()));
        }
    }
    if (!given.accepted_tokens_file.empty()) {
        for (const secret& token : secret_file(given.accepted_tokens_file, "the API tokens").lines())
            options.accept_token(std::string(token.reveal()));
    }
    return options;
}

std::string without_prefix_and_newline(std::string text)
{
    constexpr std::string_view prefix = "useapi ";
    if (text.starts_with(prefix))
        text.erase(0, prefix.size());
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

} // namespace

exit_code run_emulator_command(const emulator_arguments& given, console& out)
{
    const emulator::options options = make_options(given, out);
    std::ostream unheard(nullptr);
    // Its lines are for people, so they do not go to standard output if that is to hold JSON.
    std::ostream& lines = out.is_quiet() ? unheard : out.is_json() ? std::cerr : std::cout;
    std::ostringstream reason;
    if (emulator::run_command(options, given.port_file, lines, reason) == 0)
        return exit_code::done;
    return report_misuse(out, without_prefix_and_newline(reason.str()));
}

} // namespace useapi::cli
