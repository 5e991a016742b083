#ifndef USEAPI_CLIENT_CALL_OPTIONS_HPP
#define USEAPI_CLIENT_CALL_OPTIONS_HPP

#include <useapi/config.hpp>
#include <useapi/error.hpp>
#include <useapi/http/field.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace useapi {

class call_report;

/** Options of one call that differ from those of its client. Pass them to `client::with`. An option that is
    not set keeps the client's value. Setters chain; a temporary is returned by value.

    An invalid value fails the call with `errc::invalid_argument` and effect `none`; `detail()` names the
    option.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe. If several threads make calls, they call the function of
    `attempt_fields` at the same time.
*/
class call_options
{
public:
    using clock = std::chrono::steady_clock; ///< of `deadline`

    /** Makes the fields of one attempt. @param attempt  its number within the call, from 1 */
    using field_source = std::function<std::vector<http::field>(unsigned attempt)>;

    /** Receives the report of one call. The class of the report is in `useapi/client/call_report.hpp`. */
    using report_taker = std::function<void(const call_report& report)>;

    /** Receives the error of an attempt that failed and that another attempt follows. */
    using attempt_listener = std::function<void(const error& failure)>;

    /** Replaces `client_options::timeout`. The time-out runs from the start of each call and bounds queueing,
        connecting, every attempt and every wait. 0 or less: the call ends with `errc::timed_out` and effect
        `none`, and nothing is sent. At most a week. */
    call_options& timeout(std::chrono::milliseconds value) & noexcept
    {
        timeout_ = value;
        return *this;
    }

    /** The same for a temporary. */
    call_options timeout(std::chrono::milliseconds value) && noexcept { return std::move(timeout(value)); }

    /** The point in time at which calls end at the latest, such as the deadline of the request that your
        service answers. The earlier one of deadline and time-out counts. A deadline in the past acts as a
        `timeout` of 0. */
    call_options& deadline(clock::time_point value) & noexcept
    {
        deadline_ = value;
        return *this;
    }

    /** The same for a temporary. */
    call_options deadline(clock::time_point value) && noexcept { return std::move(deadline(value)); }

    /** Replaces `client_options::attempt_timeout`. More than 0, at most a week. */
    call_options& attempt_timeout(std::chrono::milliseconds value) & noexcept
    {
        attempt_timeout_ = value;
        return *this;
    }

    /** The same for a temporary. */
    call_options attempt_timeout(std::chrono::milliseconds value) && noexcept
    {
        return std::move(attempt_timeout(value));
    }

    /** Replaces `retry_options::max_attempts`. Range 1 to 100; 1 means no retry. */
    call_options& max_attempts(unsigned value) & noexcept
    {
        max_attempts_ = value;
        return *this;
    }

    /** The same for a temporary. */
    call_options max_attempts(unsigned value) && noexcept { return std::move(max_attempts(value)); }

    /** Whether the service may carry out the request once at most. If so, the client never sends the request
        again after an attempt with effect `unknown`, even if the request is idempotent. It still repeats
        attempts that certainly had no effect. Default: each operation has its own. */
    call_options& at_most_once(bool value) & noexcept
    {
        at_most_once_ = value;
        return *this;
    }

    /** The same for a temporary. */
    call_options at_most_once(bool value) && noexcept { return std::move(at_most_once(value)); }

    /** A name of yours, such as the id of a request or a tenant. Each event of the call carries it as
        `event::call::tag`. It is not sent to the service. */
    call_options& tag(std::string value) &
    {
        tag_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    call_options tag(std::string value) && { return std::move(tag(std::move(value))); }

    /** Adds a header field to every attempt. A field that the client sets itself, such as `Host`, is refused.
        @see http::request */
    call_options& add_field(std::string name, std::string value) &
    {
        fields_.emplace_back(std::move(name), std::move(value));
        return *this;
    }

    /** The same for a temporary. */
    call_options add_field(std::string name, std::string value) &&
    {
        return std::move(add_field(std::move(name), std::move(value)));
    }

    /** A function that makes further header fields for each attempt, such as a `traceparent` with the span of
        this attempt. The rules of `add_field` hold for them, too.

        @par Executor  called before the attempt asks for its connection, on no strand and under no lock. The
                       first attempt calls it inside the initiating function if the call need not wait before;
                       every other attempt calls it on the `io_context`. An attempt that could not begin may
                       begin anew with the same number; then the function is called again.
        @par Errors    if the function throws, the call fails with `errc::invalid_argument`. The text of the
                       exception is not passed on, since it may hold a secret. */
    call_options& attempt_fields(field_source value) &
    {
        attempt_fields_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    call_options attempt_fields(field_source value) && { return std::move(attempt_fields(std::move(value))); }

    /** A function that receives a report of each call, also of a successful one. A login that joins an equal
        one makes no attempt of its own: see `client_options::join_equal_logins`.

        @par Executor  called once for each call, just before the call's handler, on no strand and under no
                       lock. If several threads make calls with one handle, they call the function at the same
                       time.
        @par Errors    it must not throw: an exception ends the process. It is not called for a call that ends
                       because the `io_context` is destroyed. */
    call_options& report_to(report_taker value) &
    {
        report_to_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    call_options report_to(report_taker value) && { return std::move(report_to(std::move(value))); }

    /** A function that receives the error of each failed attempt that another attempt follows. The call goes
        on meanwhile.

        @par Executor  like the function of `report_to`, but called before the wait for the next attempt.
        @par Errors    it must not throw: an exception ends the process. */
    call_options& on_attempt_failed(attempt_listener value) &
    {
        on_attempt_failed_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    call_options on_attempt_failed(attempt_listener value) &&
    {
        return std::move(on_attempt_failed(std::move(value)));
    }

    /** Returns these options, completed by the options of `base` that are not set here. The fields of both
        are sent, those of `base` first. If both set a function for the same purpose, the function of these
        options is called. */
    USEAPI_API call_options over(const call_options& base) const;

    ///@{
    /** The value that was set; nothing if none was. */
    std::optional<std::chrono::milliseconds> timeout() const noexcept { return timeout_; }

    std::optional<clock::time_point> deadline() const noexcept { return deadline_; }

    std::optional<std::chrono::milliseconds> attempt_timeout() const noexcept { return attempt_timeout_; }

    std::optional<unsigned> max_attempts() const noexcept { return max_attempts_; }

    std::optional<bool> at_most_once() const noexcept { return at_most_once_; }

    const std::optional<std::string>& tag() const noexcept { return tag_; }

    ///@}

    /** The fields that `add_field` added, in their order. */
    const std::vector<http::field>& fields() const noexcept { return fields_; }

    ///@{
    /** The value that was set; nothing if none was. */
    const field_source& attempt_fields() const noexcept { return attempt_fields_; }

    const report_taker& report_to() const noexcept { return report_to_; }

    const attempt_listener& on_attempt_failed() const noexcept { return on_attempt_failed_; }

    ///@}

private:
    std::optional<std::chrono::milliseconds> timeout_;
    std::optional<clock::time_point> deadline_;
    std::optional<std::chrono::milliseconds> attempt_timeout_;
    std::optional<unsigned> max_attempts_;
    std::optional<bool> at_most_once_;
    std::optional<std::string> tag_;
    std::vector<http::field> fields_;
    field_source attempt_fields_;
    report_taker report_to_;
    attempt_listener on_attempt_failed_;
};

} // namespace useapi

#endif
