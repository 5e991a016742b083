#ifndef USEAPI_TESTING_MEMORY_SERVICE_HPP
#define USEAPI_TESTING_MEMORY_SERVICE_HPP

#include <useapi/runwayml/account.hpp>
#include <useapi/testing/memory_network.hpp>
#include <useapi/testing/memory_service_options.hpp>

#include <memory>
#include <string_view>
#include <vector>

namespace useapi::testing {

/** The accounts API in memory, as the far end of a `memory_network`. It keeps accounts by API token, and
    checks and answers requests as the real service does. A POST with the password `wrong-password` or
    `suspended-account` is refused as the password says. The rules are those of `useapi emulator`.

    A request changes the accounts when it arrives, however late its answer is.

    A cheap handle: copies share the accounts.

    @par Thread safety
    Distinct objects: safe. Shared objects, and handles on the same accounts: unsafe.
*/
class memory_service
{
public:
    /** @throws std::invalid_argument  if the text of a fault is wrong; the message names the column. */
    explicit memory_service(const memory_service_options& options = memory_service_options());

    /** The function to give a `memory_network`. It shares the accounts, and may be given to several networks.
     */
    memory_network::server far_end() const;

    /** The accounts of an API token, by email, each with its password in the clear, as it was sent. */
    std::vector<runwayml::account> accounts(std::string_view token) const;

    /** Adds an account, as if it had been registered before. No limit applies.

        @param token  the API token whose account it is.
        @param known  its email, password, `max_jobs` (1 if it is not set), `use_workspace` and `error`
                      count. */
    void add_account(std::string_view token, const runwayml::account& known);

    /** Begins a job on an account. The job takes one of the places of the account until the job is released.

        @return its task id, as `list_jobs` shows it. */
    std::string add_job(std::string_view token, std::string_view email);

private:
    class state;

    std::shared_ptr<state> state_;
};

} // namespace useapi::testing

#endif
