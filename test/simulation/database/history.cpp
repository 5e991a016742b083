#include "simulation/database/history.hpp"

#include "simulation/branches.hpp"

#include <algorithm>
#include <utility>

namespace useapi::database_simulation {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds longest_round{4000};

} // namespace

history::history(simulation::random_source random)
    : random_(std::move(random)),
      server_(clock_, random_,
              {[this](const session& of, const auto& changes) { on_commit(of, changes); },
               [this](const std::string& what) { violate(what); },
               [this](const std::string& branch) {
                   if (branch.starts_with("statement: fails"))
                       disturb();
                   if (branch == "database: a statement was slow")
                       disturb(lease_);
                   simulation::count(branch);
               },
               [this](std::size_t number, const std::string& what) { log_.add({"session", number}, what); }}),
      network_(threads_, random_, server_,
               {[this](const std::string& branch) {
                    // A peer that vanished is missed after 20 s.
                    disturb(20s);
                    simulation::count(branch);
                },
                [this](std::size_t number, const std::string& what) { log_.add({"worker", number}, what); },
                [this](std::size_t number, time_point began) { workers_[number - 1]->note_commit(began); }})
{
}

history::~history()
{
    // A process that died has threads that have not noticed yet.
    for (const auto& each : workers_) {
        each->die();
        each->machine().wake_up();
    }
    run_until([this] { return threads_.have_all_ended(); }, longest_round);
}

const simulation::verdict& history::run()
{
    const simulation::chooser choose = random_.about({"history"});
    accounts_ = simulation::make_accounts(choose.between(2, 8, "rows"));
    may_repeat_ = !choose.chance(0.3, "must_not_repeat");
    verifies_ = may_repeat_ && choose.chance(0.4, "verifies");
    may_lose_commits_ = choose.chance(0.3, "may_lose_commits");
    lease_ = choose.between(4000ms, 30'000ms, "lease");
    const std::size_t rounds = choose.between(1, 3, "rounds");
    for (std::size_t i = 1; i <= rounds && found_.passed(); ++i)
        run_round(plan(i, false));
    // A clock that was set back makes the lease of a dead worker last longer. A worker that begins meanwhile
    // goes on with the old run, which sends no failed row again.
    if (found_.passed())
        wait_for_leases();
    if (found_.passed())
        run_round(plan(rounds + 1, true));
    return found_;
}

round_plan history::plan(std::size_t number, bool is_last)
{
    const simulation::chooser choose = random_.about({"plan", number});
    round_plan made;
    made.number = number;
    made.is_last = is_last;
    made.workers = choose.between(1, 4, "workers");
    made.retries_rejected = is_last || choose.chance(0.2, "retries_rejected");
    made.verifies = !is_last && verifies_ && choose.chance(0.5, "verifies");
    return made;
}

bulk::import_options history::options_of(const round_plan& plan) const
{
    return bulk::import_options("-")
        .ledger("postgresql://db/ledger")
        .service(may_repeat_ ? "runwayml" : "mureka")
        .concurrency(3)
        .lease(lease_)
        .verify(plan.verifies)
        .retry_rejected(plan.retries_rejected)
        .max_rejected_percent(0);
}

bulk::wall_time history::service_time() const
{
    return std::chrono::floor<std::chrono::milliseconds>(clock_.wall_now());
}

void history::violate(std::string what)
{
    log_.add({"checker"}, what);
    found_.add(std::move(what));
}

void history::change_input(const round_plan& plan)
{
    const simulation::chooser choose = random_.about({"input", plan.number});
    if (plan.number == 1 || !choose.chance(0.3, "changes"))
        return;
    for (model_account& each : accounts_)
        if (choose.chance(0.3, "changes_row")) {
            simulation::count("input: a row changed");
            each.change_data();
            was_input_changed_ = true;
        }
}

void history::run_round(const round_plan& plan)
{
    change_input(plan);
    log_.add({"round", plan.number}, plan.is_last ? "begins, without faults" : "begins", " with ",
             plan.workers, " workers");
    round_ = plan.number;
    const std::size_t first = workers_.size();
    for (std::size_t i = 0; i < plan.workers; ++i) {
        workers_.push_back(std::make_unique<worker_process>(*this, plan, workers_.size() + 1));
        const auto begins = random_.about({"worker", workers_.size()}).between(0ms, 8000ms, "begins");
        clock_.schedule_after(begins, [worker = workers_.back().get()] { worker->start(); });
    }
    if (!plan.is_last)
        plan_faults(plan);
    const auto is_over = [this, first] {
        return !found_.passed() ||
               std::all_of(workers_.begin() + static_cast<std::ptrdiff_t>(first), workers_.end(),
                           [](const auto& each) { return each->is_over(); });
    };
    if (!run_until(is_over, longest_round))
        violate("a run never ends");
    heal();
    if (found_.passed())
        wait_until_quiet(plan);
    if (found_.passed())
        check_round(plan);
}

/** Between rounds: requests of processes that are gone have arrived. Leases may still be in force. */
void history::wait_until_quiet(const round_plan& plan)
{
    run_until([] { return false; }, 8s);
    const bool waits = random_.about({"plan", plan.number}).chance(0.5, "waits", true);
    if (waits || !plan.is_last)
        run_until([] { return false; }, std::chrono::ceil<std::chrono::seconds>(2 * lease_));
    if (waits)
        wait_for_leases();
}

void history::wait_for_leases()
{
    const auto are_over = [this] {
        const auto workers = server_.tables().committed(table::worker);
        return std::all_of(workers.begin(), workers.end(),
                           [this](const auto& each) { return !has_lease(each.first.front()); });
    };
    if (!run_until(are_over, longest_round))
        violate("a lease never ends");
}

/** @return whether it was over within that time */
bool history::run_until(const std::function<bool()>& is_over, std::chrono::seconds most)
{
    const time_point end = clock_.now() + most;
    while (!is_over()) {
        const auto next = clock_.next_event();
        if (!next || *next > end) {
            clock_.schedule(end, [] {});
            clock_.run_next_event();
            return is_over();
        }
        clock_.run_next_event();
    }
    return true;
}

std::string history::run_began()
{
    const values* const found = server_.tables().committed(table::run, {"run_began"});
    return found == nullptr ? std::string() : *(*found)[1];
}

bool history::has_lease(const std::string& worker)
{
    const values* const found = server_.tables().committed(table::worker, {worker});
    return found != nullptr && std::stoll(*(*found)[1]) > server_.time();
}

} // namespace useapi::database_simulation
