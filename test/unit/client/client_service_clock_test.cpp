#include "unit/client/world.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

namespace {

using namespace useapi;
using namespace useapi::testing;
using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::year;

reply dated(const std::string& date, int status = 200)
{
    return reply::of(status, "{}").add_field("Date", date);
}

BOOST_AUTO_TEST_SUITE(service_clock)

BOOST_AUTO_TEST_CASE(service_clock_goes_on_from_the_last_date_that_could_be_read)
{
    world w({reply::of(200, "{}"), dated("Sun, 06 Nov 1994 08:49:37 GMT"), dated("yesterday"),
             dated("Sun, 06 Nov 1994 10:00:00 GMT", 404)});
    const client used = w.make_client();
    const auto send_one = [&] {
        const auto call = w.start(used);
        w.run_for(1s);
        BOOST_TEST_REQUIRE(call->outcome.has_value());
    };
    // `send_one` takes up to a second, so some time may have passed.
    const auto is_near = [&](std::chrono::system_clock::time_point when) {
        const auto now = used.service_now();
        return now && *now >= when && *now <= when + 3s;
    };
    BOOST_TEST(!used.service_now().has_value());
    send_one();
    BOOST_TEST(!used.service_now().has_value());
    send_one();
    const auto said = sys_days(year(1994) / 11 / 6) + 8h + 49min + 37s;
    BOOST_TEST(is_near(said));
    w.clock.schedule_after(5s, [] {});
    w.run_for(5s);
    BOOST_TEST(is_near(said + 5s));
    send_one();
    BOOST_TEST(is_near(said + 5s));
    // An answer that refuses tells the time as well.
    send_one();
    BOOST_TEST(is_near(sys_days(year(1994) / 11 / 6) + 10h));
}

BOOST_AUTO_TEST_CASE(date_is_read_once_a_second)
{
    world w({dated("Sun, 06 Nov 1994 08:00:00 GMT"), dated("Sun, 06 Nov 1994 09:00:00 GMT"),
             dated("Sun, 06 Nov 1994 10:00:00 GMT")});
    const client used = w.make_client();
    const auto day = sys_days(year(1994) / 11 / 6);
    w.start(used);
    w.run();
    w.start(used); // at once: its Date is not read
    w.run();
    BOOST_TEST((used.service_now() >= day + 8h && used.service_now() < day + 8h + 5s));
    w.clock.schedule_after(1s, [&] { w.start(used); });
    w.run();
    BOOST_TEST((used.service_now() >= day + 10h && used.service_now() < day + 10h + 5s));
}

BOOST_AUTO_TEST_CASE(client_that_was_moved_from_knows_no_time)
{
    world w({dated("Sun, 06 Nov 1994 08:49:37 GMT")});
    client used = w.make_client();
    static_cast<void>(w.start(used));
    w.run_for(1s);
    const client moved = std::move(used);
    BOOST_TEST(!used.service_now().has_value());
    BOOST_TEST(moved.service_now().has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
