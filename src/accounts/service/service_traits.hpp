#ifndef USEAPI_SRC_ACCOUNTS_SERVICE_TRAITS_HPP
#define USEAPI_SRC_ACCOUNTS_SERVICE_TRAITS_HPP

#include <algorithm>
#include <array>
#include <string_view>

namespace useapi::accounts {

/** The kind of key that names an account of a service. */
enum class account_key
{
    email,
    region_and_email, ///< `US:user@example.com`
    id                ///< an id that the service makes when it registers the account
};

/** When a field of an account is sent. */
enum class field_presence
{
    required,
    optional,
    alternative ///< in place of the required fields: all of these, or none
};

/** A field that a login of a service takes, besides the email. */
struct account_field
{
    std::string_view name; ///< as the service spells it; empty for no field
    field_presence presence = field_presence::required;
    std::array<std::string_view, 2> values{}; ///< the only ones it may have, no secrets; none: any, a secret

    /** Whether its values may be shown in messages. */
    constexpr bool is_public() const noexcept { return !values[0].empty(); }
};

/** The differences between services. There is one constant for each service; the texts are literals. */
struct service_traits
{
    std::string_view name;             ///< such as `pixverse`
    std::string_view accounts_path;    ///< such as `/v2/pixverse/accounts`
    std::string_view account_template; ///< for observers, such as `/v2/pixverse/accounts/{email}`
    account_key key = account_key::email;
    bool posts_to_account =
        false;               ///< the POST goes to the path of the account, not to the path of all accounts
    int most_jobs = 0;       ///< `maxJobs` is 1 to this; 0 if the service has no such field
    bool needs_jobs = false; ///< `maxJobs` must be sent

    /** Whether sending a POST twice has the same effect as once. If so, it is sent again after its answer was
        lost. */
    bool replaces = false;

    std::array<account_field, 4> fields{};

    /** The statuses of an answer to a POST whose login was refused; 0 for none. */
    std::array<int, 2> login_statuses{};

    /** Members of an account that may hold its key, besides its email. */
    std::array<std::string_view, 2> key_members{};

    bool refuses_login_with(int status) const noexcept
    {
        return status != 0 &&
               std::find(login_statuses.begin(), login_statuses.end(), status) != login_statuses.end();
    }
};

} // namespace useapi::accounts

#endif
