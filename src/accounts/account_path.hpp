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

/** Appends a path segment: `@`, `+` and `:` stay raw, what RFC 3986 does not allow is percent-encoded. */
void append_path_segment(std::string& out, std::string_view text);

/** Appends the value of a parameter of a query, percent-encoded. What RFC 3986 calls unreserved and `@` stay
   raw.

    @see RFC 3986 section 2.3 */
void append_query_value(std::string& out, std::string_view text);

} // namespace useapi::runwayml

namespace useapi::accounts {

/** Appends a path segment for a service that decodes it: percent-encoded but for what RFC 3986 calls
    unreserved.

    @see RFC 3986 section 2.3 */
void append_encoded_segment(std::string& out, std::string_view text);

/** The path of a client's base URL without `/v1/<service>` at its end. */
std::string_view path_before_service(std::string_view base_path) noexcept;

} // namespace useapi::accounts

#endif
