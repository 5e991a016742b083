#ifndef USEAPI_TEST_UNIT_CLI_ACCOUNTS_HEALTH_CASES_HPP
#define USEAPI_TEST_UNIT_CLI_ACCOUNTS_HEALTH_CASES_HPP

#include "cli/accounts/health_report.hpp"

#include <chrono>
#include <cstdint>

namespace useapi::test {

inline const auto moment_of_looking =
    std::chrono::system_clock::time_point(std::chrono::seconds(1'800'000'000));

inline runwayml::account ending_in(const char* email, std::chrono::seconds left)
{
    return runwayml::account(email).jwt(
        runwayml::jwt().expires_at(std::chrono::floor<std::chrono::milliseconds>(moment_of_looking) + left));
}

inline subscription holding(std::uint64_t total)
{
    return subscription().is_active(true).places(3).accounts_of("Runway API", account_counts().total(total));
}

} // namespace useapi::test

#endif
