#ifndef USEAPI_SRC_CLI_ACCOUNTS_ACCOUNT_FILE_HPP
#define USEAPI_SRC_CLI_ACCOUNTS_ACCOUNT_FILE_HPP

#include "accounts/service/service_traits.hpp"

#include <useapi/runwayml/account.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

// A null pointer means Runway.

/** The first line of an exported file: `email,password,maxJobs,useWorkspace,profile` for Runway. */
[[nodiscard]] std::string account_file_header(const accounts::service_traits* of = nullptr);

/** The lines of a profile's accounts, by their names. Passwords and tokens are empty: the service shows none.
    @param without_workspace  gets the emails whose workspace has a form that a file cannot hold */
[[nodiscard]] std::string account_file_lines(std::string_view profile,
                                             const std::vector<runwayml::account>& accounts,
                                             std::vector<std::string>& without_workspace,
                                             const accounts::service_traits* of = nullptr);

/** The same accounts as NDJSON, one object for each. Members without a value are left out, except those that
    a row needs. */
[[nodiscard]] std::string account_file_objects(std::string_view profile,
                                               const std::vector<runwayml::account>& accounts,
                                               std::vector<std::string>& without_workspace,
                                               const accounts::service_traits* of = nullptr);

} // namespace useapi::cli

#endif
