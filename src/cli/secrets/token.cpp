#include "cli/secrets/token.hpp"

#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/secret_file.hpp"
#include "cli/secrets/token_command.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace useapi::cli {

secret checked_token(const secret& text, std::string_view source)
{
    secret token = bare_value(text, "USEAPI_TOKEN");
    const std::string_view value = token.reveal();
    const auto refuse = [source](std::string_view why) {
        throw usage_error(
            fmt::format("{} is not an API token such as user:1234-abcdefghijklmnop: {}", source, why));
    };
    if (value.empty())
        refuse("it is empty");
    if (value.find('\0') != std::string_view::npos || value.starts_with("\xFF\xFE"))
        refuse("it is UTF-16; save the file as UTF-8");
    if (value.starts_with("Bearer "))
        refuse("leave out \"Bearer \", which is added when it is sent");
    const auto belongs = [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\'' && c != '<'; };
    const auto wrong = std::find_if_not(value.begin(), value.end(), belongs);
    if (wrong != value.end())
        refuse(fmt::format("it holds {} at byte {}",
                           *wrong == ' ' ? "a blank" : "a character that no token has",
                           wrong - value.begin() + 1));
    return token;
}

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
    found.value = checked_token(found.value, found.source);
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
    // It is an error if a source is named but has no token.
    if (from_environment.empty() && given.token_file.empty() && given.token_command.empty())
        return {};
    return find_token(given, std::move(from_environment), out);
}

} // namespace useapi::cli
