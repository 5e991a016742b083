// The value of a `Retry-After` field, held against clocks of several centuries.

#include "fuzz/property.hpp"
#include "retry/retry_after.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace std::chrono;
using useapi::fuzz::require;
using useapi::retry::parse_retry_after;

namespace {

constexpr milliseconds longest = days(1);

system_clock::time_point at(year when)
{
    return sys_days(when / January / 1) + hours(12);
}

milliseconds seconds_of(std::string_view digits)
{
    const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
    digits.remove_prefix(zeros);
    // A number of more than seven digits is always cut to a day.
    return digits.size() > 7 ? longest : seconds(digits.empty() ? 0 : std::stol(std::string(digits)));
}

void check(std::string_view value, system_clock::time_point now)
{
    const auto wait = parse_retry_after(value, std::nullopt, now);
    // The answer's own clock takes the place of ours.
    for (const std::string_view date : {value, std::string_view("Sun, 22 Dec 2024 04:13:20 GMT")}) {
        const auto by_date = parse_retry_after(value, date, now);
        require(by_date.has_value() == wait.has_value(),
                "the date of the answer makes no wait, and takes none");
        require(!by_date || (*by_date >= milliseconds(0) && *by_date <= longest),
                "a wait by the date of the answer is from nothing to a day");
    }
    require(!wait || (*wait >= milliseconds(0) && *wait <= longest), "a wait is from nothing to a day");
    require(parse_retry_after("\t " + std::string(value) + " ", std::nullopt, now) == wait,
            "blanks around it mean nothing");

    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    value = value.substr(0, value.find_last_not_of(" \t") + 1);
    const bool is_number = !value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos;
    if (is_number) {
        require(wait == std::min(seconds_of(value), longest), "digits are seconds, up to a day");
    } else if (wait) {
        require(value.find("GMT") != std::string_view::npos || value.find(':') != std::string_view::npos,
                "what is no number is a date");
        const auto later = parse_retry_after(value, std::nullopt, now + seconds(1));
        require(later && *later <= *wait, "the later it is, the shorter is the wait for a date");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string value(reinterpret_cast<const char*>(data), size);
    for (const int when : {1900, 1970, 1999, 2024, 2099, 2200})
        check(value, at(year(when)));
    return 0;
}
