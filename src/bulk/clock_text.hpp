#ifndef USEAPI_SRC_BULK_CLOCK_TEXT_HPP
#define USEAPI_SRC_BULK_CLOCK_TEXT_HPP

#include <chrono>
#include <cstdio>
#include <string>

namespace useapi::bulk {

/** A time for people: `0:05`, `1:20`, `1:02:03`; rounded to whole seconds. */
inline std::string clock_text(std::chrono::milliseconds time)
{
    const long long whole = std::chrono::round<std::chrono::seconds>(time).count();
    char text[48];
    if (whole >= 3600)
        std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60, whole % 60);
    else
        std::snprintf(text, sizeof text, "%lld:%02lld", whole / 60, whole % 60);
    return text;
}

} // namespace useapi::bulk

#endif
