#include "client/call/call.hpp"
#include "client/client_core.hpp"

// The parts of a call that use `traffic`, if there is one.

namespace useapi::detail {

std::optional<error> call::refused_by_silence() const
{
    traffic* const watched = core_->watched_traffic();
    if (!watched)
        return std::nullopt;
    const retry::silence::answer said = watched->ask(now_);
    if (said.passes)
        return std::nullopt;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(said.lasts).count();
    return error(errc::service_unavailable)
        .detail("it has not answered for " + std::to_string(seconds) +
                " s, so calls fail at once until it does")
        .retry_after(said.until_probe);
}

void call::note_traffic(bool has_answer, const error* why)
{
    if (!has_answer) {
        // A call that the caller cancelled tells nothing about the service. A deadline that passed does.
        const auto stop = stopped();
        if (stop && stop->code() != errc::timed_out)
            return;
    }
    const bool is_overload = why && why->code() == condition::transient;
    core_->watched_traffic()->on_outcome(traffic_number_, {has_answer, is_overload}, now_);
}

} // namespace useapi::detail
