#include "client/observe/bounded_index.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <thread>
#include <vector>

using useapi::bounded_index;

BOOST_AUTO_TEST_SUITE(numbers_of_values)

BOOST_AUTO_TEST_CASE(values_are_numbered_as_they_come_and_late_ones_share_a_number)
{
    bounded_index<int, 3> seen;
    BOOST_TEST(seen.size() == 0U);
    BOOST_TEST(seen.index_of(7) == 0U);
    BOOST_TEST(seen.index_of(0) == 1U); // 0, which unused places hold, was not seen before
    BOOST_TEST(seen.index_of(7) == 0U);
    BOOST_TEST(seen.index_of(9) == 2U);
    BOOST_TEST(seen.index_of(10) == seen.others);
    BOOST_TEST(seen.index_of(11) == seen.others);
    BOOST_TEST(seen.index_of(9) == 2U);
    BOOST_TEST(seen.size() == 3U);
    BOOST_TEST(seen[0] == 7);
    BOOST_TEST(seen[1] == 0);
    BOOST_TEST(seen[2] == 9);
}

BOOST_AUTO_TEST_CASE(all_threads_know_a_value_by_the_same_number)
{
    constexpr std::size_t values = 40;
    constexpr std::size_t kept = 30;
    bounded_index<std::size_t, kept> seen;
    std::vector<std::array<std::size_t, values>> numbers(4);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < numbers.size(); ++t)
        threads.emplace_back([&seen, &mine = numbers[t], t] {
            // Each thread goes in another order, so that threads compete for the free places.
            for (std::size_t i = 0; i < values; ++i) {
                const std::size_t value = (i + 10 * t) % values;
                mine[value] = seen.index_of(value);
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    BOOST_TEST(seen.size() == kept);
    for (std::size_t value = 0; value < values; ++value) {
        const std::size_t number = seen.index_of(value);
        if (number != seen.others)
            BOOST_TEST(seen[number] == value);
        for (const auto& mine : numbers)
            BOOST_TEST(mine[value] == number);
    }
}

BOOST_AUTO_TEST_SUITE_END()
