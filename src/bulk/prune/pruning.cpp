#include "bulk/prune/pruning.hpp"

#include "bulk/prune/cautious_key.hpp"
#include "bulk/refuse.hpp"

#include <useapi/error.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace useapi::bulk {
namespace {

/** Whether every other call would end the same way. */
bool ends_all(const error& failure)
{
    const error_code why = failure.code();
    return why == condition::token_refused || why == condition::transport || why == condition::timed_out ||
           why == condition::cancelled || why == errc::service_unavailable;
}

/** The keys that the service lists at the end, by profile. A profile whose list proves nothing has no entry.
 */
std::map<std::string, std::set<std::string>> list_again(const std::vector<deletion_attempt>& attempts,
                                                        pruning_world& world)
{
    std::map<std::string, std::set<std::string>> listed;
    std::set<std::string> asked;
    for (const deletion_attempt& each : attempts) {
        const std::string& profile = each.account.profile;
        if (!each.answer || !asked.insert(profile).second)
            continue;
        const auto now = world.list(profile);
        // An empty list proves nothing: it may come from a proxy's 404.
        if (!now || now->empty())
            continue;
        std::set<std::string>& keys = listed[profile];
        for (const runwayml::account& account : *now)
            keys.insert(account.key());
    }
    return listed;
}

std::vector<deletion_attempt> erase_all(const std::vector<listed_account>& leaving, pruning_world& world,
                                        pruning_outcome& outcome)
{
    std::vector<deletion_attempt> attempts;
    for (const listed_account& each : leaving) {
        deletion_attempt& attempt = attempts.emplace_back();
        attempt.account = each;
        if (outcome.ended_by || world.is_interrupted())
            continue;
        attempt.answer = world.erase(each);
        if (!*attempt.answer && ends_all(attempt.answer->error()))
            outcome.ended_by = attempt.answer->error();
    }
    return attempts;
}

/** Reports every deletion, and reverts the records in the ledger of deletions that did not happen. */
void conclude(const std::vector<deletion_attempt>& attempts, pruning_world& world, pruning_outcome& outcome)
{
    const auto listed = list_again(attempts, world);
    std::vector<listed_account> stayed;
    std::set<std::string> gone;
    for (const deletion_attempt& each : attempts) {
        const auto found = listed.find(each.account.profile);
        std::optional<bool> is_listed;
        if (found != listed.end())
            is_listed = found->second.contains(each.account.key);
        const row_result judged = judge_deletion(each, is_listed);
        ++(judged.outcome == row_outcome::deleted ? outcome.deleted : outcome.not_deleted);
        if (is_listed.value_or(!each.answer))
            stayed.push_back(each.account);
        else
            gone.insert({cautious_key(each.account.key), cautious_key(each.account.email)});
        world.report(judged);
    }
    // The ledger knows only names: if one of two accounts may be gone, a row of either is sent.
    std::erase_if(stayed, [&](const listed_account& each) {
        return gone.contains(cautious_key(each.key)) || gone.contains(cautious_key(each.email));
    });
    world.take_back(stayed);
}

} // namespace

row_result judge_deletion(const deletion_attempt& attempt, std::optional<bool> is_listed)
{
    row_result made;
    made.email = attempt.account.key;
    made.profile = attempt.account.profile;
    const bool was_answered_yes = attempt.answer && *attempt.answer;
    // A 404 may come from a proxy: only the list, or a success from the service, proves a deletion.
    const bool is_gone = is_listed ? !*is_listed : was_answered_yes;
    made.outcome = is_gone ? row_outcome::deleted : row_outcome::not_deleted;
    if (!attempt.answer) {
        made.error = is_gone ? "" : "not begun";
        return made;
    }
    if (*attempt.answer) {
        made.attempts = 1;
        made.effect = is_gone ? effect::applied : effect::unknown;
        made.error = is_gone ? "" : "the service still lists it";
        return made;
    }
    const error& why = attempt.answer->error();
    made.attempts = why.attempts();
    made.elapsed = why.elapsed();
    made.status = why.status();
    made.effect = is_gone ? effect::applied : why.effect();
    if (!is_gone)
        made.error = why.message() + (is_listed ? "" : "; it may be deleted all the same");
    return made;
}

pruning_outcome prune(const pruning_world::accounts_by_profile& lists, pruning_world& world)
{
    const auto make_plan = [&](std::uint64_t& fingerprint) {
        prune_plan plan;
        for (const auto& [profile, accounts] : lists)
            plan.add_list(profile, accounts);
        fingerprint = world.read_rows(
            [&](std::string_view profile, std::string_view email) { plan.add_row(profile, email); });
        return plan;
    };
    pruning_outcome outcome;
    std::uint64_t shown = 0;
    const prune_plan plan = make_plan(shown);
    outcome.is_confirmed = world.confirm(plan);
    const std::vector<listed_account> leaving = plan.deletions();
    if (!outcome.is_confirmed || leaving.empty())
        return outcome;
    std::uint64_t now = 0;
    if (const prune_plan again = make_plan(now); now != shown || again.deletions() != leaving)
        refuse("a file that names accounts changed while the question stood; nothing was deleted");
    world.note_deletions(leaving);
    const std::vector<deletion_attempt> attempts = erase_all(leaving, world, outcome);
    conclude(attempts, world, outcome);
    return outcome;
}

} // namespace useapi::bulk
