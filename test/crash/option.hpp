#ifndef USEAPI_TEST_CRASH_OPTION_HPP
#define USEAPI_TEST_CRASH_OPTION_HPP

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace useapi::crash {

/** The value of an option after `--` on the test's command line, such as `crash_bulk -- --kills=200
    --seed=7`. */
inline std::uint64_t option(std::string_view name, std::uint64_t otherwise)
{
    const auto& suite = boost::unit_test::framework::master_test_suite();
    for (int i = 1; i < suite.argc; ++i) {
        const std::string_view given = suite.argv[i];
        if (given.starts_with(name) && given.substr(name.size()).starts_with('='))
            return std::stoull(std::string(given.substr(name.size() + 1)));
    }
    return otherwise;
}

} // namespace useapi::crash

#endif
