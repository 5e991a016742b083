#include "retry/budget.hpp"

#include <boost/test/unit_test.hpp>

using namespace useapi;
using namespace useapi::retry;
using namespace std::chrono_literals;

namespace {

const budget::time_point start{1000s};

unsigned retries_granted(budget& b, budget::time_point now)
{
    unsigned granted = 0;
    while (granted < 10000 && b.try_retry(now))
        ++granted;
    return granted;
}

} // namespace

BOOST_AUTO_TEST_SUITE(budgets)

BOOST_AUTO_TEST_CASE(budget_grants_its_floor_and_a_part_of_recent_calls)
{
    budget b{retry_options()};
    BOOST_TEST(retries_granted(b, start) == 10U);
    for (int i = 0; i < 100; ++i)
        b.on_call(start + 1s);
    BOOST_TEST(retries_granted(b, start + 2s) == 20U);
    BOOST_TEST(retries_granted(b, start + 3s) == 0U);
}

BOOST_AUTO_TEST_CASE(budget_forgets_what_is_older_than_its_window)
{
    budget b{retry_options()};
    for (int i = 0; i < 100; ++i)
        b.on_call(start);
    BOOST_TEST(retries_granted(b, start + 9s) == 30U);
    BOOST_TEST(retries_granted(b, start + 18s) == 0U);
    BOOST_TEST(retries_granted(b, start + 19s) == 10U);
    BOOST_TEST(retries_granted(b, start + 1000s) == 10U);
}

BOOST_AUTO_TEST_CASE(budget_of_nothing_grants_nothing)
{
    budget b{retry_options().budget_floor(0).budget_ratio(0)};
    b.on_call(start);
    BOOST_TEST(!b.try_retry(start));
}

BOOST_AUTO_TEST_SUITE_END()
