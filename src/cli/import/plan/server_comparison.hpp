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

/** How an import's rows compare with what the service holds. */
struct server_comparison
{
    std::shared_ptr<bulk::import_plan> plan;
    std::map<std::string, std::vector<runwayml::account>> lists; ///< what the service holds, by profile
    std::map<std::string, std::uint64_t> created; ///< accounts that the rows create, by profile
    std::optional<exit_code> ended_with;          ///< set where the service could not be asked
};

/** Asks the service what it holds for every profile that rows name, and compares the rows with that. A
   profile among several whose token is refused is warned about, and taken to hold nothing, unless all must be
   listed.
    @param found  what checking the input found
    @param note   is told of every row, and what it would send; may be empty
*/
[[nodiscard]] server_comparison compare_with_service(import_session& run, const bulk::check_report& found,
                                                     bool all_must_be_listed, console& out,
                                                     const row_observer& note);

/** The same for a plan that was made before. Every profile that rows name must be listed.
    @throws usage_error  where the plan is not what would be planned now, or is not whole */
[[nodiscard]] server_comparison compare_with_plan(import_session& run, const std::string& plan_file,
                                                  const std::map<std::string, client_options>& clients,
                                                  const bulk::check_report& found, console& out);

/** Warns where a subscription has fewer free places than the rows need. Where the service does not tell,
    --account-limit stays the only answer.
    @param created  accounts that the rows create, by profile
*/
void warn_of_shortage(import_session& run, const std::map<std::string, std::uint64_t>& created, console& out);

} // namespace useapi::cli

#endif
