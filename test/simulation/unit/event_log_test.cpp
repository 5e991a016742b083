#include "simulation/event_log.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>

using namespace useapi::simulation;
using namespace std::chrono_literals;

namespace {

std::string drawing_of(const std::vector<logged_event>& events, std::size_t most = 1000)
{
    std::ostringstream out;
    draw(out, events, most);
    return out.str();
}

} // namespace

BOOST_AUTO_TEST_SUITE(event_logs)

BOOST_AUTO_TEST_CASE(log_keeps_nothing_until_it_is_turned_on_and_after_it_was_turned_off)
{
    useapi::testing::virtual_clock clock;
    event_log log(clock);
    log.add({"client"}, "is closed");
    log.turn_on();
    clock.schedule_after(
        20ms, [&] { log.add_to(2, mark::sends, {"call", 3, 1}, "sends ", 113, " bytes in ", 7ms); });
    clock.run_next_event();
    log.turn_off();
    log.add({"client"}, "is closed");
    BOOST_REQUIRE(log.events().size() == 1U);
    const logged_event& only = log.events().front();
    BOOST_CHECK(only.when == 20ms);
    BOOST_TEST(only.who == "call3.1");
    BOOST_TEST(only.connection == 2U);
    BOOST_CHECK(only.mark == mark::sends);
    BOOST_TEST(only.what == "sends 113 bytes in 7 ms");
}

BOOST_AUTO_TEST_CASE(drawing_has_a_line_for_each_event_and_a_column_for_each_connection)
{
    BOOST_TEST(drawing_of({{0ms, "call0", 0, mark::none, "begins"},
                           {0ms, "connection1", 1, mark::begins, "is begun"},
                           {5ms, "connection2", 2, mark::begins, "is begun"},
                           {5ms, "connection1", 1, mark::closes, "cannot be made"},
                           {1005ms, "call0.1", 2, mark::sends, "sends"},
                           {1005ms, "call1", 0, mark::none, "begins"},
                           {1006ms, "client", 2, mark::closes, "closes the connection"},
                           {1007ms, "service", 2, mark::answers, "answers"},
                           {1007ms, "call0", 0, mark::none, "ends"}}) ==
               "      ms  1  2  who          what\n"
               "       0        call0        begins\n"
               "       0  +     connection1  is begun\n"
               "       5  |  +  connection2  is begun\n"
               "       5  x  |  connection1  cannot be made\n"
               "    1005     >  call0.1      sends\n"
               "    1005     |  call1        begins\n"
               "    1006     x  client       closes the connection\n"
               "    1007     <  service      answers\n"
               "    1007        call0        ends\n");
}

BOOST_AUTO_TEST_CASE(drawing_of_many_events_leaves_out_those_in_the_middle)
{
    BOOST_TEST(drawing_of({{0ms, "a", 0, mark::none, "1"},
                           {0ms, "a", 0, mark::none, "2"},
                           {0ms, "a", 1, mark::begins, "3"},
                           {0ms, "a", 0, mark::none, "4"},
                           {0ms, "a", 0, mark::none, "5"}},
                          2) == "      ms  1  who  what\n"
                                "       0     a    1\n"
                                "... 3 events ...\n"
                                "       0  |  a    5\n");
}

BOOST_AUTO_TEST_SUITE_END()
