#include "retry/adaptive_limit.hpp"
#include "retry/backoff.hpp"
#include "retry/budget.hpp"
#include "retry/origin_gate.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace useapi::exhaustive::numbers {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

const double almost_one = std::nextafter(1.0, 0.0);

// The ranges that a client takes: see `check` in client.cpp.
constexpr auto delays = {1ms,
                         2ms,
                         200ms,
                         20'000ms,
                         2'147'483'647ms,
                         2'147'483'648ms,
                         milliseconds(1LL << 53),
                         milliseconds((1LL << 53) + 1),
                         milliseconds::max() - 1ms,
                         milliseconds::max()};

/** Applies one factor after the other, and limits the delay to the greatest one each time. */
double expected_end(milliseconds base, double factor, unsigned retry, milliseconds most)
{
    double end = static_cast<double>(base.count());
    for (unsigned i = 1; i < std::min(retry, 5000U) && end < static_cast<double>(most.count()); ++i) {
        if (factor == 1)
            break;
        end *= factor;
    }
    return std::min(end, static_cast<double>(most.count()));
}

} // namespace

BOOST_AUTO_TEST_SUITE(arithmetic)

BOOST_AUTO_TEST_CASE(every_back_off_is_within_its_limits)
{
    std::size_t count = 0;
    for (const milliseconds base : delays)
        for (const milliseconds most : delays)
            for (const double factor : {1.0, std::nextafter(1.0, 2.0), 1.5, 2.0, 1000.0})
                for (const unsigned retry :
                     {1U, 2U, 3U, 53U, 99U, 100U, 1100U, std::numeric_limits<unsigned>::max()})
                    for (const double random :
                         {0.0, std::numeric_limits<double>::denorm_min(), 0.5, almost_one}) {
                        retry_options options;
                        options.base_delay(base).max_delay(most).delay_factor(factor);
                        const milliseconds wait =
                            retry::backoff_delay(options, retry::backoff_kind::ordinary, retry, random);
                        ++count;
                        if (wait < 0ms || wait > most)
                            BOOST_ERROR("not from 0 to the greatest delay: " << wait.count());
                        const double end = expected_end(base, factor, retry, most);
                        const bool is_near_one = factor != 1 && factor < 1.1 && retry > 5000;
                        if (!is_near_one &&
                            std::abs(static_cast<double>(wait.count()) - end * random) > 1 + end * 1e-9)
                            BOOST_ERROR("not its part of the upper end: " << wait.count() << " of " << end);
                    }
    BOOST_TEST(count == 16000U);
}

BOOST_AUTO_TEST_CASE(every_budget_at_a_boundary_keeps_to_its_sum)
{
    const retry::budget::time_point last = retry::budget::time_point::max();
    for (const double ratio : {0.0, 0.2, 1.0, 1000.0})
        for (const unsigned floor : {0U, 1U, 10U})
            for (const auto now : {retry::budget::time_point(), retry::budget::time_point(9'999'999'999ns),
                                   retry::budget::time_point(10s), last - 1s, last}) {
                retry::budget budget(retry_options().budget_ratio(ratio).budget_floor(floor));
                budget.on_call(now);
                unsigned granted = 0;
                while (granted != 2000 && budget.try_retry(now))
                    ++granted;
                BOOST_TEST(granted == floor + static_cast<unsigned>(ratio));
            }
}

BOOST_AUTO_TEST_CASE(every_wait_of_up_to_a_day_closes_the_gate_for_so_long)
{
    for (const milliseconds wait : {0ms, 1ms, 3ms, 4ms, 7999ms, 8000ms, 8001ms, 59'999ms, 60'000ms, 60'001ms,
                                    milliseconds(24h) - 1ms, milliseconds(24h)})
        for (const double random : {0.0, 0.5, almost_one}) {
            const retry::origin_gate::time_point now(1h);
            retry::origin_gate gate;
            gate.close_for(now, wait);
            BOOST_TEST(gate.stays_closed_for(now).count() == wait.count());
            const auto told = gate.ask(now, random);
            BOOST_TEST(told.passes == (wait == 0ms));
            BOOST_TEST((told.opens - now >= wait &&
                        told.opens - now <= wait + std::min<milliseconds>(wait / 4, 2s)));
            BOOST_TEST((told.ask_again <= told.opens && (told.passes || told.ask_again > now)));
            if (wait != 0ms)
                BOOST_TEST(gate.is_closed(now + wait - 1ns));
            BOOST_TEST(!gate.is_closed(now + wait));
        }
}

BOOST_AUTO_TEST_CASE(every_order_of_outcomes_leaves_the_limit_between_one_and_the_most)
{
    constexpr unsigned outcomes = 12;
    for (const std::size_t most : {std::size_t(0), std::size_t(1), std::size_t(2), std::size_t(8),
                                   std::size_t(9), std::numeric_limits<std::size_t>::max()})
        for (unsigned order = 0; order != 1U << outcomes; ++order) {
            retry::adaptive_limit limit(most);
            for (unsigned i = 0; i != outcomes; ++i) {
                const std::uint64_t call = limit.on_begin();
                const std::size_t before = limit.limit();
                const bool is_good = (order >> i) % 2 == 0;
                if (is_good)
                    limit.on_success();
                else
                    limit.on_overload(call);
                const std::size_t now = limit.limit();
                if (now < 1 || now > std::max<std::size_t>(most, 1) ||
                    (is_good ? now < before : now > before))
                    BOOST_ERROR("from " << before << " to " << now << " of " << most);
            }
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace useapi::exhaustive::numbers
