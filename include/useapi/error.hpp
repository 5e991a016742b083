#ifndef USEAPI_ERROR_HPP
#define USEAPI_ERROR_HPP

#include <useapi/config.hpp>
#include <useapi/effect.hpp>
#include <useapi/errc.hpp>
#include <useapi/rate_limit.hpp>

#include <boost/assert/source_location.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace useapi {

namespace http {
class response;
}

namespace detail {
class error_access;
struct error_facts;
} // namespace detail

/** Why a failed call was not tried once more. */
enum class retry_refusal
{
    not_considered,      ///< The call ended before an attempt could fail (validation, cancellation, drain).
    not_retryable,       ///< The outcome would be the same again, or repeating it does harm.
    not_idempotent,      ///< The request may have been applied, and applying it twice is not safe.
    attempts_exhausted,  ///< `retry_options::max_attempts` attempts were made.
    unknown_exhausted,   ///< It was re-sent as often as allowed after an outcome of unknown effect.
    deadline,            ///< The next attempt could not start before the call's deadline.
    retry_after_too_far, ///< The server asks to wait beyond the call's deadline.
    budget_exhausted,    ///< Retries were already too large a part of recent calls.
    policy               ///< `retry_options::policy` decided so.
};

/** A phrase for a message, such as `"the retry budget is exhausted"`. */
USEAPI_API std::string_view to_string(retry_refusal value) noexcept;

/** The name of a value of `retry_refusal`, such as `"budget_exhausted"`: for logs and metrics.
 */
USEAPI_API std::string_view name_of(retry_refusal value) noexcept;

/** A failed call: what happened, what the server may have done, and why it was not tried again.

    A value type. Holds no password, API token or JWT: what the server said is bounded and cleaned of the
    secrets that the call carried before it is put here.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class USEAPI_API error
{
public:
    error() = default;

    /** An error with no more than its code and effect; the setters add the rest. */
    explicit error(error_code code, useapi::effect effect = useapi::effect::none);

    /** Why it failed. */
    error_code code() const noexcept { return code_; }

    /** The effect that the request may have had at the server, over all attempts of the call. */
    useapi::effect effect() const noexcept { return effect_; }

    /** The HTTP status of the last answer; 0 if there was none. */
    int status() const noexcept { return status_; }

    /** The subject of the failure, in our words: the field, limit or name; empty if the code says it all.
     */
    const std::string& detail() const noexcept { return detail_; }

    /** The server's own `error` text, at most 512 bytes; empty if it gave none. */
    const std::string& server_error() const noexcept { return server_error_; }

    /** The server's own `errorDetails` text, at most 512 bytes. */
    const std::string& server_details() const noexcept { return server_details_; }

    /** How long the service asked to wait before the next request, with the last answer: its `Retry-After`
        field, or for 429 the `retryAfter` of its content where the field is missing or cannot be read. At
        most one day; zero for a time that is past.

        For a call that is held back since another one was told to wait: the rest of that pause, spread by up
        to two seconds. Nothing if the service asked for no pause.
        @see RFC 9110 section 10.2.3 */
    std::optional<std::chrono::milliseconds> retry_after() const noexcept { return retry_after_; }

    /** The name that the service, or the network in front of it, gave to the last request: its answer's first
        field among `cf-ray`, `x-request-id`, `request-id`, `x-correlation-id` and `x-amz-cf-id`. For a
        question to the service's support. Printable, on one line, at most 128 bytes; empty if the answer
        has none of them. */
    const std::string& request_id() const noexcept { return request_id_; }

    /** The last answer to a call of `send` that the service refused, with status, fields and content as they
        came. The content is the service's own and may repeat what was sent to it, secrets included. Null for
        every other error, where no answer came, and where it did not come whole. Include
        `<useapi/http/response.hpp>` to look at it. */
    const std::shared_ptr<const http::response>& response() const noexcept;

    /** What the last answer says of the quota that the request was counted against; nothing if it says
        nothing of it, or no answer came. */
    std::optional<useapi::rate_limit> rate_limit() const;

    /** The request as a command line of curl for a POSIX shell, which repeats it by hand: method, URL, fields
       and content of the last attempt. Empty if no attempt was made. The text is made when this is called.

        No secret stands in it; variables of the shell take their places: `$USEAPI_TOKEN` for the API token,
        `$ACCOUNT_PASSWORD` and the like for what an account is registered with. The library does not know
       what is secret in a request of `send`, and in fields that `call_options` adds. Their content becomes
        `$CONTENT`, and each field `$FIELD_` and its name, except `Accept`, `Content-Type`, `Idempotency-Key`,
        `If-Match`, `If-None-Match`, `Prefer`, `traceparent`, `User-Agent` and `X-Request-Id`. A parameter of
       the query whose name speaks of a secret, such as `token` or `signature`, becomes `***`.

        URL and content may name a customer, such as an email address: a text for support, and not for a log.
     */
    std::string to_curl() const;

    /** How many attempts were made. A call that ended in the queue or behind the gate made none. */
    unsigned attempts() const noexcept { return attempts_; }

    /** From the start of the call to its end. */
    std::chrono::milliseconds elapsed() const noexcept { return elapsed_; }

    /** Why there was no further attempt. */
    useapi::retry_refusal retry_refusal() const noexcept { return retry_refusal_; }

    /** One line for people: `credentials refused (HTTP 401: "Wrong username/password combination.")`. */
    std::string message() const;

    /** Why it failed. */
    error& code(error_code value) & noexcept;

    /** The same for a temporary. */
    error code(error_code value) && noexcept { return std::move(code(value)); }

    /** Sets it. @return `*this` */
    error& effect(useapi::effect value) & noexcept;

    /** The same for a temporary. */
    error effect(useapi::effect value) && noexcept { return std::move(effect(value)); }

    /** Sets it. @return `*this` */
    error& status(int value) & noexcept;

    /** The same for a temporary. */
    error status(int value) && noexcept { return std::move(status(value)); }

    /** Sets it. @return `*this` */
    error& detail(std::string value) &;

    /** The same for a temporary. */
    error detail(std::string value) && { return std::move(detail(std::move(value))); }

    /** Sets it. @return `*this` */
    error& server_error(std::string value) &;

    /** The same for a temporary. */
    error server_error(std::string value) && { return std::move(server_error(std::move(value))); }

    /** Sets it. @return `*this` */
    error& server_details(std::string value) &;

    /** The same for a temporary. */
    error server_details(std::string value) && { return std::move(server_details(std::move(value))); }

    /** Sets it. @return `*this` */
    error& retry_after(std::optional<std::chrono::milliseconds> value) & noexcept;

    /** The same for a temporary. */
    error retry_after(std::optional<std::chrono::milliseconds> value) && noexcept
    {
        return std::move(retry_after(value));
    }

    /** Sets it. @return `*this` */
    error& request_id(std::string value) &;

    /** The same for a temporary. */
    error request_id(std::string value) && { return std::move(request_id(std::move(value))); }

    /** Sets it. @return `*this` */
    error& response(std::shared_ptr<const http::response> value) &;

    /** The same for a temporary. */
    error response(std::shared_ptr<const http::response> value) &&
    {
        return std::move(response(std::move(value)));
    }

    /** Sets it. @return `*this` */
    error& rate_limit(std::optional<useapi::rate_limit> value) &;

    /** The same for a temporary. */
    error rate_limit(std::optional<useapi::rate_limit> value) && { return std::move(rate_limit(value)); }

    /** Sets it. @return `*this` */
    error& attempts(unsigned value) & noexcept;

    /** The same for a temporary. */
    error attempts(unsigned value) && noexcept { return std::move(attempts(value)); }

    /** Sets it. @return `*this` */
    error& elapsed(std::chrono::milliseconds value) & noexcept;

    /** The same for a temporary. */
    error elapsed(std::chrono::milliseconds value) && noexcept { return std::move(elapsed(value)); }

    /** Why there was no further attempt. */
    error& retry_refusal(useapi::retry_refusal value) & noexcept;

    /** The same for a temporary. */
    error retry_refusal(useapi::retry_refusal value) && noexcept { return std::move(retry_refusal(value)); }

private:
    friend class detail::error_access;

    error_code code_;
    useapi::effect effect_ = useapi::effect::none;
    useapi::retry_refusal retry_refusal_ = useapi::retry_refusal::not_considered;
    int status_ = 0;
    unsigned attempts_ = 0;
    std::chrono::milliseconds elapsed_{};
    std::optional<std::chrono::milliseconds> retry_after_;
    std::string detail_;
    std::string server_error_;
    std::string server_details_;
    std::string request_id_;
    std::shared_ptr<const detail::error_facts> facts_; ///< null if there are none; is never changed
};

USEAPI_API std::ostream& operator<<(std::ostream& out, const error& value);

/** The exception that `result<T>::value()` throws. */
class USEAPI_API exception : public boost::system::system_error
{
public:
    /** @param reason  what `reason()` tells. */
    explicit exception(useapi::error reason);

    /** The error that was asked for its value. */
    const useapi::error& reason() const noexcept { return reason_; }

private:
    useapi::error reason_;
};

/** Found by `boost::system::result` through argument-dependent look-up. */
[[noreturn]] USEAPI_API void throw_exception_from_error(const error& reason,
                                                        const boost::source_location& where);

} // namespace useapi

#endif
