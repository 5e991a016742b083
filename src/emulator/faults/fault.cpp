#include "emulator/faults/fault.hpp"

#include <utility>

namespace useapi::emulator {
namespace {

// By default a fault that loses the answer strikes after the change. This is the worst case for a client: the
// work was done, but no answer tells it. A fault that is a refusal strikes before the work.
strikes default_strikes(fault_kind kind)
{
    switch (kind) {
    case fault_kind::status:
    case fault_kind::reset_before_request:
    case fault_kind::delay:
    case fault_kind::wrong_password:
    case fault_kind::suspended:
        return strikes::before_change;
    case fault_kind::reset_after_request:
    case fault_kind::stall:
    case fault_kind::truncate:
    case fault_kind::close:
    case fault_kind::close_silent:
    case fault_kind::garbage:
        return strikes::after_change;
    }
    return strikes::before_change;
}

} // namespace

std::string_view name_of(fault_kind kind) noexcept
{
    switch (kind) {
    case fault_kind::status:
        return "status";
    case fault_kind::reset_before_request:
        return "reset=before-request";
    case fault_kind::reset_after_request:
        return "reset=after-request";
    case fault_kind::stall:
        return "stall";
    case fault_kind::delay:
        return "delay";
    case fault_kind::truncate:
        return "truncate";
    case fault_kind::close:
        return "close";
    case fault_kind::close_silent:
        return "close=silent";
    case fault_kind::garbage:
        return "garbage";
    case fault_kind::wrong_password:
        return "wrong-password";
    case fault_kind::suspended:
        return "suspended";
    }
    return "";
}

bool is_login_refusal(fault_kind kind) noexcept
{
    return kind == fault_kind::wrong_password || kind == fault_kind::suspended;
}

fault::fault(fault_kind kind) : kind_(kind), applied_(default_strikes(kind)) {}

fault& fault::status(unsigned value)
{
    status_ = value;
    return *this;
}

fault& fault::delay(std::chrono::milliseconds value)
{
    delay_ = value;
    return *this;
}

fault& fault::retry_after(emulator::retry_after value)
{
    retry_after_ = value;
    return *this;
}

fault& fault::without_retry_after()
{
    retry_after_.reset();
    never_retry_after_ = true;
    return *this;
}

std::optional<retry_after> fault::retry_after() const
{
    constexpr unsigned too_many_requests = 429;
    if (!retry_after_ && !never_retry_after_ && status_ == too_many_requests)
        return emulator::retry_after(std::chrono::seconds(1), false);
    return retry_after_;
}

fault& fault::body(std::string value)
{
    body_ = std::move(value);
    return *this;
}

fault& fault::rate(double value)
{
    rate_ = value;
    return *this;
}

fault& fault::nth(request_range value)
{
    nth_ = value;
    return *this;
}

fault& fault::email(std::string value)
{
    email_ = std::move(value);
    return *this;
}

fault& fault::method(request_method value)
{
    method_ = value;
    return *this;
}

fault& fault::applied(strikes value)
{
    applied_ = value;
    return *this;
}

std::string fault_error::message() const
{
    return "column " + std::to_string(column_) + ": " + reason_;
}

} // namespace useapi::emulator
