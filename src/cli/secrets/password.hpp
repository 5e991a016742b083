#ifndef USEAPI_SRC_CLI_SECRETS_PASSWORD_HPP
#define USEAPI_SRC_CLI_SECRETS_PASSWORD_HPP

#include <useapi/secret.hpp>

#include <string>

namespace useapi::cli {

class console;

/** The account's password: from the file if one is named, else from the environment, else from a question on
    the terminal.
    @throws usage_error  if there is no terminal to ask on, or the password is empty
    @throws interruption  if the question was answered with Ctrl-C
*/
[[nodiscard]] secret find_password(const std::string& email, const std::string& password_file,
                                   secret from_environment, console& out);

} // namespace useapi::cli

#endif
