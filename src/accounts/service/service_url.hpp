#ifndef USEAPI_SRC_ACCOUNTS_SERVICE_SERVICE_URL_HPP
#define USEAPI_SRC_ACCOUNTS_SERVICE_SERVICE_URL_HPP

#include "accounts/service/service_traits.hpp"

#include <useapi/config.hpp>

#include <string>
#include <string_view>

namespace useapi::accounts {

/** The URL of a service's accounts for a client with this base URL. Exported for useapi::bulk.
 */
USEAPI_API std::string service_url(std::string_view base_url, const service_traits& of);

} // namespace useapi::accounts

#endif
