#ifndef USEAPI_BULK_IMPORT_PLAN_HPP
#define USEAPI_BULK_IMPORT_PLAN_HPP

#include <useapi/bulk/profile.hpp>
#include <useapi/runwayml/account.hpp>
#include <useapi/runwayml/account_settings.hpp>
#include <useapi/runwayml/shown_workspace.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace useapi::bulk {

/** What an import would do with one account. */
enum class plan_action
{
    create,      ///< the service does not hold it
    change,      ///< the service holds it with other settings
    unchanged,   ///< the service holds it with these settings, as far as they can be compared
    in_error,    ///< as `unchanged`, but the service keeps it in an error state
    server_only, ///< the service holds it, and no row names it
};

std::string_view to_string(plan_action value) noexcept;

/** The comparison of one account. */
class plan_entry
{
public:
    /** The action that an import would take. */
    plan_action action = plan_action::create;
    std::string email;   ///< as the row spells it; for `server_only`, as the service does
    std::string profile; ///< the profile whose API token is used; empty: the default one
    /** The line of the row in the input, from 1. */
    std::uint64_t line = 0;

    /** Whether the service has another `maxJobs` than the row. */
    bool max_jobs_differ = false;
    std::optional<int> max_jobs_there; ///< unset if the service does not tell
    /** The value of the row. */
    std::optional<int> max_jobs_wanted;
    /** Whether the service has another workspace than the row. False if the two forms cannot be compared. */
    bool workspace_differs = false;
    std::optional<std::string> workspace_there; ///< as the service shows it; unset: none
    /** The value of the row. */
    std::optional<std::string> workspace_wanted;
    std::string server_error; ///< the error that the service stored with it

    /** `maxJobs 3 -> 5; useWorkspace none -> team-1`, or the error that the service stored; may be empty. */
    std::string text() const;
};

/** How many accounts of each kind a plan has. */
class plan_counts
{
public:
    /** Rows whose account the service does not hold. */
    std::uint64_t create = 0;
    /** Rows whose account differs. */
    std::uint64_t change = 0;
    /** Rows whose account is registered with these settings. */
    std::uint64_t unchanged = 0;
    /** Rows whose account the service keeps in an error state. */
    std::uint64_t in_error = 0;
    /** Accounts that no row names. */
    std::uint64_t server_only = 0;

    /** Adds one to its count. */
    void count(plan_action action) noexcept;
};

/** Compares rows with the accounts that the service holds, profile by profile. Plain state: no I/O.

    maxJobs and useWorkspace are compared; a password cannot be, since the service masks it. Emails are
    compared as the service does: the case of the domain does not matter. It needs about 200 bytes for each
    account that the service holds, and nothing for a row.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class import_plan
{
public:
    /** Adds the accounts that the service holds for a profile's API token. */
    void add_server(std::string_view profile, const std::vector<runwayml::account>& accounts);

    /** What sending the row would do. From now on the account counts as named by a row. */
    plan_entry judge(std::uint64_t line, std::string_view profile, const runwayml::account_settings& row);

    /** The accounts that no row named, by profile and email. */
    std::vector<plan_entry> server_only() const;

    /** Whether the service holds the account of a row. */
    bool holds(std::string_view profile, std::string_view email) const;

    /** How many accounts the service holds for a profile. */
    std::size_t accounts_of(std::string_view profile) const noexcept;

private:
    struct known_account
    {
        std::string email;
        std::string profile;
        std::optional<int> max_jobs;
        runwayml::shown_workspace workspace;
        std::string error;
        bool is_named = false;
    };

    static std::string key_of(std::string_view profile, std::string_view email);

    std::unordered_map<std::string, known_account> accounts_;
    std::unordered_map<std::string, std::size_t> counts_; ///< by profile
};

/** Looks for a profile that would hold more accounts than its subscription may.

    @param created   how many accounts the rows create, by profile
    @param deleted   the accounts that are deleted before
    @param profiles  with their limits
    @return a message that names the profile; nothing if there is no such profile, or no limit is known
*/
std::optional<std::string> find_overfull_profile(const import_plan& plan,
                                                 const std::map<std::string, std::uint64_t>& created,
                                                 const std::vector<plan_entry>& deleted,
                                                 const std::vector<profile>& profiles);

} // namespace useapi::bulk

#endif
