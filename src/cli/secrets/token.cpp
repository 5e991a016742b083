#include "cli/secrets/token.hpp"

#include "cli/output/clean_text.hpp"
#include "cli/output/console.hpp"
#include "cli/secrets/secret_file.hpp"
#include "cli/secrets/token_command.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <utility>

namespace useapi::cli {

found_token locate_token(const connection_arguments& given, secret from_environment)
{
    found_token found;
    const bool is_named = !given.token_file.empty() || !given.token_command.empty();
    if (!from_environment.empty() && !given.token_source_is_on_command_line) {
        found.value = std::move(from_environment);
        found.source = "USEAPI_TOKEN of the environment";
    } else if (!is_named) {
        throw usage_error("no API token: set USEAPI_TOKEN, or name a file with --token-file");
    } else if (!given.token_command.empty()) {
        found.value = run_token_command(given.token_command);
        found.source = "the first line that --token-command printed";
    } else {
        const secret_file file(given.token_file, "the API token");
        if (std::string warning = file.warning(); !warning.empty())
            found.warnings.push_back(std::move(warning));
        found.value = file.first_line();
        found.source = fmt::format("the first line of {}", printable(given.token_file));
    }
    return found;
}

secret find_token(const connection_arguments& given, secret from_environment, console& out)
{
    found_token found = locate_token(given, std::move(from_environment));
    for (const std::string& warning : found.warnings)
        out.warn(warning);
    return std::move(found.value);
}

secret find_token_if_any(const connection_arguments& given, secret from_environment, console& out)
{
    // What was named and gives none is an error all the same.
    if (from_environment.empty() && given.token_file.empty() && given.token_command.empty())
        return {};
    return find_token(given, std::move(from_environment), out);
}

} // namespace useapi::cli
