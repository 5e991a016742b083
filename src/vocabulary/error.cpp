#include <useapi/error.hpp>

#include "vocabulary/error_facts.hpp"

#include <ostream>
#include <utility>

namespace useapi {

std::string_view to_string(retry_refusal value) noexcept
{
    switch (value) {
    case retry_refusal::not_considered:
        return "no retry was considered";
    case retry_refusal::not_retryable:
        return "not retryable";
    case retry_refusal::not_idempotent:
        return "not safe to repeat";
    case retry_refusal::attempts_exhausted:
        return "retries exhausted";
    case retry_refusal::unknown_exhausted:
        return "re-sent often enough with unknown effect";
    case retry_refusal::deadline:
        return "no time is left for a retry";
    case retry_refusal::retry_after_too_far:
        return "the server asks to wait beyond the deadline";
    case retry_refusal::budget_exhausted:
        return "the retry budget is exhausted";
    case retry_refusal::policy:
        return "the retry policy gives up";
    }
    return "invalid";
}

std::string_view name_of(retry_refusal value) noexcept
{
    switch (value) {
    case retry_refusal::not_considered:
        return "not_considered";
    case retry_refusal::not_retryable:
        return "not_retryable";
    case retry_refusal::not_idempotent:
        return "not_idempotent";
    case retry_refusal::attempts_exhausted:
        return "attempts_exhausted";
    case retry_refusal::unknown_exhausted:
        return "unknown_exhausted";
    case retry_refusal::deadline:
        return "deadline";
    case retry_refusal::retry_after_too_far:
        return "retry_after_too_far";
    case retry_refusal::budget_exhausted:
        return "budget_exhausted";
    case retry_refusal::policy:
        return "policy";
    }
    return "invalid";
}

namespace {

/** ` (90 s)` if the pause is the reason why there was no further attempt; rounded up to a second.
 */
std::string pause_in_words(const error& failed)
{
    if (failed.retry_refusal() != retry_refusal::retry_after_too_far || !failed.retry_after())
        return {};
    const auto pause = std::chrono::ceil<std::chrono::seconds>(*failed.retry_after());
    return " (" + std::to_string(pause.count()) + " s)";
}

} // namespace

error::error(error_code code, useapi::effect effect) : code_(code), effect_(effect) {}

std::string error::message() const
{
    std::string text = code_.message();
    if (!detail_.empty())
        text += ": " + detail_;
    if (status_ != 0) {
        text += " (HTTP " + std::to_string(status_);
        if (!server_error_.empty())
            text += ": \"" + server_error_ + '"';
        if (!server_details_.empty())
            text += ", \"" + server_details_ + '"';
        text += ')';
    }
    const bool retry_is_worth_a_word = retry_refusal_ != useapi::retry_refusal::not_considered &&
                                       retry_refusal_ != useapi::retry_refusal::not_retryable;
    if (retry_is_worth_a_word || attempts_ > 1) {
        text += "; ";
        if (retry_is_worth_a_word)
            text.append(to_string(retry_refusal_)).append(pause_in_words(*this)).append(" after ");
        else
            text += "after ";
        text += std::to_string(attempts_) + (attempts_ == 1 ? " attempt" : " attempts");
    }
    return text;
}

error& error::code(error_code value) & noexcept
{
    code_ = value;
    return *this;
}

error& error::effect(useapi::effect value) & noexcept
{
    effect_ = value;
    return *this;
}

error& error::status(int value) & noexcept
{
    status_ = value;
    return *this;
}

error& error::detail(std::string value) &
{
    detail_ = std::move(value);
    return *this;
}

error& error::server_error(std::string value) &
{
    server_error_ = std::move(value);
    return *this;
}

error& error::server_details(std::string value) &
{
    server_details_ = std::move(value);
    return *this;
}

error& error::retry_after(std::optional<std::chrono::milliseconds> value) & noexcept
{
    retry_after_ = value;
    return *this;
}

error& error::request_id(std::string value) &
{
    request_id_ = std::move(value);
    return *this;
}

const std::shared_ptr<const http::response>& error::response() const noexcept
{
    static const std::shared_ptr<const http::response> none;
    return facts_ ? facts_->response : none;
}

error& error::response(std::shared_ptr<const http::response> value) &
{
    if (value || facts_)
        detail::error_access::change(*this).response = std::move(value);
    return *this;
}

std::optional<useapi::rate_limit> error::rate_limit() const
{
    return facts_ ? facts_->quota : std::nullopt;
}

error& error::rate_limit(std::optional<useapi::rate_limit> value) &
{
    if (value || facts_)
        detail::error_access::change(*this).quota = value;
    return *this;
}

std::string error::to_curl() const
{
    return facts_ ? detail::to_curl(facts_->request) : std::string();
}

detail::error_facts& detail::error_access::change(error& of)
{
    // Copies of the error share the old facts.
    auto changed = of.facts_ ? std::make_shared<error_facts>(*of.facts_) : std::make_shared<error_facts>();
    error_facts& facts = *changed;
    of.facts_ = std::move(changed);
    return facts;
}

error& error::attempts(unsigned value) & noexcept
{
    attempts_ = value;
    return *this;
}

error& error::elapsed(std::chrono::milliseconds value) & noexcept
{
    elapsed_ = value;
    return *this;
}

error& error::retry_refusal(useapi::retry_refusal value) & noexcept
{
    retry_refusal_ = value;
    return *this;
}

std::ostream& operator<<(std::ostream& out, const error& value)
{
    return out << value.message();
}

exception::exception(useapi::error reason)
    : boost::system::system_error(reason.code(), reason.message()), reason_(std::move(reason))
{
}

void throw_exception_from_error(const error& reason, const boost::source_location&)
{
    throw exception(reason);
}

} // namespace useapi
