#ifndef USEAPI_TEST_THREADS_SCENARIOS_HPP
#define USEAPI_TEST_THREADS_SCENARIOS_HPP

#include "threads/schedule.hpp"

#include <string_view>

namespace useapi::threads {

struct scenario
{
    std::string_view name;
    void (*run)(random_numbers& numbers);
};

// Whole clients
void calls_end_once(random_numbers& numbers);
void stops_without_time(random_numbers& numbers);
void pauses(random_numbers& numbers);
void client_goes_at_any_time(random_numbers& numbers);
void handlers_elsewhere(random_numbers& numbers);
void drains(random_numbers& numbers);
void user_code_waits(random_numbers& numbers);
void changing_tokens(random_numbers& numbers);

// Parts of it
void timers(random_numbers& numbers);
void equal_logins(random_numbers& numbers);
void answers_from_other_threads(random_numbers& numbers);

inline constexpr scenario scenarios[] = {
    {"calls_end_once", calls_end_once},
    {"stops_without_time", stops_without_time},
    {"pauses", pauses},
    {"client_goes_at_any_time", client_goes_at_any_time},
    {"handlers_elsewhere", handlers_elsewhere},
    {"drains", drains},
    {"user_code_waits", user_code_waits},
    {"changing_tokens", changing_tokens},
    {"timers", timers},
    {"equal_logins", equal_logins},
    {"answers_from_other_threads", answers_from_other_threads},
};

} // namespace useapi::threads

#endif
