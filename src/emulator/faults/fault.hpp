#ifndef USEAPI_SRC_EMULATOR_FAULTS_FAULT_HPP
#define USEAPI_SRC_EMULATOR_FAULTS_FAULT_HPP

#include "emulator/faults/request_method.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace useapi::emulator {

/** A fault. README.md of this folder has the grammar, kind by kind. */
enum class fault_kind
{
    status,               ///< an answer of a given status
    reset_before_request, ///< TCP reset once the header is there; the body is not read
    reset_after_request,  ///< TCP reset instead of an answer
    stall,                ///< no answer until the client closes
    delay,                ///< the answer comes late
    truncate,             ///< half of the answer's body, then the end of the connection
    close,                ///< the answer, with `Connection: close`, then the end
    close_silent,         ///< the answer, then the end without an announcement
    garbage,              ///< bytes that are not HTTP
    wrong_password,       ///< the login is refused for the password
    suspended             ///< the login is refused because the account is suspended
};

/// The beginning of a spec, without the value of a status or delay: "reset=after-request".
[[nodiscard]] std::string_view name_of(fault_kind kind) noexcept;

/// Whether the fault is the refusal of a login, which only a POST makes.
[[nodiscard]] bool is_login_refusal(fault_kind kind) noexcept;

/** Whether a fault strikes before the store is changed (and, unless it is a delay, instead of it) or after.
 */
enum class strikes
{
    before_change,
    after_change
};

/** The numbers of requests of an email, from 1, to which a fault applies. */
class request_range
{
public:
    /// Exactly the request numbered `number`, or with `onwards` also every later one.
    request_range(std::uint64_t number, bool onwards) : number_(number), onwards_(onwards) {}

    [[nodiscard]] bool contains(std::uint64_t number) const noexcept
    {
        return onwards_ ? number >= number_ : number == number_;
    }

private:
    std::uint64_t number_;
    bool onwards_;
};

/** The `Retry-After` that a status fault sends. */
class retry_after
{
public:
    retry_after(std::chrono::seconds wait, bool as_date) : wait_(wait), as_date_(as_date) {}

    [[nodiscard]] std::chrono::seconds wait() const noexcept { return wait_; }

    /// True for an HTTP-date of now + `wait()`, false for the number of seconds.
    [[nodiscard]] bool as_date() const noexcept { return as_date_; }

private:
    std::chrono::seconds wait_;
    bool as_date_;
};

/** A fault, and the requests that it hits. `parse_fault()` makes it from the text of `--fault`, and code
    makes it with the setters.
    @par Thread safety
    distinct objects: safe; shared object: safe while it is not changed
*/
class fault
{
public:
    /// A fault of every request. It strikes at the default point of its kind.
    explicit fault(fault_kind kind);

    /// Status to answer, 200-599; for `fault_kind::status` only.
    fault& status(unsigned value);
    /// How long the answer is held back; for `fault_kind::delay` only.
    fault& delay(std::chrono::milliseconds value);
    /// The `Retry-After` of a status fault; default: one second with 429, none with any other status.
    fault& retry_after(emulator::retry_after value);
    /// No `Retry-After`, not even with 429.
    fault& without_retry_after();
    /// Text of a status fault's body: sent as it is if it starts with `{`, `[` or `<`, else as the error's
    /// text.
    fault& body(std::string value);
    /// Share of the requests that are hit, 0-1, default 1.
    fault& rate(double value);
    /// Only these requests of an email; if `method()` is set, only requests of that method are counted;
    /// default: all.
    fault& nth(request_range value);
    /// Only the requests about this address; default: all.
    fault& email(std::string value);
    /// Only the requests of this method; default: all.
    fault& method(request_method value);
    fault& applied(strikes value);

    [[nodiscard]] fault_kind kind() const noexcept { return kind_; }

    [[nodiscard]] unsigned status() const noexcept { return status_; }

    [[nodiscard]] std::chrono::milliseconds delay() const noexcept { return delay_; }

    /// The `Retry-After` that is sent with the status, set or by default.
    [[nodiscard]] std::optional<emulator::retry_after> retry_after() const;

    [[nodiscard]] const std::optional<std::string>& body() const noexcept { return body_; }

    [[nodiscard]] double rate() const noexcept { return rate_; }

    [[nodiscard]] const std::optional<request_range>& nth() const noexcept { return nth_; }

    [[nodiscard]] const std::optional<std::string>& email() const noexcept { return email_; }

    [[nodiscard]] std::optional<request_method> method() const noexcept { return method_; }

    [[nodiscard]] strikes applied() const noexcept { return applied_; }

private:
    fault_kind kind_;
    strikes applied_;
    unsigned status_ = 0;
    std::chrono::milliseconds delay_{0};
    double rate_ = 1.0;
    std::optional<emulator::retry_after> retry_after_;
    bool never_retry_after_ = false;
    std::optional<std::string> body_;
    std::optional<request_range> nth_;
    std::optional<std::string> email_;
    std::optional<request_method> method_;
};

/** Why the text of a fault is malformed. */
class fault_error
{
public:
    fault_error(std::size_t column, std::string reason) : column_(column), reason_(std::move(reason)) {}

    /// The place in the text, from 1.
    [[nodiscard]] std::size_t column() const noexcept { return column_; }

    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

    /// "column 12: rate is a number from 0 to 1, not '2'".
    [[nodiscard]] std::string message() const;

private:
    std::size_t column_;
    std::string reason_;
};

/** Reads a fault's text, such as `status=429,retry-after=1,rate=0.05`.
    @param spec  the grammar is in README.md of this folder
    @return the fault, or the problem and its column
*/
[[nodiscard]] std::variant<fault, fault_error> parse_fault(std::string_view spec);

} // namespace useapi::emulator

#endif
