#ifndef USEAPI_SRC_CLI_IMPORT_REPAIR_AILING_ACCOUNTS_HPP
#define USEAPI_SRC_CLI_IMPORT_REPAIR_AILING_ACCOUNTS_HPP

#include <useapi/runwayml/account.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace useapi::cli {

/** The accounts that `accounts repair` or `accounts renew` registers again. Plain state. */
class ailing_accounts
{
public:
    using time_point = std::chrono::system_clock::time_point;

    /** @param expiring_within  unset: the dead accounts, for which the service stored an error. Else the
                                accounts that are not dead and whose session has ended, or ends within this
                                time */
    explicit ailing_accounts(std::optional<std::chrono::milliseconds> expiring_within)
        : expiring_within_(expiring_within)
    {
    }

    /** @param now  by the service's clock */
    void add(const std::string& profile, const std::vector<runwayml::account>& accounts, time_point now);

    /** The reason why the account of a row is registered again; null if it is not. */
    [[nodiscard]] const std::string* find(const std::string& profile, const std::string& email) const;

    /** Does the same, and notes that a row names the account. */
    [[nodiscard]] const std::string* find_named(const std::string& profile, const std::string& email);

    /** The accounts that no row named, as profile and email. */
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> unnamed() const;

private:
    struct ailing
    {
        std::string email;
        std::string why;
        bool is_named = false;
    };

    [[nodiscard]] std::optional<std::string> judge(const runwayml::account& account, time_point now) const;

    std::optional<std::chrono::milliseconds> expiring_within_;
    std::map<std::pair<std::string, std::string>, ailing> accounts_; ///< by profile and key
};

} // namespace useapi::cli

#endif
