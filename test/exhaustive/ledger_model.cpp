#include "exhaustive/ledger_model.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace useapi::exhaustive::ledgers {
namespace {

using namespace useapi::bulk;

enum class ledger_event : std::uint8_t
{
    enters,
    lease_ends,
    dies,
    // Of a row.
    claims,
    asks,
    begins_call,
    call_applied,
    call_applied_unheard, ///< the service registered the account, and its answer was lost
    call_lost,            ///< the request never arrived, which nothing tells
    call_rejected,
    call_failed, ///< no connection was made
    records
};

promise one_worker{"no account is logged in by two workers at once, unless a lease ended meanwhile"};
promise sent_is_recorded{"a row is recorded as sent, for the worker that sends it, before its call begins"};
promise others_outcome_stays{"a worker changes no row that another one has by now"};
promise registered_is_true{"a row that is recorded as registered was registered"};
promise registered_is_kept{"a row that is recorded as registered is not sent again"};
promise not_again_in_run{"a row that failed in a run is not sent again by that run"};
promise once_if_told{"a row that must not be repeated reaches the service once at most"};
promise asked_before_repeat{
    "with verify, a row that may be registered is not sent before the service was asked"};
promise free_can_be_claimed{"a row that no worker with a lease has can be claimed"};
promise all_settled{"where a worker lives on, every row is settled in the end, except that one which it lost "
                    "to a worker that died "
                    "stays recorded as sent"};

const std::array promises{
    &one_worker,       &sent_is_recorded, &others_outcome_stays, &registered_is_true,  &registered_is_kept,
    &not_again_in_run, &once_if_told,     &asked_before_repeat,  &free_can_be_claimed, &all_settled};

constexpr std::array faults{
    planted_fault{"lease_not_looked_at", "a row can be claimed although another worker has it"},
    planted_fault{"own_lease_not_looked_at", "a row is sent although its lease ended since it was claimed"},
    planted_fault{"any_worker_settles", "an outcome is recorded also where another worker has the row"},
    planted_fault{"sent_is_not_recorded", "a row is sent that is not recorded as sent"}};

constexpr std::array fault_of_runs{
    planted_fault{"each_begins_a_run", "a worker that joins a run begins another one"}};

constexpr std::array fault_of_once{
    planted_fault{"unknown_is_repeated", "a row of unknown outcome is sent again"},
    planted_fault{"kept_row_is_not_let_go", "a worker that sends a row of its own no more still has it"}};

constexpr std::array fault_of_verify{planted_fault{"verify_is_forgotten", "the service is not asked"}};

event happens(ledger_event kind, std::size_t who, std::size_t row = 0)
{
    return {static_cast<std::uint8_t>(kind), static_cast<std::uint8_t>(who * rows + row)};
}

row_result result_of_call(row_outcome outcome, effect known)
{
    row_result result;
    result.outcome = outcome;
    result.effect = known;
    result.worth_retrying = outcome == row_outcome::failed;
    return result;
}

} // namespace

ledger_model::ledger_model(const ledger_settings& settings, std::string_view fault)
    : settings_(settings), fault_(fault), table_(fault)
{
}

std::vector<event> ledger_model::next() const
{
    std::vector<event> events;
    for (std::size_t who = 0; who != workers; ++who) {
        const worker& each = workers_[who];
        // A worker that died comes again once its lease is over: as a new process it has a new name.
        if (each.is == life::outside && each.runs < 2)
            events.push_back(happens(ledger_event::enters, who));
        if (table_.has_lease(who) && (each.is == life::dead || late_ != settings_.lease_ends))
            events.push_back(happens(ledger_event::lease_ends, who));
        if (each.is != life::working)
            continue;
        if (crashes_ != settings_.crashes)
            events.push_back(happens(ledger_event::dies, who));
        for (std::size_t row = 0; row != rows; ++row)
            list_row(events, who, row);
    }
    return events;
}

void ledger_model::list_row(std::vector<event>& events, std::size_t who, std::size_t row) const
{
    const auto may = [&](ledger_event kind) { events.push_back(happens(kind, who, row)); };
    switch (workers_[who].at[row]) {
    case step::wanted:
        return may(ledger_event::claims);
    case step::held:
        return may(ledger_event::begins_call);
    case step::to_ask:
        return may(ledger_event::asks);
    case step::calling:
        may(ledger_event::call_applied);
        may(ledger_event::call_applied_unheard);
        if (settings_.only_applies)
            return;
        may(ledger_event::call_lost);
        may(ledger_event::call_rejected);
        return may(ledger_event::call_failed);
    case step::settled:
        return;
    default:
        return may(ledger_event::records);
    }
}

void ledger_model::play(event what)
{
    const std::size_t who = what.whom / rows;
    worker& mine = workers_[who];
    switch (static_cast<ledger_event>(what.kind)) {
    case ledger_event::enters:
        enter(mine, who);
        break;
    case ledger_event::lease_ends:
        table_.leave(who);
        late_ += mine.is == life::working;
        ++mine.lease;
        if (mine.is == life::dead)
            mine.is = life::outside;
        break;
    case ledger_event::dies:
        ++crashes_;
        mine.is = table_.has_lease(who) ? life::dead : life::outside;
        mine.at.fill(step::wanted);
        break;
    default:
        play_row(what, mine, who, what.whom % rows);
    }
    check();
}

void ledger_model::play_row(event what, worker& mine, std::size_t who, std::size_t row)
{
    switch (static_cast<ledger_event>(what.kind)) {
    case ledger_event::claims:
        return claim(mine, who, row);
    case ledger_event::asks:
        return ask(mine, row);
    case ledger_event::begins_call:
        return begin_call(mine, who, row);
    case ledger_event::call_applied:
        return end_call(mine, row, step::applied);
    case ledger_event::call_applied_unheard:
        ++registered_[row];
        return end_call(mine, row, step::unknown);
    case ledger_event::call_lost:
        return end_call(mine, row, step::unknown);
    case ledger_event::call_rejected:
        return end_call(mine, row, step::rejected);
    case ledger_event::call_failed:
        return end_call(mine, row, step::failed);
    default:
        return record(mine, who, row);
    }
}

void ledger_model::enter(worker& mine, std::size_t who)
{
    mine.is = life::working;
    ++mine.runs;
    run_ += !table_.has_lease(1 - who);
    mine.run = run_;
    mine.run_began = table_.enter(who, false);
}

/** A worker whose lease has ended begins another one, and knows that rows may be gone. */
void ledger_model::enter_again(worker& mine, std::size_t who)
{
    if (table_.has_lease(who))
        return;
    mine.run = run_;
    mine.run_began = table_.enter(who, true);
}

void ledger_model::claim(worker& mine, std::size_t who, std::size_t row)
{
    enter_again(mine, who);
    resume_rules rules;
    rules.verify = settings_.verify && !has("verify_is_forgotten");
    rules.may_repeat = settings_.may_repeat;
    rules.run_began = mine.run_began;
    const auto before = table_.row(row);
    const std::size_t owner = table_.owner(row);
    const next_step next = table_.claim(who, row, rules);
    const bool is_sent = next == next_step::send || next == next_step::ask_first;
    const bool is_free = owner == no_worker || owner == who || !table_.has_lease(owner);
    require(!is_free || next != next_step::wait, free_can_be_claimed);
    require(!before || before->state != row_state::applied || !is_sent, registered_is_kept);
    require(!is_sent || settled_in_[row] != mine.run || !before || before->state == row_state::sent,
            not_again_in_run);
    const bool may_be_there =
        before && (before->state == row_state::sent || before->state == row_state::unknown);
    require(!settings_.verify || !may_be_there || next != next_step::send, asked_before_repeat);
    mine.claimed_with[row] = mine.lease;
    if (next == next_step::keep)
        mine.at[row] = step::settled;
    else if (next != next_step::wait)
        mine.at[row] = next == next_step::ask_first ? step::to_ask : step::held;
}

void ledger_model::ask(worker& mine, std::size_t row)
{
    mine.at[row] = registered_[row] != 0 ? step::applied : step::held;
}

bool ledger_model::is_still_ours(const worker& mine, std::size_t row) const
{
    return mine.claimed_with[row] == mine.lease || has("own_lease_not_looked_at");
}

void ledger_model::begin_call(worker& mine, std::size_t who, std::size_t row)
{
    if (!is_still_ours(mine, row)) {
        mine.at[row] = step::wanted;
        return;
    }
    require(table_.row(row) && table_.row(row)->state == row_state::sent && table_.owner(row) == who,
            sent_is_recorded);
    const worker& other = workers_[1 - who];
    // Both workers may call for a row at a time only if the other one's lease ended since it claimed the row.
    require(other.at[row] != step::calling || other.claimed_with[row] != other.lease, one_worker);
    require(settings_.may_repeat || !arrived_[row], once_if_told);
    mine.at[row] = step::calling;
    arrived_[row] = true;
}

void ledger_model::end_call(worker& mine, std::size_t row, step outcome)
{
    mine.at[row] = outcome;
    registered_[row] += outcome == step::applied;
    if (outcome == step::failed)
        arrived_[row] = false;
}

void ledger_model::record(worker& mine, std::size_t who, std::size_t row)
{
    enter_again(mine, who);
    const auto before = table_.row(row);
    const bool is_ours = table_.owner(row) == who;
    row_result result;
    switch (mine.at[row]) {
    case step::applied:
        result = result_of_call(row_outcome::applied, effect::applied);
        break;
    case step::rejected:
        result = result_of_call(row_outcome::rejected, effect::rejected);
        break;
    case step::failed:
        result = result_of_call(row_outcome::failed, effect::none);
        break;
    default:
        result = result_of_call(row_outcome::failed, effect::unknown);
        break;
    }
    table_.record(who, ledger_outcome(key_of(row), result), row);
    if (is_ours)
        settled_in_[row] = run_;
    require(is_ours || table_.row(row) == before, others_outcome_stays);
    mine.at[row] = step::settled;
}

void ledger_model::check()
{
    for (std::size_t row = 0; row != rows; ++row)
        if (table_.row(row) && table_.row(row)->state == row_state::applied)
            require(registered_[row] != 0, registered_is_true);
}

/** Whether an event must come sooner or later, and changes something. */
bool ledger_model::leads_on(const event& which) const
{
    const auto kind = static_cast<ledger_event>(which.kind);
    const std::size_t who = which.whom / rows;
    if (kind == ledger_event::lease_ends)
        return workers_[who].is == life::dead;
    const std::size_t owner = table_.owner(which.whom % rows);
    if (kind == ledger_event::claims)
        return owner == no_worker || owner == who || !table_.has_lease(owner);
    return kind > ledger_event::claims;
}

void ledger_model::end_well()
{
    for (int events = 0; events != 200; ++events) {
        const auto possible = next();
        const auto found = std::find_if(possible.begin(), possible.end(),
                                        [this](const event& each) { return leads_on(each); });
        if (found != possible.end()) {
            play(*found);
            continue;
        }
        // A worker that has nothing left to do gives up its lease.
        for (std::size_t who = 0; who != workers; ++who)
            if (workers_[who].at == std::array{step::settled, step::settled})
                table_.leave(who);
    }
    for (const worker& each : workers_)
        for (std::size_t row = 0; each.is == life::working && row != rows; ++row) {
            const std::size_t owner = table_.owner(row);
            // A worker that took a row over and died leaves the row to the next run.
            const bool is_left = owner == no_worker || workers_[owner].is != life::working;
            const bool may_stay_sent = !settings_.may_repeat || is_left;
            require(each.at[row] == step::settled && table_.row(row) &&
                        (may_stay_sent || table_.row(row)->state != row_state::sent),
                    all_settled);
        }
}

std::string ledger_model::text_of(event what) const
{
    static constexpr std::array names{
        "enters",     "lease ends",         "dies",           "claims",
        "asks about", "begins the call of", "applied:",       "applied and not heard:",
        "lost:",      "rejected:",          "no connection:", "records"};
    std::string text =
        std::string("worker ") + static_cast<char>('1' + what.whom / rows) + ' ' + names[what.kind];
    if (what.kind >= static_cast<std::uint8_t>(ledger_event::claims))
        text += std::string(" row ") + static_cast<char>('A' + what.whom % rows);
    return text;
}

std::vector<subject> make_subjects()
{
    const auto of = [](const ledger_settings& settings, std::span<const planted_fault> looked_for) {
        return subject{
            std::string(settings.name),
            [settings](std::string_view fault) { return std::make_unique<ledger_model>(settings, fault); },
            promises, looked_for};
    };
    ledger_settings late;
    late.name = "ledger of 2 rows and 2 workers: one is late";
    late.crashes = 0;
    ledger_settings dying;
    dying.name = "ledger of 2 rows and 2 workers: one dies and comes again";
    dying.lease_ends = 0;
    ledger_settings verifies = dying;
    verifies.name = "ledger of 2 rows and 2 workers with verify: one dies and comes again";
    verifies.verify = true;
    ledger_settings once = late;
    once.name = "ledger of 2 rows that are sent once and 2 workers: both are late";
    once.may_repeat = false;
    once.lease_ends = 2;
    once.only_applies = true;
    return {of(late, faults), of(dying, fault_of_runs), of(verifies, fault_of_verify),
            of(once, fault_of_once)};
}

} // namespace useapi::exhaustive::ledgers

namespace useapi::exhaustive {

std::vector<subject> ledger_subjects()
{
    return ledgers::make_subjects();
}

} // namespace useapi::exhaustive
