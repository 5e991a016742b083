#ifndef USEAPI_SRC_EMULATOR_SERVICE_SIBLING_HPP
#define USEAPI_SRC_EMULATOR_SERVICE_SIBLING_HPP

#include "emulator/service/account.hpp"
#include "emulator/service/answer.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace useapi::emulator {

enum class sibling_key
{
    email,
    region_and_email, ///< US:user@example.com
    id                ///< a number that the service makes up
};

/** A service of useapi.net beside Runway: how its accounts API differs. */
struct sibling
{
    std::string_view name;
    std::string_view title; ///< in what `GET /v2/account` answers
    std::string_view path;  ///< the path before its `/accounts`
    sibling_key key;
    bool posts_to_account; ///< POST /accounts/KEY, else POST /accounts
    int most_jobs;         ///< 0: no `maxJobs`
    bool needs_jobs;
    unsigned created;         ///< status of a POST for a new account
    unsigned replaced;        ///< and for one that is there
    unsigned refused;         ///< and for a wrong password
    std::string_view refusal; ///< its text
    std::string_view
        fields; ///< that a POST needs, with commas; `|` separates two sets, either of which will do
    std::string_view key_member; ///< that an account shows its key in
    std::string_view session;    ///< the text around the end of the session: `%` is replaced by epoch seconds
};

/// All of them.
[[nodiscard]] std::span<const sibling> all_siblings() noexcept;

/// The service whose path this begins with; null for Runway and for none.
[[nodiscard]] const sibling* find_sibling(std::string_view path) noexcept;

/** Reads the body of a POST, and checks it.
    @param path_key  of the path; empty if the POST goes to all accounts
    @return the account to be, with its key as its email; or the text of the 400 */
[[nodiscard]] std::variant<account, std::string>
read_sibling_form(const sibling& of, std::string_view path_key, std::string_view body);

/// The account as the service shows it, with its secrets masked.
[[nodiscard]] answer sibling_account_answer(const sibling& of, unsigned status, const account& shown);
/// An object keyed by the account's key.
[[nodiscard]] answer sibling_accounts_answer(const sibling& of, const std::map<std::string, account>& shown);

} // namespace useapi::emulator

#endif
