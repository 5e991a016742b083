#ifndef USEAPI_SRC_EMULATOR_SERVICE_ROUTE_HPP
#define USEAPI_SRC_EMULATOR_SERVICE_ROUTE_HPP

#include "emulator/faults/request_method.hpp"

#include <string>
#include <string_view>

namespace useapi::emulator {

enum class endpoint
{
    all_accounts, ///< /v1/runwayml/accounts
    one_account,  ///< /v1/runwayml/accounts/EMAIL
    features,     ///< /v1/runwayml/features/?email=EMAIL
    jobs,         ///< /v1/runwayml/scheduler
    one_job,      ///< /v1/runwayml/scheduler/TASK
    subscription, ///< /v2/account
    unknown
};

struct sibling;

/** The target of a request, parsed. */
struct route
{
    const sibling* of = nullptr; ///< the service of the accounts; null for Runway
    endpoint target = endpoint::unknown;
    std::string email;   ///< decoded, for one_account and features; may be empty. For a sibling: the key
    std::string task_id; ///< decoded, for one_job
};

/** Reads a request target in origin form. In the path of Runway everything is percent-decoded except `%40`
    and `%2B`: the service is reported not to decode them, so a client that encodes them must notice it here.
    In the query everything is decoded, and `+` is a plus sign.
*/
[[nodiscard]] route parse_target(std::string_view target);

/// The methods that the target allows, as an `Allow` header lists them; empty for `unknown`.
[[nodiscard]] std::string_view allowed_methods(const route& where) noexcept;
[[nodiscard]] bool allows(const route& where, request_method method) noexcept;
/// Whether a POST to the target logs in.
[[nodiscard]] bool takes_login(const route& where) noexcept;

} // namespace useapi::emulator

#endif
