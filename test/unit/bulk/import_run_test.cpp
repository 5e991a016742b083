#include "bulk/import_run.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

using namespace useapi;
using namespace useapi::bulk;
using useapi::runwayml::account;
using useapi::runwayml::account_settings;
using namespace std::chrono_literals;

namespace {

/** Calls that end when the test says so, on a clock that goes on when the test says so. */
class scripted_world final : public run_environment
{
public:
    class call final : public running_call
    {
    public:
        explicit call(std::function<void()> cancelled) : cancelled_(std::move(cancelled)) {}

        void cancel() noexcept override { cancelled_(); }

    private:
        std::function<void()> cancelled_;
    };

    struct shared_state
    {
        time_point now{1000s};
        std::map<std::string, std::function<void(call_outcome)>> running;
        std::map<std::string, unsigned> calls;
        std::vector<std::string> cancelled;
        std::size_t peak = 0;
        std::optional<time_point> alarm;
        std::function<void()> ring;
    };

    explicit scripted_world(std::shared_ptr<shared_state> shared) : shared_(std::move(shared)) {}

    std::unique_ptr<running_call> start(const account_settings& settings,
                                        std::function<void(call_outcome)> done) override
    {
        const std::string email = settings.email();
        ++shared_->calls[email];
        shared_->running[email] = std::move(done);
        shared_->peak = std::max(shared_->peak, shared_->running.size());
        return std::make_unique<call>([shared = shared_, email] { shared->cancelled.push_back(email); });
    }

    time_point now() const override { return shared_->now; }

    void wake_at(time_point when, std::function<void()> ring) override
    {
        shared_->alarm = when;
        shared_->ring = std::move(ring);
    }

    void cancel_wake() noexcept override { shared_->alarm.reset(); }

private:
    std::shared_ptr<shared_state> shared_;
};

class scripted_feed final : public row_feed
{
public:
    struct shared_state
    {
        std::deque<item> items;
        bool pipe = false; ///< more may come, and none of it is read once the run was stopped
        bool ended = false;
        std::function<void()> ready;
    };

    explicit scripted_feed(std::shared_ptr<shared_state> shared) : shared_(std::move(shared)) {}

    item next() override
    {
        if (!shared_->items.empty()) {
            item first = std::move(shared_->items.front());
            shared_->items.pop_front();
            return first;
        }
        if (shared_->pipe && !shared_->ended)
            return nothing_yet{};
        return end_of_input{};
    }

    void async_wait(std::function<void()> ready) override { shared_->ready = std::move(ready); }

    void cancel_wait() noexcept override { shared_->ready = nullptr; }

    bool can_be_read_to_its_end() const noexcept override { return !shared_->pipe; }

private:
    std::shared_ptr<shared_state> shared_;
};

std::string email_of(std::size_t number)
{
    return "a" + std::to_string(number) + "@b.cd";
}

class scenario
{
public:
    explicit scenario(std::size_t rows, import_options options = import_options("-").concurrency(4))
    {
        for (std::size_t i = 0; i < rows; ++i)
            feed->items.push_back(row(i));
        make(std::move(options));
    }

    static input_row row(std::size_t number)
    {
        account_settings settings(email_of(number), secret("hunter22"));
        settings.max_jobs(5);
        return input_row(number + 2, std::move(settings));
    }

    void make(import_options options)
    {
        run = std::make_shared<import_run>(
            options, std::make_unique<scripted_feed>(feed), std::make_unique<scripted_world>(world),
            std::nullopt,
            [this](const row_result& result) {
                results.push_back(result);
                return results_can_be_written;
            },
            [this](import_summary ended) {
                summary = std::move(ended);
                ++completions;
            });
    }

    void end(const std::string& email, result<account> outcome, unsigned busy = 0)
    {
        const auto found = world->running.find(email);
        BOOST_TEST_REQUIRE((found != world->running.end()));
        const auto done = std::move(found->second);
        world->running.erase(found);
        call_outcome ended(std::move(outcome));
        ended.attempts = 1;
        ended.busy_signals = busy;
        done(std::move(ended));
    }

    void succeed(const std::string& email) { end(email, account(email)); }

    void succeed_all()
    {
        while (!world->running.empty())
            succeed(world->running.begin()->first);
    }

    /** Lets time pass up to the alarm. */
    void ring()
    {
        BOOST_TEST_REQUIRE(world->alarm.has_value());
        world->now = std::max(world->now, *world->alarm);
        world->alarm.reset();
        world->ring();
    }

    const row_result& result_of(const std::string& email) const
    {
        return *std::find_if(results.begin(), results.end(),
                             [&](const row_result& each) { return each.email == email; });
    }

    std::shared_ptr<scripted_world::shared_state> world = std::make_shared<scripted_world::shared_state>();
    std::shared_ptr<scripted_feed::shared_state> feed = std::make_shared<scripted_feed::shared_state>();
    std::shared_ptr<import_run> run;
    std::vector<row_result> results;
    bool results_can_be_written = true;
    import_summary summary;
    unsigned completions = 0;
};

const error unreachable(errc::connect_failed, effect::none);
const error lost(errc::connection_lost, effect::unknown);

error refused(errc code, int status)
{
    return error(code, effect::rejected).status(status);
}

} // namespace

BOOST_AUTO_TEST_SUITE(runs)

BOOST_AUTO_TEST_CASE(run_sends_every_row_once_and_keeps_to_its_concurrency)
{
    scenario s(100);
    s.run->start();
    BOOST_TEST(s.world->running.size() == 4U);
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.applied == 100U);
    BOOST_TEST(s.summary.exit_code() == 0);
    BOOST_TEST(s.results.size() == 100U);
    BOOST_TEST(s.world->peak == 4U);
    for (const auto& [email, calls] : s.world->calls)
        BOOST_TEST(calls == 1U);
}

BOOST_AUTO_TEST_CASE(run_of_an_empty_input_ends_at_once)
{
    scenario s(0);
    s.run->start();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.exit_code() == 0);
}

BOOST_AUTO_TEST_CASE(refused_account_does_not_stop_the_others)
{
    scenario s(3);
    s.run->start();
    s.end(email_of(0), refused(errc::credentials_refused, 401));
    s.succeed_all();
    BOOST_TEST(s.summary.applied == 2U);
    BOOST_TEST(s.summary.rejected == 1U);
    BOOST_TEST(s.summary.exit_code() == 1);
    BOOST_TEST((s.result_of(email_of(0)).outcome == row_outcome::rejected));
    BOOST_TEST(s.result_of(email_of(0)).status == 401);
    BOOST_TEST((s.result_of(email_of(0)).effect == effect::rejected));
}

BOOST_AUTO_TEST_CASE(refused_token_stops_the_run_at_once)
{
    scenario s(100);
    s.run->start();
    s.end(email_of(0), refused(errc::token_refused, 401));
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.exit_code() == 3);
    BOOST_TEST(s.world->calls.size() == 4U);
    BOOST_TEST(s.summary.applied == 3U);
    BOOST_TEST(s.summary.skipped == 96U);
    BOOST_TEST(s.results.size() == 100U);
}

BOOST_AUTO_TEST_CASE(row_that_failed_for_a_moment_gets_another_call)
{
    scenario s(2);
    s.run->start();
    s.succeed(email_of(1));
    s.end(email_of(0), lost);
    BOOST_TEST(s.completions == 0U);
    BOOST_TEST(s.run->snapshot().waiting_again == 1U);
    s.ring();
    s.succeed(email_of(0));
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.applied == 2U);
    BOOST_TEST(s.result_of(email_of(0)).attempts == 2U);
    BOOST_TEST(s.summary.retried == 1U);
}

BOOST_AUTO_TEST_CASE(row_that_reaches_the_service_is_not_called_for_ever)
{
    scenario s(2);
    s.run->start();
    s.succeed(email_of(1));
    for (int i = 0; i < 3; ++i) {
        s.end(email_of(0), lost);
        if (i < 2)
            s.ring();
    }
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.world->calls[email_of(0)] == 3U);
    BOOST_TEST((s.result_of(email_of(0)).outcome == row_outcome::failed));
    BOOST_TEST((s.result_of(email_of(0)).effect == effect::unknown));
}

BOOST_AUTO_TEST_CASE(row_that_never_reaches_the_service_is_tried_until_its_time_is_up)
{
    scenario s(2);
    s.run->start();
    s.succeed(email_of(1));
    const auto began = s.world->now;
    s.end(email_of(0), unreachable);
    while (s.completions == 0) {
        s.ring();
        s.end(email_of(0), unreachable);
    }
    BOOST_TEST((s.world->now - began >= 120s));
    BOOST_TEST((s.world->now - began <= 135s));
    BOOST_TEST((s.result_of(email_of(0)).outcome == row_outcome::failed));
    BOOST_TEST((s.result_of(email_of(0)).effect == effect::none));
    BOOST_TEST(s.summary.exit_code() == 1);
}

BOOST_AUTO_TEST_CASE(outage_in_mid_run_is_survived)
{
    scenario s(50);
    s.run->start();
    for (int i = 0; i < 4; ++i)
        s.succeed(email_of(static_cast<std::size_t>(i)));
    const auto until = s.world->now + 60s;
    while (s.world->now < until) {
        while (!s.world->running.empty())
            s.end(s.world->running.begin()->first, unreachable);
        s.ring();
    }
    while (s.completions == 0) {
        s.succeed_all();
        if (s.completions == 0)
            s.ring();
    }
    BOOST_TEST(s.summary.applied == 50U);
    BOOST_TEST(s.summary.exit_code() == 0);
    BOOST_TEST(s.results.size() == 50U);
}

BOOST_AUTO_TEST_CASE(service_that_never_answers_ends_the_run)
{
    scenario s(1000);
    s.run->start();
    while (s.completions == 0) {
        while (!s.world->running.empty())
            s.end(s.world->running.begin()->first, unreachable);
        if (s.completions == 0)
            s.ring();
    }
    BOOST_TEST(s.summary.exit_code() == 4);
    BOOST_TEST(s.results.size() == 1000U);
    BOOST_TEST(s.summary.applied == 0U);
}

BOOST_AUTO_TEST_CASE(refused_certificate_ends_the_run_at_once)
{
    scenario s(100);
    s.run->start();
    while (!s.world->running.empty())
        s.end(s.world->running.begin()->first, error(errc::certificate_rejected, effect::none));
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.exit_code() == 4);
    BOOST_TEST(s.world->calls.size() == 4U);
}

BOOST_AUTO_TEST_CASE(busy_service_halves_the_limit)
{
    scenario s(100, import_options("-").concurrency(64));
    s.run->start();
    BOOST_TEST(s.run->snapshot().limit == 8U);
    s.end(email_of(0), account(email_of(0)), 1);
    BOOST_TEST(s.run->snapshot().limit == 4U);
    s.end(email_of(1), account(email_of(1)), 1);
    BOOST_TEST(s.run->snapshot().limit == 4U);
    s.succeed_all();
    BOOST_TEST(s.summary.applied == 100U);
}

BOOST_AUTO_TEST_CASE(rate_is_kept)
{
    scenario s(10, import_options("-").concurrency(4).rate(2));
    s.run->start();
    const auto began = s.world->now;
    while (s.completions == 0) {
        s.succeed_all();
        if (s.completions == 0)
            s.ring();
    }
    BOOST_TEST((s.world->now - began == 4500ms));
    BOOST_TEST(s.summary.applied == 10U);
}

BOOST_AUTO_TEST_CASE(stopped_run_lets_running_calls_finish_and_reports_the_rest)
{
    scenario s(100);
    s.run->start();
    s.run->stop(stop_reason::interrupted);
    BOOST_TEST(s.completions == 0U);
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.applied == 4U);
    BOOST_TEST(s.summary.skipped == 96U);
    BOOST_TEST(s.summary.exit_code() == 130);
    BOOST_TEST(s.results.size() == 100U);
}

BOOST_AUTO_TEST_CASE(calls_are_cancelled_when_the_grace_is_over)
{
    scenario s(100);
    s.run->start();
    const auto began = s.world->now;
    s.run->stop(stop_reason::interrupted);
    s.ring();
    BOOST_TEST((s.world->now - began == 10s));
    BOOST_TEST(s.world->cancelled.size() == 4U);
    while (!s.world->running.empty())
        s.end(s.world->running.begin()->first, error(errc::cancelled, effect::unknown));
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.failed == 4U);
    BOOST_TEST(s.results.size() == 100U);
}

BOOST_AUTO_TEST_CASE(second_stop_cuts_the_grace_short)
{
    scenario s(100);
    s.run->start();
    s.run->stop(stop_reason::interrupted);
    BOOST_TEST(s.world->cancelled.empty());
    s.run->cut();
    BOOST_TEST(s.world->cancelled.size() == 4U);
}

BOOST_AUTO_TEST_CASE(rows_that_wait_again_when_the_run_is_stopped_are_reported_as_failed)
{
    scenario s(1);
    s.run->start();
    s.end(email_of(0), lost);
    s.run->stop(stop_reason::interrupted);
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST((s.result_of(email_of(0)).outcome == row_outcome::failed));
    BOOST_TEST((s.result_of(email_of(0)).effect == effect::unknown));
}

BOOST_AUTO_TEST_CASE(results_that_cannot_be_written_stop_the_run)
{
    scenario s(100);
    s.results_can_be_written = false;
    s.run->start();
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST((s.summary.stopped == stop_reason::results_failed));
    BOOST_TEST(s.summary.exit_code() == 1);
    BOOST_TEST(s.world->calls.size() == 4U);
}

BOOST_AUTO_TEST_CASE(unacceptable_row_ends_the_run_unless_it_may_be_skipped)
{
    for (const bool skip : {false, true}) {
        scenario s(0, import_options("-").concurrency(4).skip_invalid(skip));
        row_problem problem;
        problem.line = 3;
        problem.message = "maxJobs is 0";
        s.feed->items.push_back(scenario::row(0));
        s.feed->items.push_back(problem);
        s.feed->items.push_back(row_feed::repeated{});
        s.feed->items.push_back(scenario::row(1));
        s.run->start();
        s.succeed_all();
        BOOST_TEST(s.completions == 1U);
        BOOST_TEST(s.summary.exit_code() == 1);
        BOOST_TEST(s.summary.applied == (skip ? 2U : 1U));
        BOOST_TEST(s.summary.skipped == (skip ? 1U : 2U));
        BOOST_TEST(s.summary.duplicates == (skip ? 1U : 0U));
    }
}

BOOST_AUTO_TEST_CASE(input_that_comes_slowly_is_waited_for)
{
    scenario s(1);
    s.feed->pipe = true;
    s.run->start();
    s.succeed_all();
    BOOST_TEST(s.completions == 0U);
    BOOST_TEST_REQUIRE((s.feed->ready != nullptr));
    s.feed->items.push_back(scenario::row(1));
    s.feed->ended = true;
    const auto ready = s.feed->ready;
    ready();
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST(s.summary.applied == 2U);
}

BOOST_AUTO_TEST_CASE(input_that_breaks_off_stops_the_run)
{
    scenario s(2);
    s.feed->items.push_back(row_feed::unreadable{"the file was changed while it was read"});
    s.run->start();
    s.succeed_all();
    BOOST_TEST(s.completions == 1U);
    BOOST_TEST((s.summary.stopped == stop_reason::input_changed));
    BOOST_TEST(s.summary.exit_code() == 1);
}

BOOST_AUTO_TEST_CASE(no_password_reaches_a_result_or_the_summary)
{
    scenario s(3);
    s.run->start();
    s.end(email_of(0),
          refused(errc::credentials_refused, 401).server_error("Wrong username/password combination."));
    s.succeed_all();
    BOOST_TEST(s.summary.text().find("hunter22") == std::string::npos);
    BOOST_TEST(s.summary.json().find("hunter22") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
