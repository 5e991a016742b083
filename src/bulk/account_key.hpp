#ifndef USEAPI_SRC_BULK_ACCOUNT_KEY_HPP
#define USEAPI_SRC_BULK_ACCOUNT_KEY_HPP

#include <string>
#include <string_view>

namespace useapi::bulk {

/** The form in which two emails of one account are equal: the service does not tell upper from lower case in
   a domain. */
std::string account_key(std::string_view email);

} // namespace useapi::bulk

#endif
