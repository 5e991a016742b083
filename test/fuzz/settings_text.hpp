#ifndef USEAPI_TEST_FUZZ_SETTINGS_TEXT_HPP
#define USEAPI_TEST_FUZZ_SETTINGS_TEXT_HPP

#include "fuzz/input.hpp"

#include <useapi/runwayml/account_settings.hpp>

#include <string>

namespace useapi::fuzz {

/** Settings from three lines: email, password, and a digit of `maxJobs` followed by the workspace. They may
    be invalid. */
inline runwayml::account_settings read_settings(input& from)
{
    std::string email(from.line());
    const secret password(from.line());
    runwayml::account_settings settings(std::move(email), password);
    const std::string_view jobs_and_workspace = from.line();
    if (jobs_and_workspace.empty())
        return settings;
    settings.max_jobs(jobs_and_workspace[0] - '0');
    if (jobs_and_workspace.size() > 1)
        settings.use_workspace(runwayml::use_workspace::from_text(std::string(jobs_and_workspace.substr(1))));
    return settings;
}

inline bool are_equal(const runwayml::account_settings& left, const runwayml::account_settings& right)
{
    return left.email() == right.email() && left.password() == right.password() &&
           left.max_jobs() == right.max_jobs() && left.use_workspace() == right.use_workspace();
}

} // namespace useapi::fuzz

#endif
