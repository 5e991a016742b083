#include "cli/output/time_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace useapi::cli {
namespace {

using namespace std::chrono;

// Readers of ISO 8601 expect a year of four digits.
constexpr sys_time<milliseconds> earliest = sys_days(year(0) / 1 / 1);
constexpr sys_time<milliseconds> latest = sys_days(year(10000) / 1 / 1) - milliseconds(1);

} // namespace

std::string iso_time(sys_time<milliseconds> when, bool with_milliseconds)
{
    const auto bounded = std::clamp(when, earliest, latest);
    const auto day = floor<days>(bounded);
    const year_month_day date(day);
    const hh_mm_ss time(bounded - day);
    std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                   time.hours().count(), time.minutes().count(), time.seconds().count());
    if (with_milliseconds)
        text += fmt::format(".{:03}", time.subseconds().count());
    return text + 'Z';
}

} // namespace useapi::cli
