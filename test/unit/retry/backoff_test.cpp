#include "retry/backoff.hpp"

#include <boost/test/unit_test.hpp>

using namespace useapi;
using namespace useapi::retry;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(backoff)

BOOST_AUTO_TEST_CASE(backoff_delay_is_a_random_part_of_a_growing_and_capped_end)
{
    struct row
    {
        backoff_kind kind;
        unsigned retry;
        double random;
        std::chrono::milliseconds delay;
    };

    const row rows[] = {
        {backoff_kind::ordinary, 1, 0.0, 0ms},     {backoff_kind::ordinary, 1, 0.5, 100ms},
        {backoff_kind::ordinary, 1, 0.999, 199ms}, {backoff_kind::ordinary, 2, 0.5, 200ms},
        {backoff_kind::ordinary, 3, 0.5, 400ms},   {backoff_kind::busy, 1, 0.5, 500ms},
        {backoff_kind::busy, 2, 0.5, 1000ms},      {backoff_kind::ordinary, 8, 0.5, 10s},
        {backoff_kind::ordinary, 100, 0.5, 10s},   {backoff_kind::busy, 4000000000U, 0.999, 19980ms},
    };
    for (const row& r : rows) {
        BOOST_TEST_CONTEXT("retry " << r.retry << ", random " << r.random)
        {
            BOOST_TEST(backoff_delay(retry_options(), r.kind, r.retry, r.random).count() == r.delay.count());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
