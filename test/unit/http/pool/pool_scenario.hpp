#ifndef USEAPI_TEST_UNIT_HTTP_POOL_POOL_SCENARIO_HPP
#define USEAPI_TEST_UNIT_HTTP_POOL_POOL_SCENARIO_HPP

#include "unit/http/pool/pool_play.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <string_view>
#include <vector>

namespace useapi::testing {

struct step
{
    std::string_view event;
    std::string_view expected;
};

inline void play(pool_play& pool, const std::vector<step>& steps)
{
    std::size_t number = 0;
    for (const auto& [event, expected] : steps)
        BOOST_TEST_CONTEXT("step " << ++number << ": " << event)
        {
            BOOST_TEST(pool.play(event) == expected);
        }
}

inline void play(const http::pool_options& options, const std::vector<step>& steps)
{
    pool_play pool(options);
    play(pool, steps);
}

inline http::pool_options up_to(std::size_t connections, std::size_t waiting = 100)
{
    return {connections, waiting, std::chrono::seconds(50)};
}

} // namespace useapi::testing

#endif
