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

/** Options of one call that differ from those of its client. Given to `client::with`; what is not set stays
   as it is there. Setters chain; a temporary is returned by value.

    A value that cannot be used fails the call with `errc::invalid_argument` and effect `none`, and
    `detail()` names it.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe. The function of `attempt_fields` is called by several
    threads at a time where several make calls.
*/
class call_options
{
public:
    using clock = std::chrono::steady_clock; ///< of `deadline`

    /** Makes the fields of one attempt. @param attempt  its number within the call, from 1 */
    using field_source = std::function<std::vector<http::field>(unsigned attempt)>;

    /** Is given the report of one call. Its class is in `useapi/client/call_report.hpp`. */
    using report_taker = std::function<void(const call_report& report)>;

    /** Is given the error of one attempt that is followed by another one. */
    using attempt_listener = std::function<void(const error& failure)>;

    /** In place of `client_options::timeout`: from the start of each call. It bounds queueing, connecting,
        every attempt and every wait. 0 or less: the call ends with `errc::timed_out` and effect `none`, and
        nothing is sent. At most a week. */
    call_options& timeout(std::chrono::milliseconds value) & noexcept
    {
        timeout_ = value;
        return *this;
    }

    /** The same for a temporary. */
    call_options timeout(std::chrono::milliseconds value) && noexcept { return std::move(timeout(value)); }

    /** A point in time that no call goes on after, such as the deadline of the request that your service
        answers. The earlier of this and the time-out counts. One that is past: as a `timeout` of 0. */
    call_options& deadline(clock::time_point value) & noexcept
    {
        deadline_ = value;
        return *this;
    }

    /** The same for a temporary. */
    call_options deadline(clock::time_point value) && noexcept { return std::move(deadline(value)); }

    /** In place of `client_options::attempt_timeout`. More than 0, at most a week. */
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

    /** In place of `retry_options::max_attempts`. Range 1 to 100; 1 is no retry. */
    call_options& max_attempts(unsigned value) & noexcept
    {
        max_attempts_ = value;
        return *this;
    }

    /** The same for a temporary. */
    call_options max_attempts(unsigned value) && noexcept { return std::move(max_attempts(value)); }

    /** Whether the service may carry out the request once at most: it is never sent again after an attempt
        whose effect is unknown, though it be idempotent. Attempts that certainly had no effect are still
        repeated. Default: by the operation. */
    call_options& at_most_once(bool value) & noexcept
    {
        at_most_once_ = value;
        return *this;
    }

    /** The same for a temporary. */
    call_options at_most_once(bool value) && noexcept { return std::move(at_most_once(value)); }

    /** A name of yours, such as the id of a request or a tenant. The observer is told it with each event of
        the call, by `event::call::tag`. It is not sent. */
    call_options& tag(std::string value) &
    {
        tag_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    call_options tag(std::string value) && { return std::move(tag(std::move(value))); }

    /** Adds a header field to every attempt. Those that the client sets itself are refused.
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
        this attempt. The same rules hold for them as for `add_field`.

        @par Executor  called before the attempt asks for its connection, on no strand and under no lock: the
                       first time inside the initiating function where the call need not wait before, and
                       otherwise on the `io_context`. An attempt that could not begin may be begun anew,
                       with the same number, and then it is called again.
        @par Errors    an exception from it fails the call with `errc::invalid_argument`; its text is not
                       passed on, since it may hold anything. */
    call_options& attempt_fields(field_source value) &
    {
        attempt_fields_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    call_options attempt_fields(field_source value) && { return std::move(attempt_fields(std::move(value))); }

    /** A function that is given a report of each call, successful ones included.
        A login that joins an equal one made no attempt of its own: see `client_options::join_equal_logins`.

        @par Executor  called once a call, just before its handler is: on no strand and under no lock. The
                       function of a handle is called by several threads at a time where several make calls.
        @par Errors    it must not throw: an exception ends the process. It is not called for a call that the
                       destruction of the `io_context` ended. */
    call_options& report_to(report_taker value) &
    {
        report_to_ = std::move(value);
        return *this;
    }

    /** The same for a temporary. */
    call_options report_to(report_taker value) && { return std::move(report_to(std::move(value))); }

    /** A function that is told of each failed attempt that is followed by another one, while the call goes
       on.

        @par Executor  as that of `report_to`, before the wait for the next attempt.
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

    /** These options, and those of `base` where these set none. Fields of both are sent, those of `base`
        first; of two functions for the same purpose, that of these options is called. */
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
