#ifndef USEAPI_SRC_BULK_SERVICES_HPP
#define USEAPI_SRC_BULK_SERVICES_HPP

#include "accounts/service/service_traits.hpp"

#include <useapi/accounts/account.hpp>
#include <useapi/bulk/import_options.hpp>
#include <useapi/runwayml/account.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace useapi::bulk {

// The services of imports. A null pointer means Runway, which has its own calls.

inline constexpr std::string_view runway_name = "runwayml";

/** All services but Runway. */
std::span<const accounts::service_traits* const> other_services() noexcept;

/** @return the service of this name, null for Runway; nothing for a name that no service has */
std::optional<const accounts::service_traits*> find_service(std::string_view name) noexcept;

/** The service of an import whose options were checked. */
const accounts::service_traits* service_of(const import_options& options) noexcept;

/** Whether a row that may have been sent may be sent once more; depends on the service. */
bool may_repeat(const import_options& options) noexcept;

/** `runwayml, pixverse, ...` */
std::string listed_services();

/** The URL of the service's accounts; for Runway the base URL itself. */
std::string service_url(std::string_view base_url, const accounts::service_traits* of);

/** An account of another service in the form of Runway's, for plans, lists and reports. Its email is its key,
    by which rows name it. */
runwayml::account shown_account(const accounts::account& found);

} // namespace useapi::bulk

#endif
