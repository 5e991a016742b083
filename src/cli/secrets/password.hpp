#ifndef USEAPI_SRC_CLI_SECRETS_PASSWORD_HPP
#define USEAPI_SRC_CLI_SECRETS_PASSWORD_HPP

#include <useapi/secret.hpp>

#include <string>

namespace useapi::cli {

class console;

/** The account's password: from the file where one is named, else from the environment, else asked for on the
    terminal.
    @throws usage_error   where there is no terminal to ask on, or what was found is empty
    @throws interruption  where the question was answered with Ctrl-C
*/
[[nodiscard]] secret find_password(const std::string& email, const std::string& password_file,
                                   secret from_environment, console& out);

} // namespace useapi::cli

#endif
