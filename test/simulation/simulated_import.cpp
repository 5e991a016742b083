#include "simulation/simulated_import.hpp"

#include "bulk/feed/lane_feed.hpp"
#include "client/call/call.hpp"
#include "simulation/history.hpp"

#include <useapi/client/call_report.hpp>

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace useapi::simulation {

class simulated_import::feed final : public bulk::row_source
{
public:
    explicit feed(const scenario& what) : scenario_(what) {}

    item next() override
    {
        if (next_ == scenario_.calls.size())
            return end_of_input{};
        const planned_call& plan = scenario_.calls[next_++];
        runwayml::account_settings settings(plan.email, secret(plan.password));
        settings.max_jobs(plan.max_jobs);
        return bulk::input_row(next_ + 1, std::move(settings));
    }

    void async_wait(std::function<void()>) override {}

    void cancel_wait() noexcept override {}

    bool can_be_read_to_its_end() const noexcept override { return true; }

private:
    const scenario& scenario_;
    std::size_t next_ = 0;
};

class simulated_import::world final : public bulk::run_world
{
public:
    explicit world(simulated_import& owner) : owner_(owner) {}

    std::shared_ptr<running_call> start(const bulk::input_row& row,
                                        std::function<void(const error&)> attempt_failed,
                                        std::function<void(bulk::call_outcome)> done) override
    {
        ++owner_.in_flight_;
        ++owner_.begun_;
        const planned_call& plan = *owner_.history_.server().of(row.settings.email()).plan;
        const auto finish = [this, done = std::move(done)](const result<runwayml::account>& outcome,
                                                           const call_report& report) {
            --owner_.in_flight_;
            bulk::call_outcome ended(outcome ? std::nullopt : std::optional<error>(outcome.error()));
            ended.attempts = report.attempts;
            ended.busy_signals = report.busy_signals;
            ended.status = report.status;
            ended.elapsed = report.elapsed;
            done(std::move(ended));
        };
        return std::make_unique<call>(owner_.history_.upsert(plan, finish, std::move(attempt_failed)));
    }

    time_point now() const override { return owner_.history_.clock().now(); }

    void wake_at(time_point when, std::function<void()> ring) override
    {
        cancel_wake();
        alarm_ = owner_.history_.clock().schedule(std::max(when, now()), std::move(ring));
    }

    void cancel_wake() noexcept override { owner_.history_.clock().cancel(alarm_); }

private:
    class call final : public running_call
    {
    public:
        explicit call(std::function<void()> cancel) : cancel_(std::move(cancel)) {}

        void cancel() noexcept override { cancel_(); }

    private:
        std::function<void()> cancel_;
    };

    simulated_import& owner_;
    virtual_clock::ticket alarm_ = 0;
};

simulated_import::simulated_import(history& owner) : history_(owner) {}

simulated_import::~simulated_import() = default;

void simulated_import::start()
{
    run_ = std::make_shared<bulk::import_run>(
        history_.what().import,
        std::make_unique<bulk::lane_feed>(context_, std::make_unique<feed>(history_.what()), 1),
        std::make_unique<world>(*this), history_.what().calls.size(),
        [this](const bulk::row_result& row) {
            on_result(row);
            return true;
        },
        [this](bulk::import_summary ended) {
            if (summary_)
                history_.findings().add("the import ended twice");
            summary_ = std::move(ended);
        });
    history_.log().add({"import"}, "begins, of ", history_.what().calls.size(), " rows");
    run_->start();
}

void simulated_import::stop()
{
    if (!run_)
        return;
    history_.log().add({"import"}, history_.what().import_is_cut ? "is cut off" : "is stopped");
    if (history_.what().import_is_cut)
        run_->cut();
    else
        run_->stop(bulk::stop_reason::interrupted);
}

void simulated_import::on_result(const bulk::row_result& row)
{
    history_.log().add({"import"}, "has the result of ", row.email, ": ", row.outcome_name());
    if (!results_.emplace(row.email, row).second)
        history_.findings().add(row.email + ": has two results");
}

void simulated_import::check_running() const
{
    if (in_flight_ > history_.what().import.concurrency())
        history_.findings().add("the import has " + std::to_string(in_flight_) + " calls in flight");
    const double rate = history_.what().import.rate();
    const double seconds = std::chrono::duration<double>(history_.clock().elapsed()).count();
    if (rate > 0 && static_cast<double>(begun_) > 1.01 + rate * seconds)
        history_.findings().add("the import began " + std::to_string(begun_) +
                                " calls, too many for its rate");
}

void simulated_import::check_results(bool has_ended) const
{
    if (!run_ || !has_ended)
        return;
    verdict& found = history_.findings();
    if (!summary_) {
        found.add("the import never ended");
        return;
    }
    for (const planned_call& plan : history_.what().calls)
        if (results_.count(plan.email) == 0)
            found.add(plan.email + ": has no result");
    std::uint64_t applied = 0;
    for (const auto& [email, row] : results_) {
        const account_truth& truth = history_.server().of(email);
        const bool is_applied = row.outcome == bulk::row_outcome::applied;
        applied += is_applied;
        if (is_applied && truth.applied == 0)
            found.add(email + ": its row is called applied, and it is not");
        if (row.outcome == bulk::row_outcome::skipped && truth.requests != 0)
            found.add(email + ": its row is called skipped, and was sent");
        if (row.effect == effect::none && truth.bytes_arrived != 0)
            found.add(email + ": its row has effect none, but the service saw it");
        if (row.effect == effect::rejected && (truth.applied != 0 || truth.refusals == 0))
            found.add(email + ": its row has effect rejected, but the service " +
                      (truth.applied != 0 ? "did it" : "never said no"));
    }
    if (summary_->applied != applied || summary_->rows != results_.size())
        found.add("the summary of the import counts otherwise than its results");
    const bool is_complete = applied == history_.what().calls.size();
    const bool ran_through = summary_->stopped == bulk::stop_reason::none;
    if ((summary_->exit_code() == 0) != (is_complete && ran_through))
        found.add("the exit code of the import does not tell how it went");
}

} // namespace useapi::simulation
