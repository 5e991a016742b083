#include "simulation/disk/import_process.hpp"

#include "simulation/account_rows.hpp"
#include "simulation/branches.hpp"

#include <useapi/error.hpp>

#include <chrono>
#include <functional>
#include <utility>

namespace useapi::disk_simulation {

using simulation::account_rows;
using simulation::call_kind;

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t most_steps = 20'000;

} // namespace

class import_process::world final : public bulk::run_world
{
public:
    explicit world(import_process& owner) : owner_(owner) {}

    std::shared_ptr<running_call> start(const bulk::input_row& row, std::function<void(const error&)>,
                                        std::function<void(bulk::call_outcome)> done) override
    {
        history& all = owner_.history_;
        model_account& account = all.account(row.settings.email());
        const std::size_t number = ++account.calls;
        const auto choose =
            all.random().about({"call", static_cast<std::size_t>(&account - all.accounts().data()), number});
        const auto arrives = std::chrono::milliseconds(choose.below(3'000, "arrives"));
        if (row.perhaps_sent_at && account.exists() && account.login_at() >= *row.perhaps_sent_at) {
            simulation::count("call: the service has the account already");
            all.log().add({"call", row.line - 2, number}, "asks, and finds the account");
            answer(arrives, [] {}, std::nullopt, std::move(done), nullptr);
            return std::make_shared<call>(nullptr);
        }
        owner_.check_call(account, row);
        const call_kind kind = owner_.kind_of_call(account, choose);
        const std::string name(name_of(kind));
        simulation::count("call: " + name);
        all.log().add({"call", row.line - 2, number}, "begins: ", name);
        const bool may_be_made = std::exchange(account.now().may_be_made, true);
        const auto acts = [&all, &account, kind] { account.act(kind, all.service_time()); };
        auto is_open = std::make_shared<bool>(true);
        const auto learns = [&account, may_be_made, done = std::move(done)](bulk::call_outcome ended) {
            // A call that did nothing leaves it open what earlier calls did.
            if (ended.failure && ended.failure->effect() != effect::unknown)
                account.now().may_be_made = may_be_made;
            done(std::move(ended));
        };
        answer(arrives, acts, failure_of(kind), learns, is_open,
               std::chrono::milliseconds(choose.below(3'000, "answers")));
        return std::make_shared<call>(std::move(is_open));
    }

    time_point now() const override { return owner_.history_.clock().now(); }

    void wake_at(time_point when, std::function<void()> ring) override
    {
        cancel_wake();
        alarm_ = owner_.history_.clock().schedule(
            std::max(when, now()), [alive = std::weak_ptr(owner_.is_alive_), ring = std::move(ring)] {
                if (!alive.expired())
                    ring();
            });
    }

    void cancel_wake() noexcept override { owner_.history_.clock().cancel(alarm_); }

private:
    class call final : public running_call
    {
    public:
        explicit call(std::shared_ptr<bool> is_open) : is_open_(std::move(is_open)) {}

        void cancel() noexcept override
        {
            if (is_open_)
                *is_open_ = false;
        }

    private:
        const std::shared_ptr<bool> is_open_;
    };

    /** The service acts also for a process that dies meanwhile. */
    void answer(std::chrono::milliseconds arrives, std::function<void()> acts, std::optional<error> failure,
                std::function<void(bulk::call_outcome)> done, std::shared_ptr<bool> is_open,
                std::chrono::milliseconds answers = 0ms)
    {
        auto& clock = owner_.history_.clock();
        clock.schedule_after(arrives, std::move(acts));
        clock.schedule_after(arrives + answers, [this, alive = std::weak_ptr(owner_.is_alive_),
                                                 failure = std::move(failure), done = std::move(done),
                                                 is_open = std::move(is_open)] {
            if (alive.expired())
                return;
            // A call that was cancelled learns nothing.
            const bool is_cancelled = is_open && !*is_open;
            bulk::call_outcome ended(is_cancelled ? error(errc::cancelled, effect::unknown) : failure);
            ended.attempts = 1;
            ended.status = !failure ? 200 : failure->status();
            if (!is_cancelled)
                owner_.was_answered_ = true;
            done(std::move(ended));
        });
    }

    import_process& owner_;
    testing::virtual_clock::ticket alarm_ = 0;
};

import_process::import_process(history& owner, const run_plan& plan)
    : history_(owner), plan_(plan), options_(owner.options_of(plan))
{
}

import_process::~import_process()
{
    is_alive_.reset();
    turns_.end();
    if (run_)
        run_->abandon();
    run_.reset();
    feed_.reset();
    store_.reset();
}

void import_process::run()
{
    if (!open())
        return;
    begin();
    go();
    if (history_.disk().is_dead())
        return;
    if (finished_)
        check_end();
    else
        history_.violate("the run never ends");
}

call_kind import_process::kind_of_call(model_account& account, const simulation::chooser& choose) const
{
    if (plan_.is_last)
        return call_kind::made;
    return account.possible(static_cast<call_kind>(choose.below(simulation::count_of_call_kinds, "kind")));
}

bool import_process::open()
{
    bulk::ledger_input what;
    what.first_email = history_.accounts().front().email();
    what.rows = history_.accounts().size();
    const auto profiles = simulation::profiles_of_rows();
    const bulk::ledger_purpose purpose = purpose_of(options_, what, profiles);
    history_.record().begin_run(plan_.number, purpose.rules);
    try {
        store_ = bulk::open_ledger(history_.ledger(), purpose);
        return !history_.disk().is_dead();
    } catch (const exception& refused) {
        if (history_.disk().is_dead())
            return false;
        simulation::count("run: refused to begin");
        history_.log().add({"run", plan_.number}, "is refused: ", refused.reason().detail());
        check_message(refused.reason().detail());
        return false;
    }
}

/** The ledger with its writer, which waits for its turns. */
std::unique_ptr<bulk::ledger_writer> import_process::make_writer()
{
    auto gated = std::make_unique<gated_store>(
        std::move(store_), turns_,
        gated_store::listener{[this](const auto& settled, const auto& wanted) {
                                  history_.log().add({"ledger"}, "commits ", wanted.size(), " rows and ",
                                                     settled.size(), " outcomes");
                                  history_.record().on_begun(settled, wanted);
                              },
                              [this](const auto& admissions) {
                                  simulation::count("ledger: committed");
                                  history_.log().add({"ledger"}, "says that they are on the disk");
                                  if (auto wrong = history_.record().on_done(admissions); !wrong.empty())
                                      history_.violate(std::move(wrong));
                              }});
    return std::make_unique<bulk::ledger_writer>(
        context_, std::move(gated), [this](const std::string& why) { on_ledger_failed(why); },
        [](const std::string&) {});
}

void import_process::make_feed()
{
    auto digest = [this,
                   key = std::make_shared<bulk::digest_key>(secret(std::string(simulation::api_token)),
                                                            store_->salt())](const bulk::input_row& row) {
        const bulk::row_digest made = (*key)(row.settings);
        model_account& account = history_.account(row.settings.email());
        account.versions[made] = account.version();
        has_work_ = true;
        return made;
    };
    auto writer = make_writer();
    writer_ = writer.get();
    feed_ = std::make_shared<bulk::ledger_feed>(
        context_,
        std::make_unique<bulk::lane_feed>(context_, std::make_unique<account_rows>(history_.accounts()), 1),
        std::move(writer), std::move(digest), options_.concurrency());
    feed_->use_service_clock([this](const std::string&) -> std::optional<bulk::wall_time> {
        if (!was_answered_)
            return std::nullopt;
        return std::chrono::floor<std::chrono::seconds>(history_.service_time()) + 1s;
    });
}

void import_process::begin()
{
    make_feed();
    run_ = std::make_shared<bulk::import_run>(
        options_, feed_, std::make_unique<world>(*this), history_.accounts().size(),
        [this](const bulk::row_result& row) {
            on_result(row);
            return true;
        },
        [this](bulk::import_summary ended) {
            summary_ = std::move(ended);
            has_work_ = true;
            feed_->finish([this] { finished_ = true; });
        });
    turns_.hold(*writer_);
    run_->start();
}

void import_process::go()
{
    for (std::uint64_t i = 1; i <= most_steps && !history_.disk().is_dead(); ++i) {
        context_.restart();
        context_.poll();
        if (finished_) {
            run_.reset();
            turns_.end();
            // Writes what is left, and closes the ledger.
            feed_.reset();
            return;
        }
        if (dies_or_stops(i) || !step())
            return;
    }
}

bool import_process::dies_or_stops(std::uint64_t step)
{
    if (plan_.dies_at_step == step) {
        simulation::count("death: between calls of the disk");
        history_.disk().die();
        return true;
    }
    if (plan_.stops_at_step == step) {
        simulation::count("run: stopped");
        history_.log().add({"run", plan_.number}, "is stopped");
        if (choose().chance(0.3, "is_cut"))
            run_->cut();
        else
            run_->stop(bulk::stop_reason::interrupted);
    }
    if (plan_.jumps > 0 && choose().chance(plan_.jumps, "clock_jumps"))
        history_.jump(plan_.number);
    return false;
}

/** Lets the ledger commit, or time pass up to the next event. @return false if nothing happens any more */
bool import_process::step()
{
    const bool has_event = history_.clock().next_event().has_value();
    const bool may_commit = has_work_ && choose().chance(0.5, "ledger_is_first", true);
    if (!turns_.has_ended() && (!has_event || may_commit)) {
        has_work_ = false;
        idle_ = turns_.give_turn(*writer_) || has_event ? 0 : idle_ + 1;
        return idle_ < 4;
    }
    if (!has_event)
        return ++idle_ < 4;
    idle_ = 0;
    history_.clock().run_next_event();
    return true;
}

} // namespace useapi::disk_simulation
