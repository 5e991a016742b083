#ifndef USEAPI_SRC_ACCOUNTS_ACCOUNT_PATH_HPP
#define USEAPI_SRC_ACCOUNTS_ACCOUNT_PATH_HPP

#include <string>
#include <string_view>

namespace useapi::runwayml {

/** Appends `/accounts/<email>` for a valid email: `@` and `+` stay raw, since the service does not decode
   `%40`; what RFC 3986 does not allow in a path segment is percent-encoded.

    @see RFC 3986 section 3.3
*/
void append_account_path(std::string& out, std::string_view email);

} // namespace useapi::runwayml

#endif
