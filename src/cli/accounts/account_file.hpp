#pragma once

#include <useapi/runwayml/account.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

/** The first line of an exported file: `email,password,maxJobs,useWorkspace,profile`. */
[[nodiscard]] std::string account_file_header();

/** The lines of a profile's accounts, by email. Their passwords are empty: the service shows none.
    @param without_workspace  gets the emails whose workspace has a form that a file cannot hold */
[[nodiscard]] std::string account_file_lines(std::string_view profile,
                                             const std::vector<runwayml::account>& accounts,
                                             std::vector<std::string>& without_workspace);

/** The same as NDJSON, an object an account. Members that have no value but the password are left out. */
[[nodiscard]] std::string account_file_objects(std::string_view profile,
                                               const std::vector<runwayml::account>& accounts,
                                               std::vector<std::string>& without_workspace);

} // namespace useapi::cli
