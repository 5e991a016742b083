#ifndef USEAPI_SRC_CLI_SECRETS_PROFILES_FILE_HPP
#define USEAPI_SRC_CLI_SECRETS_PROFILES_FILE_HPP

#include <useapi/secret.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

class console;

/** A named API token with its settings. Settings that are missing come from the command line. */
struct profile_settings
{
    std::string name;
    secret token;
    std::string token_file; ///< the file of the token; empty: the file of profiles
    std::string base_url;
    std::string ca_file;
    std::optional<std::size_t> max_logins;
    std::optional<std::size_t> account_limit;
    std::optional<double> rate;
};

/** Reads a file of profiles:

    ```toml
    [profiles.eu]
    token = "user:1234-..."      # or token_file = "eu.token", next to this file
    base_url = "https://..."
    max_logins = 4
    rate = 2.0
    account_limit = 3
    ```

    @throws usage_error  if the file cannot be read, if other users than its owner may read it, or if a value
                         is missing, unknown or out of its range; names the file, the line and the key, and
                         shows no value
*/
[[nodiscard]] std::vector<profile_settings> read_profiles(const std::string& path, console& out);

/** Parses the text of a file of profiles.
    @param path  of the file, for messages; `token_file` and `ca_file` are relative to its folder */
[[nodiscard]] std::vector<profile_settings> parse_profiles(std::string_view text, const std::string& path,
                                                           console& out);

} // namespace useapi::cli

#endif
