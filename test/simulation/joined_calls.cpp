#include "simulation/joined_calls.hpp"

#include "simulation/occurrences.hpp"

#include <algorithm>

namespace useapi::simulation {
namespace {

bool asks_for_the_same(const planned_call& a, const planned_call& b)
{
    return a.email == b.email && a.password == b.password && a.max_jobs == b.max_jobs;
}

/** Whether an equal call would fail in the same way. Otherwise this call was stopped. */
bool is_about_the_account(const error& failure)
{
    const error_code code = failure.code();
    const bool was_stopped = code == errc::cancelled || code == errc::timed_out ||
                             code == errc::client_closed || code == errc::client_draining;
    const bool has_no_time = failure.retry_refusal() == retry_refusal::deadline ||
                             failure.retry_refusal() == retry_refusal::retry_after_too_far;
    return !was_stopped && !has_no_time;
}

bool is_same(const std::optional<error>& a, const std::optional<error>& b)
{
    if (!a || !b)
        return !a && !b;
    return a->code() == b->code() && a->effect() == b->effect() && a->status() == b->status() &&
           a->server_error() == b->server_error();
}

std::string told(const std::optional<error>& end)
{
    return end ? end->message() + " (effect " + std::string(to_string(end->effect())) + ")" : "success";
}

/** Checks the end of a call that got the outcome of another call. @return the violation; empty if there is
    none */
std::string check_shared(const call_truth& ended)
{
    const call_truth& other = *ended.answered_by;
    table_of_occurrences().count(other.failure ? "login joined: failed as the other one"
                                               : "login joined: succeeded as the other one");
    if (!is_same(ended.failure, other.failure))
        return "ended in another way than the equal call that it had joined: " + told(ended.failure) +
               ", and that one: " + told(other.failure);
    if (ended.ended != other.ended)
        return "ended later than the equal call that it had joined";
    return ended.requests != 0 ? "logged in although it had joined an equal call" : "";
}

} // namespace

std::shared_ptr<call_truth> joined_by(const account_truth& account, const planned_call& plan)
{
    const auto last = std::find_if(account.calls.rbegin(), account.calls.rend(),
                                   [](const auto& each) { return !each->is_settled(); });
    return last != account.calls.rend() && asks_for_the_same(*(*last)->plan, plan) ? *last : nullptr;
}

std::string note_end(call_truth& ended, const std::optional<error>& failure, time_point now)
{
    ended.has_ended = true;
    ended.failure = failure;
    ended.ended = now;
    const bool is_shared = !failure || is_about_the_account(*failure);
    // The call may have been stopped at the same instant as the other one ended, and before it.
    if (!is_shared && ended.answered_by && ended.answered_by->ended == now)
        ended.answered_by.reset();
    if (ended.answered_by)
        return check_shared(ended);
    const auto& all = ended.account->calls;
    const auto own =
        std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.get() == &ended; });
    for (auto next = own; next != all.end(); ++next) {
        call_truth& behind = **next;
        if (behind.is_settled() || !behind.joined)
            continue;
        const auto front = behind.joined;
        if (is_shared && (front == *own || front->answered_by == *own))
            behind.answered_by = *own;
        else if (front == *own)
            behind.joined = ended.joined;
    }
    if (is_shared && ended.joined)
        return "ended before the equal call that it had joined";
    return {};
}

std::shared_ptr<call_truth> doer_of(const std::shared_ptr<call_truth>& call)
{
    return call->answered_by ? call->answered_by : call;
}

} // namespace useapi::simulation
