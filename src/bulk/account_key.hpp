#ifndef USEAPI_SRC_BULK_ACCOUNT_KEY_HPP
#define USEAPI_SRC_BULK_ACCOUNT_KEY_HPP

#include <string>
#include <string_view>

namespace useapi::bulk {

/** The email in a form that is equal for all spellings of one account: for the service, the case of a domain
    does not matter. */
std::string account_key(std::string_view email);

} // namespace useapi::bulk

#endif
