#ifndef USEAPI_SRC_ACCOUNTS_ACCOUNT_PATH_HPP
#define USEAPI_SRC_ACCOUNTS_ACCOUNT_PATH_HPP

#include <string>
#include <string_view>

namespace useapi::runwayml {

/** Appends `/accounts/<email>` for a valid email: `@` and `+` are not encoded, since the service does not
    decode `%40`. Characters that RFC 3986 does not allow in a path segment are percent-encoded.

    @see RFC 3986 section 3.3
*/
void append_account_path(std::string& out, std::string_view email);

/** Appends a path segment: `@`, `+` and `:` are not encoded, characters that RFC 3986 does not allow are
    percent-encoded. */
void append_path_segment(std::string& out, std::string_view text);

/** Appends the value of a parameter of a query, percent-encoded except for `@` and the unreserved characters
    of RFC 3986.

    @see RFC 3986 section 2.3 */
void append_query_value(std::string& out, std::string_view text);

} // namespace useapi::runwayml

namespace useapi::accounts {

/** Appends a path segment for a service that decodes it: percent-encoded except for the unreserved characters
    of RFC 3986.

    @see RFC 3986 section 2.3 */
void append_encoded_segment(std::string& out, std::string_view text);

/** The path of a client's base URL without `/v1/<service>` at its end. */
std::string_view path_before_service(std::string_view base_path) noexcept;

} // namespace useapi::accounts

#endif
