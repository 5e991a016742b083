#ifndef USEAPI_SRC_BULK_PRUNE_PRUNE_PLAN_HPP
#define USEAPI_SRC_BULK_PRUNE_PRUNE_PLAN_HPP

#include <useapi/runwayml/account.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace useapi::bulk {

/** An account that the service lists. */
class listed_account
{
public:
    std::string profile;
    std::string key;          ///< its key at the service, which a deletion names
    std::string email;        ///< as the service shows it
    std::string server_error; ///< the error that the service stored with it

    bool operator==(const listed_account&) const = default;
};

/** An account that no row names exactly, but that is kept. */
class spared_account
{
public:
    listed_account account;
    std::string row_profile; ///< the profile of the row that may mean it
    std::string row_email;

    bool operator==(const spared_account&) const = default;
};

/** Finds the accounts that may be deleted: listed accounts that no row of any profile names in any spelling.
    Plain state: no I/O. It needs memory for each listed account, but none for a row.

    Rule: an account is kept if a row of any profile has its key or its email, compared by `cautious_key`.
*/
class prune_plan
{
public:
    /** Adds all accounts that the service holds for a profile's API token. Call it before the rows are added.
     */
    void add_list(std::string_view profile, const std::vector<runwayml::account>& accounts);

    void add_row(std::string_view profile, std::string_view email);

    /** The accounts that no row names, by profile and key. */
    std::vector<listed_account> deletions() const;

    /** Accounts that are kept for a reason that people should know, in the same order. */
    std::vector<spared_account> spared() const;

    /** How many accounts the service holds for a profile. */
    std::size_t accounts_of(std::string_view profile) const noexcept;

private:
    struct entry
    {
        listed_account account;
        bool is_named = false; ///< whether a row of its profile has its key
        bool may_be_meant = false;
        std::string row_profile;
        std::string row_email;
    };

    void note(entry& found, std::string_view profile, std::string_view email);

    std::vector<entry> entries_;
    std::unordered_multimap<std::string, std::size_t> places_; ///< by cautious key
};

/** The objection if half or more of the accounts of a profile would be deleted. */
std::optional<std::string> find_excess(const prune_plan& plan);

} // namespace useapi::bulk

#endif
