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
    std::string source;                ///< its origin, for messages: `the first line of token.txt`
    std::vector<std::string> warnings; ///< one line for each
};

/** The token without `export`, a variable's name and quotes, which a file for a shell has around it.
    @param source  the origin of the text, for messages
    @throws usage_error  if the text cannot be a token, because it has blanks, quotes, or other characters
                         than visible ASCII */
[[nodiscard]] secret checked_token(const secret& text, std::string_view source);

/** The API token: from the source that the command line names, else from `USEAPI_TOKEN`, else from the source
    that another variable or the config file names.
    @throws usage_error  if no source is named, or if the source has no token
*/
[[nodiscard]] found_token locate_token(const connection_arguments& given, secret from_environment);

/** The same token, after printing its warnings. */
[[nodiscard]] secret find_token(const connection_arguments& given, secret from_environment, console& out);

/** The same token, or an empty secret if no source is named. */
[[nodiscard]] secret find_token_if_any(const connection_arguments& given, secret from_environment,
                                       console& out);

} // namespace useapi::cli

#endif
