#include "simulation/occurrences.hpp"

#include <array>
#include <cstdint>
#include <ostream>
#include <string_view>
#include <utility>

namespace useapi::simulation {
namespace {

/** Rows of the retry table are `code [status]`, with what followed. */
constexpr std::array expected = std::to_array<std::string_view>({
    "login joined: succeeded as the other one",
    "login joined: failed as the other one",
    "attempt failed: resolve_failed",
    "attempt failed: connect_failed",
    "attempt failed: tls_failed",
    "attempt failed: certificate_rejected",
    "attempt failed: connection_lost",
    "attempt failed: attempt_timed_out",
    "attempt failed: malformed_response",
    "attempt failed: unexpected_content 200",
    "attempt failed: proxy_failed",
    "attempt failed: proxy_refused",
    "attempt failed: client_certificate_rejected",
    "attempt failed: body_too_large",
    "attempt failed: unexpected_status 302",
    "attempt failed: request_refused 400",
    "attempt failed: credentials_refused 401",
    "attempt failed: token_refused 401",
    "attempt failed: subscription_exhausted 402",
    "attempt failed: request_refused 403",
    "attempt failed: not_found 404",
    "attempt failed: service_unavailable 408",
    "attempt failed: request_refused 409",
    "attempt failed: request_refused 410",
    "attempt failed: account_out_of_credits 412",
    "attempt failed: request_refused 422",
    "attempt failed: rate_limited 429",
    "attempt failed: server_failed 500",
    "attempt failed: login_failed 500",
    "attempt failed: server_failed 501",
    "attempt failed: service_unavailable 502",
    "attempt failed: service_unavailable 503",
    "attempt failed: service_unavailable 504",
    "attempt failed: server_failed 505",
    "attempt failed: service_unavailable 520",
    "attempt failed: service_unavailable 522",
    "attempt failed: service_unavailable 524",
    "attempt failed: account_in_error_state 596",
    "again: resolve_failed",
    "again: connect_failed",
    "again: tls_failed",
    "again: connection_lost",
    "again: attempt_timed_out",
    "again: proxy_failed",
    "again: rate_limited 429",
    "again: service_unavailable 408",
    "again: service_unavailable 502",
    "again: service_unavailable 503",
    "again: service_unavailable 504",
    "again: service_unavailable 520",
    "again: service_unavailable 522",
    "again: service_unavailable 524",
    "again: server_failed 500",
    "again: connection replaced",
    "refused: not_retryable",
    "refused: not_idempotent",
    "refused: attempts_exhausted",
    "refused: unknown_exhausted",
    "refused: deadline",
    "refused: retry_after_too_far",
    "refused: budget_exhausted",
    "call held back by the gate",
    "call closed the gate",
    "gate: let a probe through",
    "gate: reopened by a probe",
    "connection: new, at once",
    "connection: new, after a wait",
    "connection: reused, at once",
    "connection: reused, after a wait",
    "connection closed: exchange_failed",
    "connection closed: not_reusable",
    "connection closed: found_dead",
    "connection closed: sibling_dead",
    "connection closed: idle_timeout",
    "connection closed: idle_readable",
    "connection closed: max_age",
    "connection closed: stopped",
    "call ended: success",
    "call ended: cancelled, effect none",
    "call ended: cancelled, effect unknown",
    "call ended: timed_out, effect none",
    "call ended: timed_out, effect unknown",
    "call ended: client_closed, effect none",
    "call ended: client_closed, effect unknown",
    "call ended: client_draining, effect none",
    "call ended: client_draining, effect unknown",
    "call ended: rate_limited, effect rejected",
    "call ended: not_found, effect rejected",
    "call ended: queue_full, effect none",
});

std::string with_status(error_code code, int status)
{
    std::string text(name_of(code));
    return status == 0 ? text : text + ' ' + std::to_string(status);
}

std::chrono::milliseconds in_milliseconds(event::duration time)
{
    return std::chrono::ceil<std::chrono::milliseconds>(time);
}

class counting_observer final : public observer
{
public:
    counting_observer(std::function<void()> held_back, event_log& log, const subject& beginning)
        : held_back_(std::move(held_back)), log_(log), beginning_(beginning)
    {
    }

    void on_call_queued(const event::call_queued& heard) noexcept override
    {
        if (log_.is_on())
            names_.emplace(heard.call().id(), beginning_);
    }

    void on_call_held_back(const event::call_held_back& heard) noexcept override
    {
        log_.add(who(heard), "is held back for ", in_milliseconds(heard.wait()));
        table_.count("call held back by the gate");
        held_back_();
    }

    void on_gate_closed(const event::gate_closed& heard) noexcept override
    {
        log_.add(who(heard), "closes the gate for ", in_milliseconds(heard.wait()));
        table_.count("call closed the gate");
    }

    void on_connection_acquired(const event::connection_acquired& heard) noexcept override
    {
        const std::string wait = heard.waited() == event::duration::zero() ? "at once" : "after a wait";
        table_.count((heard.reused() ? "connection: reused, " : "connection: new, ") + wait);
    }

    void on_retry_decided(const event::retry_decided& heard) noexcept override
    {
        log_retry(heard);
        if (heard.replaces_connection())
            return table_.count("again: connection replaced");
        const std::string what = with_status(heard.code(), heard.status());
        table_.count("attempt failed: " + what);
        if (heard.again())
            table_.count("again: " + what);
        else
            table_.count("refused: " + std::string(name_of(heard.refusal())));
    }

    void on_call_ended(const event::call_ended& heard) noexcept override
    {
        if (!heard.code())
            return table_.count("call ended: success");
        // The gate opens too late for the call.
        if (heard.code() == errc::rate_limited && heard.status() == 0)
            held_back_();
        table_.count("call ended: " + std::string(name_of(heard.code())) + ", effect " +
                     std::string(to_string(heard.effect())));
    }

    void on_connection_closed(const event::connection_closed& heard) noexcept override
    {
        table_.count("connection closed: " + std::string(name_of(heard.reason())));
    }

private:
    subject who(const event::of_call& heard) const
    {
        const auto found = names_.find(heard.call().id());
        return found == names_.end() ? subject{"client"} : found->second;
    }

    void log_retry(const event::retry_decided& heard)
    {
        if (heard.again())
            log_.add(who(heard), "is to be sent again in ", in_milliseconds(heard.wait()), " after ",
                     name_of(heard.code()));
        else
            log_.add(who(heard), "is not to be sent again after ", name_of(heard.code()), ": ",
                     name_of(heard.refusal()));
    }

    occurrences& table_ = table_of_occurrences();
    std::function<void()> held_back_;
    event_log& log_;
    const subject& beginning_;
    std::map<std::uint64_t, subject> names_; ///< by the number of the call
};

} // namespace

void occurrences::print(std::ostream& out) const
{
    for (const auto& [name, count] : counts_)
        out << count << "  " << name << '\n';
}

std::vector<std::string> occurrences::missing() const
{
    std::vector<std::string> never;
    for (const std::string_view name : expected)
        if (!counts_.contains(std::string(name)))
            never.emplace_back(name);
    return never;
}

occurrences& table_of_occurrences()
{
    static occurrences table;
    return table;
}

std::shared_ptr<observer> make_counting_observer(std::function<void()> held_back, event_log& log,
                                                 const subject& beginning)
{
    return std::make_shared<counting_observer>(std::move(held_back), log, beginning);
}

} // namespace useapi::simulation
