#include "http/connect/address_race.hpp"
#include "http/connect/name_lookup.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace useapi;
using boost::asio::ip::tcp;

namespace {

http::endpoint_list endpoints(const std::vector<std::string>& addresses)
{
    http::endpoint_list list;
    for (const std::string& each : addresses)
        list.emplace_back(boost::asio::ip::make_address(each), 443);
    return list;
}

std::string text(const http::endpoint_list& list)
{
    std::string joined;
    for (const tcp::endpoint& each : list)
        joined += (joined.empty() ? "" : " ") + each.address().to_string();
    return joined;
}

/** Answers when the test says so. */
struct scripted_lookup
{
    std::vector<http::lookup_handler> asked;

    http::name_lookup function()
    {
        return [this](const std::string&, std::uint16_t, http::lookup_handler handler) {
            asked.push_back(std::move(handler));
        };
    }
};

/** Notes what it is called with. */
struct listener
{
    std::vector<std::string> heard;

    http::lookup_handler handler()
    {
        return [this](const error_code& ec, const http::endpoint_list& found) {
            heard.push_back(ec ? "failed" : text(found));
        };
    }
};

const http::host_addresses::time_point start{std::chrono::hours(1)};

} // namespace

BOOST_AUTO_TEST_SUITE(connecting)

BOOST_AUTO_TEST_CASE(families_take_turns)
{
    struct row
    {
        std::vector<std::string> found;
        std::string order;
    };

    const std::vector<row> rows = {
        {{}, ""},
        {{"10.0.0.1", "10.0.0.2"}, "10.0.0.1 10.0.0.2"},
        {{"fd00::1", "fd00::2", "10.0.0.1", "10.0.0.2"}, "fd00::1 10.0.0.1 fd00::2 10.0.0.2"},
        {{"10.0.0.1", "fd00::1", "fd00::2", "fd00::3"}, "10.0.0.1 fd00::1 fd00::2 fd00::3"},
        {{"fd00::1", "fd00::2", "fd00::3", "10.0.0.1"}, "fd00::1 10.0.0.1 fd00::2 fd00::3"},
    };
    for (const row& r : rows)
        BOOST_TEST(text(http::interleave_families(endpoints(r.found))) == r.order);
}

BOOST_AUTO_TEST_CASE(race_begins_after_a_delay_or_a_failure_and_is_lost_with_the_last)
{
    using next = http::address_race::next;
    http::address_race race(3);
    BOOST_TEST((race.on_start() == next::begin));
    BOOST_TEST((race.on_delay() == next::begin));
    BOOST_TEST((race.on_failed() == next::begin)); // the third, though the second is under way
    BOOST_TEST(!race.has_more());
    BOOST_TEST((race.on_delay() == next::wait));
    BOOST_TEST((race.on_failed() == next::wait));
    BOOST_TEST((race.on_failed() == next::lost));
    BOOST_TEST(race.begun() == 3U);
}

BOOST_AUTO_TEST_CASE(race_without_addresses_is_lost)
{
    http::address_race race(0);
    BOOST_TEST((race.on_start() == http::address_race::next::lost));
}

BOOST_AUTO_TEST_CASE(many_who_ask_share_one_look_up_and_a_minute)
{
    scripted_lookup names;
    listener ears;
    const auto addresses = std::make_shared<http::host_addresses>("a.example", 443, names.function());
    addresses->async_get(start, ears.handler());
    addresses->async_get(start, ears.handler());
    BOOST_TEST(names.asked.size() == 1U);
    BOOST_TEST(ears.heard.empty());
    names.asked.front()(error_code(), endpoints({"fd00::1", "10.0.0.1"}));
    BOOST_TEST((ears.heard == std::vector<std::string>{"fd00::1 10.0.0.1", "fd00::1 10.0.0.1"}));

    addresses->async_get(start + std::chrono::seconds(59), ears.handler());
    BOOST_TEST(names.asked.size() == 1U);
    BOOST_TEST(ears.heard.size() == 3U);
    addresses->async_get(start + std::chrono::seconds(60), ears.handler());
    BOOST_TEST(names.asked.size() == 2U);
    BOOST_TEST(ears.heard.size() == 3U);
}

BOOST_AUTO_TEST_CASE(failed_look_up_is_not_remembered)
{
    scripted_lookup names;
    listener ears;
    const auto addresses = std::make_shared<http::host_addresses>("a.example", 443, names.function());
    addresses->async_get(start, ears.handler());
    names.asked.front()(boost::asio::error::host_not_found, {});
    addresses->async_get(start, ears.handler());
    BOOST_TEST(names.asked.size() == 2U);
    names.asked.back()(error_code(), endpoints({"10.0.0.1"}));
    BOOST_TEST((ears.heard == std::vector<std::string>{"failed", "10.0.0.1"}));
}

BOOST_AUTO_TEST_CASE(old_addresses_are_used_while_look_ups_fail)
{
    using namespace std::chrono_literals;
    scripted_lookup names;
    listener ears;
    const auto addresses = std::make_shared<http::host_addresses>("a.example", 443, names.function());
    addresses->async_get(start, ears.handler());
    names.asked.back()(error_code(), endpoints({"10.0.0.1"}));

    // The first caller after a minute waits for the look-up, and gets the old addresses when it fails.
    addresses->async_get(start + 60s, ears.handler());
    BOOST_TEST(names.asked.size() == 2U);
    BOOST_TEST(ears.heard.size() == 1U);
    names.asked.back()(boost::asio::error::host_not_found_try_again, {});
    BOOST_TEST((ears.heard == std::vector<std::string>{"10.0.0.1", "10.0.0.1"}));

    // From now on no caller waits. The name is looked up in the background, once a second.
    addresses->async_get(start + 60900ms, ears.handler());
    BOOST_TEST(ears.heard.size() == 3U);
    BOOST_TEST(names.asked.size() == 2U);
    addresses->async_get(start + 61s, ears.handler());
    addresses->async_get(start + 62s, ears.handler());
    BOOST_TEST(ears.heard.size() == 5U);
    BOOST_TEST(names.asked.size() == 3U);

    // The resolver is back.
    names.asked.back()(error_code(), endpoints({"10.0.0.2"}));
    addresses->async_get(start + 63s, ears.handler());
    BOOST_TEST(ears.heard.back() == "10.0.0.2");
    BOOST_TEST(names.asked.size() == 3U);
}

BOOST_AUTO_TEST_CASE(old_addresses_are_not_used_for_ever_nor_for_a_name_that_is_gone)
{
    using namespace std::chrono_literals;
    scripted_lookup names;
    listener ears;
    const auto addresses = std::make_shared<http::host_addresses>("a.example", 443, names.function());
    addresses->async_get(start, ears.handler());
    names.asked.back()(error_code(), endpoints({"10.0.0.1"}));
    addresses->async_get(start + 60s, ears.handler());
    names.asked.back()(boost::asio::error::host_not_found, {});
    BOOST_TEST(ears.heard.back() == "failed");

    addresses->async_get(start + 61s, ears.handler());
    names.asked.back()(error_code(), endpoints({"10.0.0.1"}));
    addresses->async_get(start + 61s + 24h, ears.handler());
    names.asked.back()(boost::asio::error::host_not_found_try_again, {});
    BOOST_TEST(ears.heard.back() == "failed");
    BOOST_TEST(ears.heard.size() == 4U);
    BOOST_TEST(names.asked.size() == 4U);
}

BOOST_AUTO_TEST_CASE(good_address_comes_first_and_bad_one_last_until_none_can_be_reached)
{
    scripted_lookup names;
    listener ears;
    const auto addresses = std::make_shared<http::host_addresses>("a.example", 443, names.function());
    addresses->async_get(start, ears.handler());
    names.asked.front()(error_code(), endpoints({"fd00::1", "10.0.0.1", "10.0.0.2"}));
    addresses->prefer(endpoints({"10.0.0.2"}).front());
    addresses->prefer(endpoints({"10.0.0.9"}).front());
    addresses->async_get(start, ears.handler());
    BOOST_TEST(ears.heard.back() == "10.0.0.2 fd00::1 10.0.0.1");
    addresses->avoid(endpoints({"10.0.0.2"}).front());
    addresses->avoid(endpoints({"10.0.0.9"}).front());
    addresses->async_get(start, ears.handler());
    BOOST_TEST(ears.heard.back() == "fd00::1 10.0.0.1 10.0.0.2");
    addresses->avoid(endpoints({"fd00::1"}).front());
    addresses->async_get(start, ears.handler());
    BOOST_TEST(ears.heard.back() == "10.0.0.1 10.0.0.2 fd00::1");
    addresses->forget();
    addresses->async_get(start, ears.handler());
    BOOST_TEST(names.asked.size() == 2U);
}

BOOST_AUTO_TEST_CASE(look_up_that_is_dropped_unanswered_leaves_nothing_behind)
{
    scripted_lookup names;
    const auto addresses = std::make_shared<http::host_addresses>("a.example", 443, names.function());
    const auto waiting = std::make_shared<int>();
    addresses->async_get(start, [waiting](const error_code&, const http::endpoint_list&) {});
    names.asked.clear(); // as the end of an io_context does
    BOOST_TEST(waiting.use_count() == 1);
    listener ears;
    addresses->async_get(start, ears.handler());
    BOOST_TEST(names.asked.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
