#ifndef USEAPI_TEST_UNIT_BULK_LEDGER_LEDGER_WORLD_HPP
#define USEAPI_TEST_UNIT_BULK_LEDGER_LEDGER_WORLD_HPP

#include "bulk/ledger/ledger_feed.hpp"
#include "unit/bulk/scenario.hpp"

#include <useapi/error.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace useapi::bulk::testing {

/** A ledger in memory. The test decides which rows another worker has, and when writing fails. */
class scripted_store final : public ledger_store
{
public:
    struct shared_state
    {
        std::mutex mutex;
        std::map<row_key, ledger_row> rows;
        std::map<row_key, unsigned>
            held_for; ///< how often it is asked about until the other worker gives it up
        std::set<row_key> settled_elsewhere; ///< by another worker
        unsigned commits = 0;
        unsigned fails_from = ~0U;
        std::atomic<unsigned> is_lost_for = 0; ///< so many commits fail, from the second one on
        bool is_shared = false;
        std::uint64_t lost_leases = 0;
        std::function<void()> on_commit; ///< called during the next commit

        std::size_t count()
        {
            const std::lock_guard lock(mutex);
            return rows.size();
        }

        row_state state(std::size_t number, const std::string& profile = {})
        {
            const std::lock_guard lock(mutex);
            return rows.at(row_key(profile, email_of(number))).state;
        }
    };

    explicit scripted_store(std::shared_ptr<shared_state> shared) : shared_(std::move(shared)) {}

    const ledger_salt& salt() const noexcept override { return salt_; }

    std::vector<admission> commit(const std::vector<ledger_outcome>& outcomes,
                                  const std::vector<ledger_claim>& claims) override
    {
        const std::lock_guard lock(shared_->mutex);
        if (++shared_->commits >= shared_->fails_from)
            throw exception(error(errc::invalid_argument).detail("ledger x: the disk is full"));
        if (shared_->commits > 1 && shared_->is_lost_for != 0) {
            --shared_->is_lost_for;
            throw ledger_out_of_reach(error(errc::invalid_argument).detail("ledger x: lost its connection"));
        }
        if (const auto happens = std::exchange(shared_->on_commit, nullptr))
            happens();
        const wall_time now{std::chrono::milliseconds(shared_->commits)};
        std::vector<admission> admissions;
        for (const ledger_claim& each : claims) {
            if (shared_->held_for[each.key] != 0) {
                if (--shared_->held_for[each.key] == 0 && shared_->settled_elsewhere.contains(each.key))
                    shared_->rows[each.key] = settled(each);
                admissions.emplace_back(next_step::wait);
                continue;
            }
            const auto found = shared_->rows.find(each.key);
            const ledger_row* const known = found == shared_->rows.end() ? nullptr : &found->second;
            resume_rules rules;
            rules.run_began = wall_time::max();
            admissions.emplace_back(decide(known, each, rules), known ? *known : ledger_row());
            if (admissions.back().step != next_step::keep && !each.only_look)
                shared_->rows[each.key] = mark_sent(known, each, now);
        }
        for (const ledger_outcome& each : outcomes) {
            ledger_row& row = shared_->rows.at(each.key);
            row = mark_outcome(row, each, now);
        }
        return admissions;
    }

    void change(const std::function<bool(const row_key&)>& which,
                const std::function<ledger_row(ledger_row)>& how) override
    {
        for (auto& [key, row] : shared_->rows)
            if (which(key))
                row = how(row);
    }

    std::optional<std::chrono::milliseconds> lease() const noexcept override
    {
        return shared_->is_shared ? std::optional(std::chrono::milliseconds(60'000)) : std::nullopt;
    }

    std::uint64_t lost_leases() const noexcept override
    {
        const std::lock_guard lock(shared_->mutex);
        return shared_->lost_leases;
    }

private:
    static ledger_row settled(const ledger_claim& claim)
    {
        ledger_row row = mark_sent(nullptr, claim, wall_time());
        row.state = row_state::applied;
        row.effect = effect::applied;
        return row;
    }

    std::shared_ptr<shared_state> shared_;
    ledger_salt salt_{};
};

/** Rows that can be read any number of times. */
class repeatable_feed final : public row_source
{
public:
    repeatable_feed(std::size_t rows, std::string profile) : rows_(rows), profile_(std::move(profile)) {}

    item next() override
    {
        if (next_ == rows_)
            return end_of_input{};
        input_row made = scenario::row(next_++);
        made.profile = profile_;
        return made;
    }

    void async_wait(std::function<void()>) override {}

    void cancel_wait() noexcept override {}

    bool can_be_read_to_its_end() const noexcept override { return true; }

    bool can_restart() const noexcept override { return true; }

    void restart() override { next_ = 0; }

private:
    const std::size_t rows_;
    const std::string profile_;
    std::size_t next_ = 0;
};

/** An import with a ledger. The test ends its calls. */
class ledger_world
{
public:
    void begin(std::size_t rows, std::size_t batch = 4)
    {
        ledger_feed::digest_maker digest = [](const input_row&) { return row_digest{1}; };
        auto ahead = std::make_unique<lane_feed>(
            context, std::make_unique<repeatable_feed>(rows, profile_of_rows), options.profiles().size());
        ahead->begin_at(first_number);
        feed = std::make_shared<ledger_feed>(
            context, std::move(ahead),
            std::make_unique<ledger_writer>(
                context, std::make_unique<scripted_store>(store),
                [this](std::string why) {
                    failure = why;
                    run->stop(stop_reason::ledger_failed, std::move(why));
                },
                [this](std::string line) { notices.push_back(std::move(line)); },
                [this] { return ledger_writer::clock::time_point(ledger_time.load()); }),
            std::move(digest), batch);
        run = std::make_shared<import_run>(
            options, feed, std::make_unique<scripted_world>(world), std::nullopt,
            [this](const row_result& result) {
                feed->record(result);
                results.push_back(result);
                return true;
            },
            [this](import_summary ended) {
                summary = std::move(ended);
                feed->finish([this] { finished = true; });
            });
        run->start();
    }

    /** Runs handlers until that many calls run. */
    void wait_for_calls(std::size_t count)
    {
        while (world->running.size() < count)
            BOOST_TEST_REQUIRE(context.run_one() == 1U);
    }

    void succeed(std::size_t number) { end(number, std::nullopt); }

    void end(std::size_t number, std::optional<error> why)
    {
        const auto done = std::move(world->running.at(email_of(number)));
        world->running.erase(email_of(number));
        call_outcome ended{std::move(why)};
        ended.attempts = 1;
        done(std::move(ended));
    }

    /** This worker sleeps until its lease has ended; another worker has these rows by then.
        @param settles  whether the other worker registers them, which this one learns later */
    void sleep_beyond_lease(const std::vector<std::size_t>& taken_over, bool settles)
    {
        {
            const std::lock_guard lock(store->mutex);
            for (const std::size_t each : taken_over) {
                store->held_for[{profile_of_rows, email_of(each)}] = 1;
                if (settles)
                    store->settled_elsewhere.insert({profile_of_rows, email_of(each)});
            }
        }
        ledger_time = ledger_time.load() + 61s;
    }

    void ring()
    {
        world->now = std::max(world->now, world->alarm.value());
        world->ring();
    }

    void succeed_until_finished()
    {
        while (!finished) {
            while (!world->running.empty()) {
                const std::string email = world->running.begin()->first;
                succeed(std::stoul(email.substr(1)));
            }
            BOOST_TEST_REQUIRE(context.run_one() == 1U);
        }
    }

    boost::asio::io_context context{1};
    import_options options = import_options("-").concurrency(4);
    std::string profile_of_rows;
    std::uint64_t first_number = 0; ///< of the first pass
    std::atomic<ledger_writer::clock::duration> ledger_time{1000s};
    std::shared_ptr<scripted_store::shared_state> store = std::make_shared<scripted_store::shared_state>();
    std::shared_ptr<scripted_world::shared_state> world = std::make_shared<scripted_world::shared_state>();
    std::shared_ptr<ledger_feed> feed;
    std::shared_ptr<import_run> run;
    std::vector<row_result> results;
    import_summary summary;
    std::string failure;
    std::vector<std::string> notices;
    bool finished = false;
};

} // namespace useapi::bulk::testing

#endif
