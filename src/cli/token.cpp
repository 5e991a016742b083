#include "cli/token.hpp"

#include "cli/clean_text.hpp"
#include "cli/console.hpp"
#include "cli/secret_file.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <utility>

namespace useapi::cli {

secret find_token(const std::string& token_file, secret from_environment, console& out)
{
    if (token_file.empty()) {
        if (from_environment.empty())
            throw usage_error("no API token: set USEAPI_TOKEN, or name a file with --token-file");
        return from_environment;
    }
    const secret_file file(token_file, "the API token");
    if (file.readable_by_others())
        out.warn(fmt::format("others may read {}: chmod 600 it", printable(token_file)));
    return file.first_line();
}

} // namespace useapi::cli
