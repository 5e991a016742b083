#include "bulk/ledger/ledger_outage.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <vector>

using useapi::bulk::ledger_outage;
using namespace std::chrono_literals;

namespace {

constexpr ledger_outage::time_point start{1000s};

/** The pauses until it gives up, where no attempt takes any time. */
std::vector<std::chrono::milliseconds> pauses(ledger_outage& core, bool at_the_end)
{
    std::vector<std::chrono::milliseconds> found;
    auto now = start;
    while (const auto next = core.on_failure(now, at_the_end)) {
        found.push_back(std::chrono::floor<std::chrono::milliseconds>(*next - now));
        now = *next;
    }
    found.push_back(std::chrono::floor<std::chrono::milliseconds>(now - start));
    return found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(outages)

BOOST_AUTO_TEST_CASE(ledger_out_of_reach_is_asked_again_ever_more_rarely_for_two_minutes)
{
    ledger_outage core;
    const auto found = pauses(core, false);
    BOOST_TEST((found.front() == 100ms));
    BOOST_TEST((found[1] == 200ms));
    BOOST_TEST((*std::max_element(found.begin(), found.end() - 1) == 5s));
    BOOST_TEST((found.back() == 120s));
    BOOST_TEST(core.is_on());
}

BOOST_AUTO_TEST_CASE(run_that_was_stopped_waits_for_ten_seconds)
{
    ledger_outage core;
    BOOST_TEST((pauses(core, true).back() == 10s));
}

BOOST_AUTO_TEST_CASE(stop_in_an_outage_leaves_it_ten_seconds_from_then)
{
    ledger_outage core;
    BOOST_TEST(core.on_failure(start, false).has_value());
    BOOST_TEST(core.on_failure(start + 60s, true).has_value());
    BOOST_TEST(core.on_failure(start + 69s, true).has_value());
    BOOST_TEST(!core.on_failure(start + 70s, true).has_value());
}

BOOST_AUTO_TEST_CASE(ledger_that_answers_again_ends_the_outage)
{
    ledger_outage core;
    BOOST_TEST(!core.on_success(start).has_value());
    BOOST_TEST(core.on_failure(start, false).has_value());
    BOOST_TEST((core.on_success(start + 1500ms) == 1500ms));
    BOOST_TEST(!core.is_on());
    BOOST_TEST((core.on_failure(start + 200s, false) == start + 200s + 100ms));
}

BOOST_AUTO_TEST_SUITE_END()
