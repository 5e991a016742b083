#include "cli/secrets/password.hpp"

#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"
#include "cli/secrets/secret_file.hpp"
#include "cli/secrets/terminal_prompt.hpp"
#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace useapi::cli {

secret find_password(const std::string& email, const std::string& password_file, secret from_environment,
                     console& out)
{
    if (!password_file.empty()) {
        const secret_file file(password_file, "the password");
        if (const std::string warning = file.warning(); !warning.empty())
            out.warn(warning);
        secret line = file.first_line();
        secret password = bare_value(line, "USEAPI_ACCOUNT_PASSWORD");
        if (password.size() != line.size())
            out.warn(fmt::format("the password is taken from {} without the quotes or the name around it",
                                 printable(password_file)));
        if (password.empty())
            throw usage_error(
                fmt::format("cannot read the password from {}: it is empty", printable(password_file)));
        return password;
    }
    if (!from_environment.empty())
        return from_environment;
    std::optional<secret> typed = prompt_for_secret(fmt::format("Password of {}: ", printable(email)));
    if (!typed)
        throw usage_error(
            "no password, and no terminal to ask on: set USEAPI_ACCOUNT_PASSWORD, or name a file "
            "with --password-file");
    if (typed->empty())
        throw usage_error("the password is empty");
    return std::move(*typed);
}

} // namespace useapi::cli
