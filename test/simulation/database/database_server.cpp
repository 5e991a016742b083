#include "simulation/database/database_server.hpp"
#include "simulation/model_service.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace useapi::database_simulation {
namespace {

struct failure
{
    const char* state;
    const char* message;
    bool ends_session;
};

constexpr std::array failures{
    failure{"40001", "could not serialize access due to concurrent update", false},
    failure{"40P01", "deadlock detected", false},
    failure{"57014", "canceling statement due to user request", false},
    failure{"53100", "could not extend file: No space left on device", false},
    failure{"53200", "out of memory", false},
    failure{"57P01", "terminating connection due to administrator command", true},
};

} // namespace

std::int64_t database_server::time() const
{
    const auto now = std::chrono::floor<std::chrono::milliseconds>(clock_.wall_now()) + clock_is_off_;
    return now.time_since_epoch().count();
}

std::shared_ptr<session> database_server::connect(std::size_t worker)
{
    sessions_.push_back(std::make_shared<session>(*this, sessions_.size() + 1, worker));
    return sessions_.back();
}

void database_server::end_sessions(const std::string& state)
{
    for (const auto& each : sessions_)
        if (!each->has_ended())
            each->terminate(state);
}

void database_server::fail_over(std::uint64_t commits, bool keeps_sessions)
{
    unlock_accounts();
    for (const auto& each : sessions_)
        if (keeps_sessions && each->transaction() == 0)
            each->become_stale();
        else if (!each->has_ended())
            each->terminate({});
    // The sessions end as the next events.
    clock_.schedule_after(std::chrono::milliseconds(1), [this, commits] { tables_.return_to(commits); });
}

void database_server::lock_accounts()
{
    accounts_lock = tables_.begin();
}

void database_server::unlock_accounts()
{
    if (accounts_lock == 0)
        return;
    tables_.roll_back(accounts_lock);
    on_ended(std::exchange(accounts_lock, 0));
}

void database_server::draw_failure(const session& of)
{
    const auto choose = random_.about({"session", of.number()});
    if (!choose.chance(faults_.fails, "statement_fails"))
        return;
    const failure& what = failures[choose.below(failures.size(), "how")];
    count(std::string("statement: fails with ") + what.state);
    tell(of, std::string("fails: ") + what.message);
    if (what.ends_session)
        sessions_[of.number() - 1]->terminate(what.state);
    else
        throw sql_error(what.state, what.message);
}

std::chrono::milliseconds database_server::draw_pause(const session& of, std::string_view what)
{
    const auto choose = random_.about({"session", of.number()});
    if (!choose.chance(faults_.pauses, what))
        return {};
    count("database: a statement was slow");
    const auto time = choose.between(std::chrono::milliseconds(1), faults_.longest_pause, "pauses_for");
    tell(of, "pauses for " + std::to_string(time.count()) + " ms");
    return time;
}

void database_server::on_ended(transaction_id which)
{
    if (entry_lock == which)
        entry_lock = 0;
    for (const auto& each : sessions_)
        if (each->waits_for() == which)
            each->wake();
}

void database_server::on_commit(const session& of, const std::vector<change>& changes)
{
    told_.on_commit(of, changes);
}

transaction_id database_server::what_waits(transaction_id which) const
{
    const auto found = std::find_if(sessions_.begin(), sessions_.end(),
                                    [which](const auto& each) { return each->transaction() == which; });
    return found == sessions_.end() ? 0 : (*found)->waits_for();
}

void database_server::refuse_unknown(const std::string& text)
{
    told_.violated("the model does not know a statement of the product: " + text);
}

void database_server::look_for_secrets(const values& all)
{
    for (const value& each : all)
        if (each && (each->find(simulation::beginning_of_passwords) != std::string::npos ||
                     each->find(simulation::api_token) != std::string::npos))
            told_.violated("a secret was sent to the database");
}

} // namespace useapi::database_simulation
