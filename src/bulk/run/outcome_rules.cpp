#include "bulk/run/outcome_rules.hpp"

#include <useapi/retry/refusal.hpp>

#include <algorithm>
#include <utility>

namespace useapi::bulk {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_pause = 1s;
constexpr std::chrono::milliseconds longest_pause = 15s;

/** Whether something other than the service refused the row, so that it says nothing about the row. */
bool is_foreign(const error& why)
{
    return why.code() == errc::unexpected_content && why.effect() == effect::rejected;
}

/** Whether a later run may succeed: the request never arrived, or the failure is transient, or a good token
    solves it. */
bool worth_retrying(const error& why)
{
    return why.effect() != effect::rejected || why.code() == condition::transient || is_foreign(why) ||
           why.code() == condition::token_refused;
}

} // namespace

std::chrono::milliseconds pause_after(unsigned calls)
{
    return std::min(longest_pause, first_pause * (1 << std::min(calls - 1, 8U)));
}

std::string retry_reason(const error& why)
{
    return why.status() != 0 ? "status " + std::to_string(why.status()) : std::string(name_of(why.code()));
}

overload overload_of(const call_outcome& ended)
{
    static const std::string told_to_wait = retry_reason(error(errc::rate_limited).status(429));
    const bool failed = ended.failure && ended.failure->code() == condition::transient;
    if (ended.busy_signals == 0 && !failed)
        return overload::none;
    const bool ended_so = !failed || ended.failure->status() == 429;
    const bool retried_so = std::all_of(ended.retries.begin(), ended.retries.end(),
                                        [](const auto& each) { return each.first == told_to_wait; });
    const bool says_so = failed || !ended.retries.empty();
    return says_so && ended_so && retried_so ? overload::profile : overload::origin;
}

bool is_hopeless(const error& why)
{
    return why.code() == errc::certificate_rejected || why.code() == errc::client_certificate_rejected ||
           why.code() == errc::proxy_refused || is_foreign(why);
}

bool is_without_answer(const error& why)
{
    return (why.code() == condition::transport && why.status() == 0) || why.code() == condition::timed_out ||
           why.code() == errc::service_unavailable || is_foreign(why);
}

bool is_clear_no(const error& why, effect of_earlier_calls)
{
    const bool speaks_for_all = of_earlier_calls != effect::unknown || voids_earlier_attempts(why);
    return why.effect() == effect::rejected && why.code() == condition::refused && speaks_for_all;
}

row_result result_of(pending_row& pending, row_outcome outcome, const error* why)
{
    row_result row;
    row.line = pending.row.line;
    row.email = pending.row.settings.email();
    row.profile = std::move(pending.row.profile);
    row.retries = std::move(pending.retries);
    row.outcome = outcome;
    row.attempts = pending.attempts;
    row.elapsed = pending.elapsed;
    row.effect = effect::applied;
    row.status = pending.status;
    if (!why)
        return row;
    // A clear refusal is about the data of the row, so it also holds for the earlier calls.
    row.effect =
        outcome == row_outcome::rejected ? why->effect() : std::max(why->effect(), pending.effect_so_far);
    row.worth_retrying = worth_retrying(*why);
    row.status = why->status();
    row.error = why->code().message();
    row.request_id = why->request_id();
    if (!why->server_error().empty())
        row.error += ": " + why->server_error();
    return row;
}

row_result result_of_unsent(input_row& unsent, std::string why)
{
    row_result row;
    row.line = unsent.line;
    row.email = unsent.settings.email();
    row.profile = std::move(unsent.profile);
    row.error = std::move(why);
    if (unsent.effect_so_far != effect::none) {
        row.outcome = row_outcome::failed;
        row.effect = unsent.effect_so_far;
        row.worth_retrying = true;
        row.error = "sent, with no answer that settles it; " + row.error;
    }
    return row;
}

} // namespace useapi::bulk
