#ifndef USEAPI_SRC_CLI_SECRETS_TOKEN_HPP
#define USEAPI_SRC_CLI_SECRETS_TOKEN_HPP

#include "cli/command_line/arguments.hpp"

#include <useapi/secret.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

class console;

/** An API token, and where it comes from. */
struct found_token
{
    secret value;
    std::string source;                ///< for people: `the first line of token.txt`
    std::vector<std::string> warnings; ///< a line each
};

/** The token without what a shell's or an environment's file has around it.
    @param source  where it comes from, for messages
    @throws usage_error  where it cannot be a token: with blanks, quotes or other than visible ASCII in it */
[[nodiscard]] secret checked_token(const secret& text, std::string_view source);

/** The API token: from what the command line names, else from `USEAPI_TOKEN`, else from what the rest of the
    environment or the config file names.
    @throws usage_error  if no token is named, or if what is named holds no token
*/
[[nodiscard]] found_token locate_token(const connection_arguments& given, secret from_environment);

/** The same, with its warnings told. */
[[nodiscard]] secret find_token(const connection_arguments& given, secret from_environment, console& out);

/** The same, or an empty secret where none is named. */
[[nodiscard]] secret find_token_if_any(const connection_arguments& given, secret from_environment,
                                       console& out);

} // namespace useapi::cli

#endif
