#ifndef USEAPI_ERRC_HPP
#define USEAPI_ERRC_HPP

#include <useapi/config.hpp>

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/error_condition.hpp>
#include <boost/system/is_error_code_enum.hpp>
#include <boost/system/is_error_condition_enum.hpp>

#include <string_view>
#include <type_traits>

namespace useapi {

using error_code = boost::system::error_code;
using error_condition = boost::system::error_condition;

/** Why a call failed.

    An HTTP status is not a code: `error::status()` has it. A code tells what the status *means* in this API,
    where one status can have several meanings (401 has three).
*/
enum class errc
{
    invalid_argument = 1,        ///< An argument was refused before any byte was sent.
    resolve_failed,              ///< The host name could not be resolved.
    connect_failed,              ///< No TCP connection could be made.
    tls_failed,                  ///< The TLS handshake failed for a reason other than the peer's certificate.
    certificate_rejected,        ///< The peer's certificate, or its host name, was not accepted.
    client_certificate_rejected, ///< The server wants a client certificate, and got none or one that it
                                 ///< does not accept.
    proxy_failed,                ///< The proxy cannot be reached, or failed to make a tunnel (its own 5xx, or
                                 ///< a failure of SOCKS5).
    proxy_refused,               ///< The proxy refuses to make a tunnel: its credentials (407) or its rules.
    connection_lost,    ///< The connection ended or broke before a success was complete. Of any other answer,
                        ///< before its header was complete: once the header has come, its status decides.
    malformed_response, ///< The answer is not HTTP/1.1 as RFC 9112 defines it.
    header_too_large, ///< The answer's header exceeds `client_options::header_limit`. Or the interim answers
                      ///< before it exceed that limit and `client_options::body_limit` together.
    body_too_large,   ///< The body of a success exceeds `client_options::body_limit`.
    unexpected_content, ///< The answer is well-formed HTTP, but its content is not what the operation
                        ///< returns, or is about another account.
    timed_out,          ///< The deadline of the whole call passed.
    attempt_timed_out,  ///< The last attempt took longer than an attempt may.
    cancelled,          ///< The caller cancelled the operation.
    queue_full,         ///< `client_options::max_waiting` calls wait for a connection already.
    client_draining,    ///< The client is being drained and takes no new work.
    client_closed,      ///< The client was closed, or its last handle destroyed.

    token_refused,          ///< The API token is refused: every other call with it fails as well.
    subscription_exhausted, ///< The subscription expired or is out of credits: every call with it fails.
    no_place_left,       ///< The subscription may hold no more accounts; accounts that it holds may still be
                         ///< updated.
    credentials_refused, ///< The account's email or password is wrong; other accounts may go on.
    account_suspended,   ///< The account is suspended; other accounts may go on.
    account_out_of_credits, ///< The account has no credits left.
    account_in_error_state, ///< The service keeps the account in an error state.
    login_failed,           ///< The upstream login failed; never retried, since it can lock the account.
    not_found,              ///< There is no such account, or none is configured.
    request_refused,        ///< Any other 4xx: the service refuses this request.
    rate_limited,           ///< The service asks for a pause (429).
    service_unavailable,    ///< The service or its gateway is in trouble (408, 502-504, 520-524).
    server_failed,          ///< Any other 5xx. A status above 599 counts as 5xx (RFC 9110 section 15).
    unexpected_status ///< A final status that this API does not use (3xx, or a 101 that was not asked for).
};

/** Groups of codes, to compare an `error_code` with: `if (ec == condition::transient)`. */
enum class condition
{
    transient = 1,   ///< The same call may succeed later.
    timed_out,       ///< A time limit was reached.
    cancelled,       ///< The caller, a drain or the client's end stopped the call.
    transport,       ///< No complete, well-formed answer came back.
    refused,         ///< The service refused the request, and would refuse it again.
    account_refused, ///< The service refuses this account; others may go on.
    token_refused    ///< The service refuses the API token or its subscription: no call can succeed.
};

/** The category of `errc`. Its messages are complete phrases in lower case. */
USEAPI_API const boost::system::error_category& error_category() noexcept;

/** The category of `condition`. */
USEAPI_API const boost::system::error_category& condition_category() noexcept;

/** The name of a code in `errc`, such as `"credentials_refused"`: for logs, metrics and scripts.
    `"other"` if it is not one of these. */
USEAPI_API std::string_view name_of(const error_code& code) noexcept;

inline error_code make_error_code(errc value) noexcept
{
    return {static_cast<int>(value), error_category()};
}

inline error_condition make_error_condition(condition value) noexcept
{
    return {static_cast<int>(value), condition_category()};
}

} // namespace useapi

/// @cond
template <>
struct boost::system::is_error_code_enum<useapi::errc> : std::true_type
{
};

template <>
struct boost::system::is_error_condition_enum<useapi::condition> : std::true_type
{
};

/// @endcond

#endif
