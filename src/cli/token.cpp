#include "cli/token.hpp"

#include "cli/clean_text.hpp"
#include "cli/console.hpp"
#include "cli/secret_file.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <utility>

namespace useapi::cli {

found_token locate_token(const connection_arguments& given, secret from_environment)
{
    found_token found;
    if (given.token_file.empty()) {
        if (from_environment.empty())
            throw usage_error("no API token: set USEAPI_TOKEN, or name a file with --token-file");
        found.value = std::move(from_environment);
        found.source = "USEAPI_TOKEN of the environment";
        return found;
    }
    const secret_file file(given.token_file, "the API token");
    if (file.readable_by_others())
        found.warnings.push_back(
            fmt::format("others may read {}: chmod 600 it", printable(given.token_file)));
    found.value = file.first_line();
    found.source = fmt::format("the first line of {}", printable(given.token_file));
    return found;
}

secret find_token(const connection_arguments& given, secret from_environment, console& out)
{
    found_token found = locate_token(given, std::move(from_environment));
    for (const std::string& warning : found.warnings)
        out.warn(warning);
    return std::move(found.value);
}

} // namespace useapi::cli
