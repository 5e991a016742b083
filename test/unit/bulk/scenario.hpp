#ifndef USEAPI_TEST_UNIT_BULK_SCENARIO_HPP
#define USEAPI_TEST_UNIT_BULK_SCENARIO_HPP

#include "bulk/feed/lane_feed.hpp"
#include "bulk/run/import_run.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk::testing {

using runwayml::account_settings;
using namespace std::chrono_literals;

/** A world whose calls the test ends, and whose clock the test moves. */
class scripted_world final : public run_world
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
        std::map<std::string, std::function<void(const error&)>> attempt_failed; ///< of the last call
        std::map<std::string, unsigned> calls;
        std::vector<std::string> cancelled;
        std::size_t peak = 0;
        std::optional<time_point> alarm;
        std::function<void()> ring;
    };

    explicit scripted_world(std::shared_ptr<shared_state> shared) : shared_(std::move(shared)) {}

    std::shared_ptr<running_call> start(const input_row& row,
                                        std::function<void(const error&)> attempt_failed,
                                        std::function<void(call_outcome)> done) override
    {
        const std::string email = row.settings.email();
        ++shared_->calls[email];
        shared_->running[email] = std::move(done);
        shared_->attempt_failed[email] = std::move(attempt_failed);
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

class scripted_feed final : public row_source
{
public:
    struct shared_state
    {
        std::deque<item> items;
        bool pipe = false; ///< more rows may come, and none is read after the run was stopped
        bool ended = false;
        bool can_restart = false;
        std::size_t next = 0; ///< of `items`, where they can be read again
        std::function<void()> ready;
    };

    explicit scripted_feed(std::shared_ptr<shared_state> shared) : shared_(std::move(shared)) {}

    item next() override
    {
        if (shared_->can_restart)
            return shared_->next == shared_->items.size() ? item(end_of_input{})
                                                          : shared_->items[shared_->next++];
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

    bool can_restart() const noexcept override { return shared_->can_restart; }

    void restart() override { shared_->next = 0; }

private:
    std::shared_ptr<shared_state> shared_;
};

inline std::string email_of(std::size_t number)
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

    scenario(const scenario&) = delete;
    scenario& operator=(const scenario&) = delete;

    static input_row row(std::size_t number)
    {
        account_settings settings(email_of(number), secret("hunter22"));
        settings.max_jobs(5);
        return input_row(number + 2, std::move(settings));
    }

    void make(import_options options) { make(std::move(options), std::make_unique<scripted_feed>(feed)); }

    void make(import_options options, std::unique_ptr<row_source> from)
    {
        run = std::make_shared<import_run>(
            options, std::make_unique<lane_feed>(context, std::move(from), options.profiles().size()),
            std::make_unique<scripted_world>(world), std::nullopt,
            [this](const row_result& result) {
                results.push_back(result);
                return results_can_be_written;
            },
            [this](import_summary ended) {
                summary = std::move(ended);
                ++completions;
            });
    }

    void end(const std::string& email, std::optional<error> why, unsigned busy = 0)
    {
        call_outcome ended(std::move(why));
        ended.attempts = 1;
        ended.busy_signals = busy;
        end_with(email, std::move(ended));
    }

    void end_with(const std::string& email, call_outcome ended)
    {
        const auto found = world->running.find(email);
        BOOST_TEST_REQUIRE((found != world->running.end()));
        const auto done = std::move(found->second);
        world->running.erase(found);
        done(std::move(ended));
    }

    /** Fails an attempt of a call that goes on. */
    void fail_attempt(const std::string& email, const error& why)
    {
        BOOST_TEST_REQUIRE(world->running.contains(email));
        world->attempt_failed.at(email)(why);
    }

    void succeed(const std::string& email) { end(email, std::nullopt); }

    void succeed_all()
    {
        while (!world->running.empty())
            succeed(world->running.begin()->first);
    }

    /** Moves the clock to the alarm. */
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

    boost::asio::io_context context{1};
    std::shared_ptr<scripted_world::shared_state> world = std::make_shared<scripted_world::shared_state>();
    std::shared_ptr<scripted_feed::shared_state> feed = std::make_shared<scripted_feed::shared_state>();
    std::shared_ptr<import_run> run;
    std::vector<row_result> results;
    bool results_can_be_written = true;
    import_summary summary;
    unsigned completions = 0;
};

inline const error unreachable(errc::connect_failed, effect::none);
inline const error lost(errc::connection_lost, effect::unknown);

inline error refused(errc code, int status)
{
    return error(code, effect::rejected).status(status);
}

} // namespace useapi::bulk::testing

#endif
