#include "simulation/database/worker_process.hpp"

#include "simulation/account_rows.hpp"
#include "simulation/branches.hpp"
#include "simulation/database/history.hpp"

#include <useapi/error.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

namespace useapi::database_simulation {

using simulation::account_rows;
using simulation::call_kind;

namespace {

using namespace std::chrono_literals;

constexpr const char* url = "postgresql://db/ledger";

} // namespace

class worker_process::world final : public bulk::run_world
{
public:
    explicit world(worker_process& owner) : owner_(owner), alarm_(*owner.context_) {}

    std::shared_ptr<running_call> start(const bulk::input_row& row, std::function<void(const error&)>,
                                        std::function<void(bulk::call_outcome)> done) override
    {
        history& all = owner_.history_;
        model_account& account = all.account(row.settings.email());
        const std::size_t number = ++account.calls;
        const auto choose = all.random().about({"call", row.line - 2, number});
        const auto arrives = choose.between(0ms, 3000ms, "arrives");
        auto is_open = std::make_shared<bool>(true);
        if (row.perhaps_sent_at && account.exists() && account.login_at() >= *row.perhaps_sent_at) {
            simulation::count("call: the service has the account already");
            owner_.tell("asks about " + account.email() + ", and finds it");
            answer(arrives, 0ms, std::nullopt, std::move(done), is_open);
            return std::make_shared<call>(std::move(is_open));
        }
        if (row.settings.password().reveal() != account.password())
            all.violate(account.email() + ": other data are sent than the input has");
        all.check_call(owner_, account);
        const call_kind kind = kind_of_call(account, choose);
        const std::string name(name_of(kind));
        simulation::count("call: " + name);
        owner_.tell("sends " + account.email() + ": " + name);
        account_state& state = all.state_of(account);
        ++state.open_calls;
        all.clock().schedule_after(arrives,
                                   [&all, &account, kind] { account.act(kind, all.service_time()); });
        auto learns = [&state, done = std::move(done)](bulk::call_outcome ended) {
            --state.open_calls;
            state.may_be_made |= !ended.failure || ended.failure->effect() == effect::unknown;
            done(std::move(ended));
        };
        answer(arrives, choose.between(0ms, 3000ms, "answers"), failure_of(kind), std::move(learns), is_open);
        return std::make_shared<call>(std::move(is_open));
    }

    time_point now() const override { return std::chrono::steady_clock::now(); }

    void wake_at(time_point when, std::function<void()> ring) override
    {
        alarm_.expires_at(when);
        alarm_.async_wait([ring = std::move(ring)](const error_code& ec) {
            if (!ec)
                ring();
        });
    }

    void cancel_wake() noexcept override { alarm_.cancel(); }

private:
    class call final : public running_call
    {
    public:
        explicit call(std::shared_ptr<bool> is_open) : is_open_(std::move(is_open)) {}

        void cancel() noexcept override { *is_open_ = false; }

    private:
        const std::shared_ptr<bool> is_open_;
    };

    call_kind kind_of_call(model_account& account, const simulation::chooser& choose) const
    {
        if (owner_.plan_->is_last)
            return call_kind::made;
        if (!choose.chance(0.5, "fails"))
            return call_kind::made;
        return account.possible(
            static_cast<call_kind>(choose.below(simulation::count_of_call_kinds, "kind")));
    }

    void answer(std::chrono::milliseconds arrives, std::chrono::milliseconds answers,
                std::optional<error> failure, std::function<void(bulk::call_outcome)> done,
                std::shared_ptr<bool> is_open)
    {
        auto learn = [this, failure = std::move(failure), done = std::move(done),
                      is_open = std::move(is_open)] {
            // A call that was cancelled learns nothing.
            bulk::call_outcome ended(*is_open ? failure : error(errc::cancelled, effect::unknown));
            ended.attempts = 1;
            ended.status = !failure ? 200 : failure->status();
            owner_.was_answered_ |= *is_open;
            done(std::move(ended));
        };
        owner_.history_.clock().schedule_after(
            arrives + answers,
            [&owner = owner_, alive = std::weak_ptr(owner_.is_alive_), learn = std::move(learn)]() mutable {
                if (!alive.expired() && owner.context_)
                    boost::asio::post(*owner.context_, [alive, learn = std::move(learn)] {
                        if (!alive.expired())
                            learn();
                    });
            });
    }

    worker_process& owner_;
    boost::asio::steady_timer alarm_;
};

worker_process::worker_process(history& owner, const round_plan& plan, std::size_t number)
    : history_(owner), plan_(std::make_unique<const round_plan>(plan)), machine_(owner.threads(), number),
      options_(owner.options_of(plan))
{
}

worker_process::~worker_process() = default;

void worker_process::tell(const std::string& what)
{
    history_.log().add({"worker", machine_.number()}, what);
}

void worker_process::start()
{
    tell("begins");
    history_.threads().start(machine_, [this] { live(); });
}

void worker_process::stop(bool cuts)
{
    if (!context_ || is_over())
        return;
    was_stopped_ = true;
    simulation::count(cuts ? "worker: cut" : "worker: stopped");
    tell(cuts ? "is cut" : "is stopped");
    boost::asio::post(*context_, [this, cuts] {
        if (run_ && cuts)
            run_->cut();
        else if (run_)
            run_->stop(bulk::stop_reason::interrupted);
    });
}

void worker_process::die()
{
    if (is_over())
        return;
    tell("dies");
    machine_.die();
    is_alive_.reset();
    if (context_)
        context_->stop();
    history_.threads().wake_all(machine_);
}

/** The main thread. */
void worker_process::live()
{
    if (open()) {
        begin();
        context_->run();
        if (!machine_.is_dead() && !summary_)
            history_.violate("a run ends without a summary");
        if (run_)
            run_->abandon();
        run_.reset();
        feed_.reset();
        context_.reset();
        if (!machine_.is_dead())
            check_end();
    }
    is_over_ = true;
}

bool worker_process::open()
{
    bulk::ledger_input what;
    what.first_email = history_.accounts().front().email();
    what.rows = history_.accounts().size();
    what.for_each_row = [this](const auto& take) {
        std::uint64_t line = 1;
        for (const model_account& each : history_.accounts())
            take(row_of(each, ++line));
    };
    const auto used = simulation::profiles_of_rows();
    try {
        store_ = bulk::open_ledger(url, purpose_of(options_, what, used));
    } catch (const exception& refused) {
        if (machine_.is_dead())
            return false;
        simulation::count("worker: refused to begin");
        tell("is refused: " + refused.reason().detail());
        check_message(refused.reason().detail());
        return false;
    }
    if (machine_.is_dead()) {
        store_.reset();
        return false;
    }
    for (const std::uint8_t byte : store_->salt())
        salt_ += std::to_string(byte) + ' ';
    note_digests();
    return true;
}

/** Which version of the data each digest is of. */
void worker_process::note_digests()
{
    const bulk::digest_key key(secret(std::string(simulation::api_token)), store_->salt());
    for (model_account& each : history_.accounts())
        each.versions[key(row_of(each, 0).settings)] = each.version();
}

std::unique_ptr<bulk::lane_feed> worker_process::make_rows()
{
    auto rows =
        std::make_unique<bulk::lane_feed>(*context_, std::make_unique<account_rows>(history_.accounts()), 1);
    rows->begin_at(
        static_cast<std::uint64_t>(store_->first_place() * static_cast<double>(history_.accounts().size())));
    return rows;
}

void worker_process::begin()
{
    context_.emplace(1);
    auto rows = make_rows();
    feed_ = make_ledger_feed(
        *context_, options_, std::move(store_), simulation::profiles_of_rows(), std::move(rows),
        [this](const std::string& why) { on_ledger_failed(why); },
        [this](const std::string& line) { tell("notices: " + line); });
    feed_->use_service_clock([this](const std::string&) -> std::optional<bulk::wall_time> {
        if (!was_answered_)
            return std::nullopt;
        return std::chrono::floor<std::chrono::seconds>(history_.service_time()) + 1s;
    });
    run_ = std::make_shared<bulk::import_run>(
        options_, feed_, std::make_unique<world>(*this), history_.accounts().size(),
        [this](const bulk::row_result& row) {
            on_result(row);
            return true;
        },
        [this](bulk::import_summary ended) {
            summary_ = std::move(ended);
            feed_->finish([] {});
        });
    boost::asio::post(*context_, [this] { run_->start(); });
}

} // namespace useapi::database_simulation
