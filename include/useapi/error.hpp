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
    not_considered,     ///< The call ended before an attempt could fail (validation, cancellation, drain).
    not_retryable,      ///< Another attempt would end the same way, or would do harm.
    not_idempotent,     ///< The request may have been applied, and applying it twice is not safe.
    attempts_exhausted, ///< `retry_options::max_attempts` attempts were made.
    unknown_exhausted, ///< The request was sent again after attempts of effect `unknown` as often as allowed.
    deadline,          ///< The next attempt could not start before the call's deadline.
    retry_after_too_far, ///< The server asks for a wait that ends after the call's deadline.
    budget_exhausted,    ///< Retries were already too large a part of recent calls.
    policy               ///< `retry_options::policy` decided against it.
};

/** A phrase for a message, such as `"the retry budget is exhausted"`. */
USEAPI_API std::string_view to_string(retry_refusal value) noexcept;

/** The name of a value of `retry_refusal`, such as `"budget_exhausted"`: for logs and metrics.
 */
USEAPI_API std::string_view name_of(retry_refusal value) noexcept;

/** A failed call: what happened, what the server may have done, and why it was not tried again.

    A value type. It holds no password, API token or JWT: the server's texts are shortened, and the secrets of
    the call are removed from them.

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

    /** The subject of the failure, in the library's words: the field, limit or name. Empty if the code tells
        everything.
     */
    const std::string& detail() const noexcept { return detail_; }

    /** The server's own `error` text, at most 512 bytes; empty if it gave none. */
    const std::string& server_error() const noexcept { return server_error_; }

    /** The server's own `errorDetails` text, at most 512 bytes. */
    const std::string& server_details() const noexcept { return server_details_; }

    /** How long the last answer asked to wait before the next request: its `Retry-After` field. If an answer
        of 429 has no readable field, the `retryAfter` of its content counts. At most one day; zero for a time
        that is past.

        If another call was told to wait and this call was held back: the rest of that pause, plus up to two
        random seconds. Nothing if the service asked for no pause.
        @see RFC 9110 section 10.2.3 */
    std::optional<std::chrono::milliseconds> retry_after() const noexcept { return retry_after_; }

    /** The identifier that the service, or the network in front of it, gave to the last request. Name it in a
        question to the service's support. It is the first of these fields that the answer has: `cf-ray`,
        `x-request-id`, `request-id`, `x-correlation-id` and `x-amz-cf-id`. Printable, on one line, at most
        128 bytes; empty if the answer has none of the fields. */
    const std::string& request_id() const noexcept { return request_id_; }

    /** The answer with which the service refused a call of `send`, with status, fields and content as they
        came. The content is the service's own text and may repeat what was sent to it, secrets included. Null
        for an error of any other function, and if no complete answer came. Include
        `<useapi/http/response.hpp>` to look at it. */
    const std::shared_ptr<const http::response>& response() const noexcept;

    /** The quota that the request was counted against, as the last answer states it. Nothing if the answer
        states none, or if no answer came. */
    std::optional<useapi::rate_limit> rate_limit() const;

    /** A command line of curl for a POSIX shell, which repeats the last attempt by hand: method, URL, fields
        and content. Empty if no attempt was made. The text is made when this function is called.

        The text holds variables of the shell in place of secrets: `$USEAPI_TOKEN` for the API token,
        `$ACCOUNT_PASSWORD` and similar ones for the secrets of an account. The library cannot know which
        parts of a request of `send`, and which fields of `call_options`, are secret. So that content becomes
        `$CONTENT`, and each such field becomes `$FIELD_` and its name, except `Accept`, `Content-Type`,
        `Idempotency-Key`, `If-Match`, `If-None-Match`, `Prefer`, `traceparent`, `User-Agent` and
        `X-Request-Id`. The value of a query parameter with the name of a secret, such as `token` or
        `signature`, becomes `***`.

        URL and content may name a customer, for example by an email address. Send the text to support, but do
        not log it.
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
