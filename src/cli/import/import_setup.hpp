#ifndef USEAPI_SRC_CLI_IMPORT_IMPORT_SETUP_HPP
#define USEAPI_SRC_CLI_IMPORT_IMPORT_SETUP_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/secrets/profiles_file.hpp"

#include <useapi/bulk/import_options.hpp>

#include <string_view>
#include <useapi/client/client_options.hpp>
#include <useapi/secret.hpp>

#include <map>
#include <string>
#include <vector>

namespace useapi::cli {

class console;

/** The options of an import from the command line and the file of profiles. All others keep the library's
    defaults. */
class import_setup
{
public:
    /** Reads the file of profiles if one is named.
        @param token  for rows without a profile; empty: every row must name a profile
        @throws usage_error  if the file cannot be used, or there is no token at all */
    import_setup(const arguments& given, secret token, console& out);

    /** Makes the setup for a check that sends nothing and so needs no token. Rows may name a profile or none.
     */
    static import_setup without_token(const arguments& given, console& out);

    [[nodiscard]] const bulk::import_options& options() const noexcept { return options_; }

    /** The options of the clients, by profile. */
    [[nodiscard]] std::map<std::string, client_options> clients(const console& out) const;

private:
    import_setup(const arguments& given, console& out);

    void add_profiles();
    [[nodiscard]] client_options client_for(const connection_arguments& connection, const secret& token,
                                            std::size_t max_logins, const console& out) const;

    const arguments& given_;
    secret token_;
    std::vector<profile_settings> profiles_;
    bulk::import_options options_;
};

/** @throws usage_error  if a ledger's URL holds a password, or a database is not named by a URL */
void require_ledger_name(std::string_view ledger);

} // namespace useapi::cli

#endif
