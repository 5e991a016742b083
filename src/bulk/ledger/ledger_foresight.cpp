#include "bulk/ledger/ledger_foresight.hpp"

#include "bulk/account_key.hpp"
#include "bulk/ledger/ledger_store.hpp"
#include "bulk/ledger/once_ready.hpp"
#include "bulk/plural.hpp"
#include "bulk/refuse.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace useapi::bulk {
namespace {

constexpr std::size_t rows_of_a_question = 500;

void require_same_run(const ledger_run& found, const ledger_purpose& purpose)
{
    const run_identity recorded = identity_of(found.values);
    if (const auto why = difference(recorded, purpose.identity))
        refuse("the ledger: " + *why + "; name another ledger for another run");
    if (const auto why = difference_of_profiles(recorded, purpose.identity))
        refuse("the ledger: " + *why);
}

} // namespace

std::string ledger_foresight::repetition::text() const
{
    const std::string of_profile = profile.empty() ? std::string() : " of profile " + profile;
    const std::string rows_again = (rows == 0   ? "every row that is"
                                    : rows == 1 ? "1 row that is"
                                                : plural_rows(rows) + " that are") +
                                   std::string(" settled would be sent again, a login each");
    if (is_certain)
        return "the API token" + of_profile +
               ", or the ledger's salt, is not the one of the last run: " + rows_again;
    return "no row" + of_profile +
           " matches the ledger: the API token, the ledger's salt or every row has changed since; " +
           rows_again;
}

ledger_foresight::ledger_foresight(std::unique_ptr<ledger_reading> ledger, const ledger_purpose& purpose,
                                   const std::vector<ledger_profile>& profiles)
    : ledger_(std::move(ledger)), rules_(purpose.rules)
{
    const ledger_run found = ledger_->run();
    require_same_run(found, purpose);
    // The coming run has not settled any row yet.
    rules_.run_began = wall_time::max();
    for (const ledger_profile& each : profiles) {
        digest_key key(each.token, found.salt);
        const auto mark = found.values.find(name_of_mark(each.name));
        key_state state = key_state::same;
        if (each.is_named && mark == found.values.end())
            state = key_state::not_known;
        else if (each.is_named && mark->second != key.mark())
            state = key_state::another;
        profiles_.emplace(each.name, known_profile{std::move(key), state, 0});
    }
    for (const ledger_worker& each : found.workers)
        rows_of_workers_ += each.lease_left.count() > 0 ? each.rows : 0;
}

void ledger_foresight::look_at(std::string_view profile, const account_row& row, step_listener then)
{
    was_looked_at_ = true;
    known_profile& whose = profiles_.find(profile)->second;
    ledger_claim claim({std::string(profile), account_key(row.email())}, whose.key(row), 0);
    waiting_.push_back({whose, std::move(claim), std::move(then)});
    if (waiting_.size() == rows_of_a_question)
        look_at_rest();
}

void ledger_foresight::look_at_rest()
{
    std::vector<waiting_row> rows = std::exchange(waiting_, {});
    std::vector<row_key> keys;
    keys.reserve(rows.size());
    for (const waiting_row& each : rows)
        keys.push_back(each.claim.key);
    if (keys.empty())
        return;
    const auto found = ledger_->find(keys);
    for (waiting_row& each : rows) {
        const auto known = found.find(each.claim.key);
        const next_step step = step_of(each, known == found.end() ? nullptr : &known->second);
        if (each.then)
            each.then(step);
    }
}

next_step ledger_foresight::step_of(waiting_row& row, const ledger_row* known) const
{
    const next_step step = decide(known, row.claim, rules_);
    if (!known)
        return step;
    if (known->digest == row.claim.digest) {
        if (row.profile.state == key_state::not_known)
            row.profile.state = key_state::same;
        return step;
    }
    row.claim.digest = known->digest;
    if (decide(known, row.claim, rules_) == next_step::keep)
        ++row.profile.sent_again;
    return step;
}

bool ledger_foresight::is_key_known() const noexcept
{
    return std::all_of(profiles_.begin(), profiles_.end(),
                       [](const auto& each) { return each.second.state == key_state::same; });
}

std::vector<ledger_foresight::repetition> ledger_foresight::repetitions() const
{
    std::vector<repetition> found;
    for (const auto& [name, profile] : profiles_) {
        const bool is_certain = profile.state == key_state::another;
        if (profile.state == key_state::same || (profile.sent_again == 0 && (was_looked_at_ || !is_certain)))
            continue;
        repetition& made = found.emplace_back();
        made.profile = name;
        made.rows = profile.sent_again;
        made.is_certain = is_certain;
    }
    return found;
}

std::optional<ledger_foresight> foresee(const import_options& options, const ledger_input& input,
                                        const std::vector<ledger_profile>& profiles, ledger_access how)
{
    auto ledger = how == ledger_access::untouched
                      ? read_untouched_ledger(options.ledger())
                      : once_ready(options.on_notice(), [&] { return read_ledger_if_any(options.ledger()); });
    if (!ledger)
        return std::nullopt;
    return std::optional<ledger_foresight>(std::in_place, std::move(ledger),
                                           purpose_of(options, input, profiles), profiles);
}

} // namespace useapi::bulk
