#include "simulation/disk/ledger_record.hpp"

#include <utility>

namespace useapi::disk_simulation {
namespace {

using bulk::row_state;

row_state state_after(const bulk::row_result& result)
{
    switch (result.outcome) {
    case bulk::row_outcome::applied:
        return row_state::applied;
    case bulk::row_outcome::rejected:
        return row_state::rejected;
    case bulk::row_outcome::failed:
        return result.effect == effect::unknown ? row_state::unknown : row_state::failed;
    default:
        return row_state::pending;
    }
}

std::string difference_of(const std::map<bulk::row_key, ledger_record::row>& known, const ledger_rows& found)
{
    for (const auto& [key, row] : known) {
        const auto stored = found.find(key);
        if (stored == found.end())
            return key.email + ": the ledger lost the row";
        const std::string state(to_string(stored->second.state));
        if (stored->second.state != row.state)
            return key.email + ": the ledger has another state: " + state + " instead of " +
                   std::string(to_string(row.state));
        if (stored->second.digest != row.digest)
            return key.email + ": the ledger has the digest of other data";
        if (row.state == row_state::sent && stored->second.before_sent != row.before_sent)
            return key.email + ": the ledger has another state before the row was sent: " +
                   std::string(to_string(stored->second.before_sent)) + " instead of " +
                   std::string(to_string(row.before_sent));
    }
    for (const auto& [key, row] : found)
        if (!known.contains(key))
            return key.email + ": the ledger has a row that was never recorded";
    return {};
}

} // namespace

void ledger_record::begin_run(std::size_t run, const bulk::resume_rules& rules)
{
    run_ = run;
    rules_ = rules;
}

const ledger_record::row* ledger_record::find(const bulk::row_key& key) const
{
    const auto found = known_.find(key);
    return found == known_.end() ? nullptr : &found->second;
}

bool ledger_record::is_to_send(const row* known, const bulk::ledger_claim& claim) const
{
    if (known == nullptr || known->digest != claim.digest || known->state == row_state::pending)
        return true;
    const bool is_settled_now = known->settled_in == run_;
    switch (known->state) {
    case row_state::sent:
        return rules_.may_repeat || rules_.retry_rejected;
    case row_state::unknown:
        return (rules_.may_repeat || rules_.retry_rejected) && !is_settled_now;
    case row_state::rejected:
    case row_state::failed:
        return (known->worth_retrying || rules_.retry_rejected) && !is_settled_now;
    default:
        return false;
    }
}

void ledger_record::on_begun(const std::vector<bulk::ledger_outcome>& outcomes,
                             const std::vector<bulk::ledger_claim>& claims)
{
    const rows before = known_;
    to_send_.clear();
    for (const bulk::ledger_claim& each : claims)
        claim(each);
    for (const bulk::ledger_outcome& each : outcomes)
        settle(each);
    perhaps_ = std::exchange(known_, before);
}

void ledger_record::claim(const bulk::ledger_claim& what)
{
    const row* const known = find(what.key);
    to_send_.push_back(is_to_send(known, what));
    if (!to_send_.back() || what.only_look)
        return;
    const bool is_same = known != nullptr && known->digest == what.digest;
    row next = is_same ? *known : row();
    next.before_sent = next.state == row_state::sent ? row_state::unknown : next.state;
    next.state = row_state::sent;
    next.digest = what.digest;
    next.claimed_in = run_;
    known_[what.key] = next;
}

void ledger_record::settle(const bulk::ledger_outcome& what)
{
    const auto found = known_.find(what.key);
    if (found == known_.end() || found->second.claimed_in != run_)
        return;
    row& known = found->second;
    if (!what.result) {
        if (known.state == row_state::sent)
            known.state = known.before_sent;
        return;
    }
    // A failure of this run leaves open what an earlier run did.
    const bool was_open = known.state == row_state::sent && known.before_sent == row_state::unknown;
    known.state = state_after(*what.result);
    if (was_open && known.state == row_state::failed)
        known.state = row_state::unknown;
    known.worth_retrying = what.result->worth_retrying;
    known.settled_in = run_;
}

std::string ledger_record::on_done(const std::vector<bulk::admission>& admissions)
{
    known_ = std::move(*std::exchange(perhaps_, std::nullopt));
    others_.clear();
    if (admissions.size() != to_send_.size())
        return "the ledger answers another number of rows than it was asked about";
    for (std::size_t i = 0; i < admissions.size(); ++i) {
        const bool sends = admissions[i].step != bulk::next_step::keep;
        if (sends != to_send_[i])
            return sends ? "the ledger sends a row that it has to keep"
                         : "the ledger keeps a row that it has to send";
        if (admissions[i].step == bulk::next_step::ask_first && !rules_.verify)
            return "the ledger asks first without being told to";
    }
    return {};
}

std::string ledger_record::difference(const ledger_rows& found, bool lost_power)
{
    std::string wrong = difference_of(known_, found);
    const std::optional<rows> newer = std::exchange(perhaps_, std::nullopt);
    if (!wrong.empty() && newer && difference_of(*newer, found).empty()) {
        others_.push_back(std::exchange(known_, *newer));
        wrong.clear();
    } else if (newer) {
        // A log that was deleted with this commit in it may be back after a power failure.
        others_.push_back(*newer);
    }
    if (!lost_power)
        return wrong;
    for (std::size_t i = 0; i < others_.size() && !wrong.empty(); ++i)
        if (difference_of(others_[i], found).empty()) {
            known_ = others_[i];
            wrong.clear();
        }
    others_.clear();
    return wrong;
}

} // namespace useapi::disk_simulation
