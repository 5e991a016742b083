#ifndef USEAPI_SRC_CLI_IMPORT_PLAN_SERVER_COMPARISON_HPP
#define USEAPI_SRC_CLI_IMPORT_PLAN_SERVER_COMPARISON_HPP

#include <useapi/bulk/account_row.hpp>
#include <useapi/bulk/check_report.hpp>
#include <useapi/bulk/import_plan.hpp>
#include <useapi/client/client_options.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"

namespace useapi::cli {

class console;
class import_session;

using row_observer = std::function<void(const bulk::plan_entry&, const bulk::account_row&)>;

/** The comparison of an import's rows with the accounts of the service. */
struct server_comparison
{
    std::shared_ptr<bulk::import_plan> plan;
    std::map<std::string, std::vector<runwayml::account>> lists; ///< the accounts of the service, by profile
    std::map<std::string, std::uint64_t> created; ///< accounts that the rows create, by profile
    std::optional<exit_code> ended_with;          ///< set if the service could not be asked
};

/** Asks the service for the accounts of every profile that rows name, and compares the rows with them. If the
    token of one of several profiles is refused, the command warns and takes the profile as empty, unless all
    must be listed.
    @param found  what checking the input found
    @param note   is called with every row and the data that it would send; may be empty
*/
[[nodiscard]] server_comparison compare_with_service(import_session& run, const bulk::check_report& found,
                                                     bool all_must_be_listed, console& out,
                                                     const row_observer& note);

/** Compares with a plan of a file in the same way. Every profile that rows name must be listed.
    @throws usage_error  if the plan would be another one now, or if the file is cut off */
[[nodiscard]] server_comparison compare_with_plan(import_session& run, const std::string& plan_file,
                                                  const std::map<std::string, client_options>& clients,
                                                  const bulk::check_report& found, console& out);

/** Warns if a subscription has fewer free places than the rows need. If the service does not tell its places,
    only --account-limit can find rows without a place.
    @param created  accounts that the rows create, by profile
*/
void warn_of_shortage(import_session& run, const std::map<std::string, std::uint64_t>& created, console& out);

} // namespace useapi::cli

#endif
