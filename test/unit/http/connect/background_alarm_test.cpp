#include "http/connect/background_alarm.hpp"
#include "http/connect/uncounted_wait.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

using namespace useapi;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

constexpr int alarm_count = 10;

/** Many alarms, so that a count that is wrong by one each cannot hide. */
class alarms
{
public:
    explicit alarms(asio::io_context& context)
    {
        for (int i = 0; i != alarm_count; ++i)
            all_.push_back(http::make_background_alarm(context, [this] { on_ring(); }));
    }

    void set(std::chrono::milliseconds delay)
    {
        for (const auto& one : all_)
            one->set(std::chrono::steady_clock::now() + delay);
    }

    void cancel()
    {
        for (const auto& one : all_)
            one->cancel();
    }

    int rung() const { return rung_; }

    void call_when_all_rang(std::function<void()> what) { on_last_ = std::move(what); }

private:
    void on_ring()
    {
        if (++rung_ % alarm_count == 0 && on_last_)
            on_last_();
    }

    std::vector<std::unique_ptr<http::alarm>> all_;
    std::function<void()> on_last_;
    std::atomic<int> rung_ = 0;
};

void run_on(asio::io_context& context, int threads)
{
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i)
        others.emplace_back([&context] { context.run_for(30s); });
    context.run_for(30s);
    for (std::thread& other : others)
        other.join();
}

} // namespace

BOOST_AUTO_TEST_SUITE(background_alarm)

BOOST_AUTO_TEST_CASE(counts_of_this_asio_are_the_ones_relied_upon_and_others_are_noticed)
{
    using http::uncounted_wait;
    BOOST_TEST(uncounted_wait::is_possible());
    const int timer = uncounted_wait::counts_of_a_timer;
    const int socket = uncounted_wait::counts_of_a_socket;
    BOOST_TEST(uncounted_wait::are_counts(timer, socket));
    for (const int off : {-1, 1, 2}) {
        BOOST_TEST(!uncounted_wait::are_counts(timer + off, socket));
        BOOST_TEST(!uncounted_wait::are_counts(timer, socket + off));
    }
}

BOOST_AUTO_TEST_CASE(alarm_that_is_set_does_not_keep_run_from_returning)
{
    for (const int threads : {1, 4}) {
        BOOST_TEST_CONTEXT(threads << " threads")
        {
            asio::io_context context(threads);
            alarms set_far(context);
            set_far.set(1h);
            for (int round = 0; round != 3; ++round) {
                context.restart();
                run_on(context, threads);
                BOOST_TEST(context.stopped());
            }
            BOOST_TEST(set_far.rung() == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(run_does_not_return_before_other_work_is_done)
{
    for (const int threads : {1, 4}) {
        BOOST_TEST_CONTEXT(threads << " threads")
        {
            asio::io_context context(threads);
            alarms set_far(context);
            set_far.set(1h);
            std::atomic<int> done = 0;
            asio::steady_timer timer(context, 20ms);
            timer.async_wait([&](const boost::system::error_code&) {
                set_far.set(2h);
                asio::post(context, [&] { ++done; });
                ++done;
            });
            run_on(context, threads);
            BOOST_TEST(context.stopped());
            BOOST_TEST(done == 2);
        }
    }
}

BOOST_AUTO_TEST_CASE(alarm_rings_while_there_is_other_work)
{
    for (const int threads : {1, 4}) {
        BOOST_TEST_CONTEXT(threads << " threads")
        {
            asio::io_context context(threads);
            auto work = asio::make_work_guard(context);
            alarms due(context);
            due.call_when_all_rang([&work] { work.reset(); });
            due.set(1ms);
            run_on(context, threads);
            BOOST_TEST(due.rung() == alarm_count);
            BOOST_TEST(context.stopped());
        }
    }
}

BOOST_AUTO_TEST_CASE(alarm_that_came_due_while_nothing_ran_rings_in_the_next_run)
{
    asio::io_context context(1);
    alarms due(context);
    due.set(0ms);
    context.run_for(30s);
    auto work = asio::make_work_guard(context);
    due.call_when_all_rang([&work] { work.reset(); });
    if (due.rung() == alarm_count)
        work.reset();
    context.restart();
    context.run_for(30s);
    BOOST_TEST(due.rung() == alarm_count);
    BOOST_TEST(context.stopped());
}

BOOST_AUTO_TEST_CASE(alarm_set_before_the_first_run_stops_nothing)
{
    // No work counts yet. Setting the alarm must not bring the count to 0 before a thread runs the context.
    asio::io_context context(1);
    alarms set_far(context);
    set_far.set(1h);
    BOOST_TEST(!context.stopped());
    bool done = false;
    asio::post(context, [&done] { done = true; });
    context.run_for(30s);
    BOOST_TEST(done);
}

BOOST_AUTO_TEST_CASE(alarm_taken_back_or_set_anew_does_not_ring_for_before)
{
    asio::io_context context(1);
    alarms first(context);
    alarms second(context);
    alarms last(context);
    auto work = asio::make_work_guard(context);
    last.call_when_all_rang([&work] { work.reset(); });
    first.set(1ms);
    first.cancel();
    second.set(1ms);
    second.set(1h);
    last.set(3ms);
    context.run_for(30s);
    BOOST_TEST(first.rung() == 0);
    BOOST_TEST(second.rung() == 0);
    BOOST_TEST(last.rung() == alarm_count);
}

BOOST_AUTO_TEST_CASE(alarm_that_is_gone_leaves_the_count_as_it_was)
{
    asio::io_context context(1);
    for (int round = 0; round != 3; ++round) {
        {
            alarms gone(context);
            gone.set(1h);
            context.restart();
            context.run_for(30s);
            BOOST_TEST(context.stopped());
        }
        // Completes the waits that the timers left in the queue.
        int done = 0;
        for (int i = 0; i != 3; ++i)
            asio::post(context, [&] { asio::post(context, [&done] { ++done; }); });
        context.restart();
        context.run_for(30s);
        BOOST_TEST(done == 3);
        BOOST_TEST(context.stopped());
    }
    alarms pending(context);
    pending.set(1h);
    context.restart();
    context.run_for(30s);
}

BOOST_AUTO_TEST_SUITE_END()
