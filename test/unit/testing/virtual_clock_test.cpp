#include <useapi/testing/virtual_clock.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

using namespace useapi::testing;
using namespace std::chrono_literals;

namespace {

struct time_of_test
{
    virtual_clock clock;
    boost::asio::io_context context;
    std::string happened;

    std::function<void()> note(char what)
    {
        return [this, what] { happened += what; };
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(virtual_clocks, time_of_test)

BOOST_AUTO_TEST_CASE(year_takes_no_real_time)
{
    const auto before = std::chrono::steady_clock::now();
    clock.schedule_after(365 * 24h, note('a'));
    BOOST_TEST(clock.run(context));
    BOOST_TEST(happened == "a");
    BOOST_TEST((clock.elapsed() == 365 * 24h));
    BOOST_TEST((std::chrono::steady_clock::now() - before < 10s));
}

BOOST_AUTO_TEST_CASE(events_happen_by_instant_and_within_one_in_the_order_of_scheduling)
{
    clock.schedule_after(2s, note('d'));
    clock.schedule_after(1s, note('b'));
    clock.schedule_after(1s, note('c'));
    clock.schedule_after(0s, note('a'));
    BOOST_TEST(happened.empty());
    BOOST_TEST(clock.run(context));
    BOOST_TEST(happened == "abcd");
}

BOOST_AUTO_TEST_CASE(event_of_the_past_happens_now)
{
    clock.schedule_after(1h, [this] { clock.schedule(clock.now() - 30min, note('a')); });
    clock.run(context);
    BOOST_TEST(happened == "a");
    BOOST_TEST((clock.elapsed() == 1h));
}

BOOST_AUTO_TEST_CASE(handlers_that_are_ready_run_before_time_goes_on)
{
    clock.schedule_after(1s, [this] {
        boost::asio::post(context, note('b'));
        happened += 'a';
    });
    clock.schedule_after(1001ms, note('c'));
    clock.run(context);
    BOOST_TEST(happened == "abc");
}

BOOST_AUTO_TEST_CASE(run_stops_at_its_instant_and_goes_on_from_there)
{
    clock.schedule_after(1s, note('a'));
    clock.schedule_after(2s, note('b'));
    BOOST_TEST(!clock.run_for(context, 1s));
    BOOST_TEST(happened == "a");
    BOOST_TEST((clock.elapsed() == 1s));
    BOOST_TEST(!clock.run_for(context, 500ms));
    BOOST_TEST((clock.elapsed() == 1500ms));
    BOOST_TEST(clock.run_for(context, 1h));
    BOOST_TEST(happened == "ab");
    BOOST_TEST((clock.elapsed() == 2s));
}

BOOST_AUTO_TEST_CASE(cancelled_event_does_not_happen_and_costs_no_time)
{
    const auto ticket = clock.schedule_after(1h, note('a'));
    clock.schedule_after(1s, note('b'));
    clock.cancel(ticket);
    clock.cancel(ticket);
    clock.cancel(0);
    clock.run(context);
    BOOST_TEST(happened == "b");
    BOOST_TEST((clock.elapsed() == 1s));
}

BOOST_AUTO_TEST_CASE(event_that_throws_leaves_run_which_goes_on_afterwards)
{
    clock.schedule_after(1s, [] { throw std::runtime_error("such as a failed check"); });
    clock.schedule_after(2s, note('a'));
    BOOST_CHECK_THROW(clock.run(context), std::runtime_error);
    BOOST_TEST(clock.run(context));
    BOOST_TEST(happened == "a");
}

BOOST_AUTO_TEST_CASE(wall_clock_goes_along)
{
    const auto begin = clock.wall_now();
    BOOST_TEST(std::chrono::system_clock::to_time_t(begin) == 1'734'840'800);
    clock.schedule_after(90min, [] {});
    clock.run(context);
    BOOST_TEST((clock.wall_now() - begin == 90min));
}

BOOST_AUTO_TEST_CASE(what_a_forgotten_event_holds_may_cancel_another_one)
{
    const auto forgotten = std::make_shared<int>(0);
    const auto other = clock.schedule_after(2s, [forgotten] {});
    clock.schedule_after(
        1s, [held = std::shared_ptr<void>(nullptr, [this, other](void*) { clock.cancel(other); })] {});
    clock.clear();
    BOOST_TEST(forgotten.use_count() == 1);
    BOOST_TEST(clock.run(context));
    BOOST_TEST((clock.elapsed() == 0s));
}

BOOST_AUTO_TEST_SUITE_END()
