#include "cli/report/page_text.hpp"

#include "cli/output/time_text.hpp"

#include "cli/report/run_report.hpp"

#include <cstdio>

namespace useapi::cli::page {

std::string escaped(std::string_view text)
{
    std::string safe;
    for (const char c : text) {
        switch (c) {
        case '&':
            safe += "&amp;";
            break;
        case '<':
            safe += "&lt;";
            break;
        case '>':
            safe += "&gt;";
            break;
        case '"':
            safe += "&quot;";
            break;
        default:
            safe += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
        }
    }
    return safe;
}

std::string grouped(std::uint64_t number)
{
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, "&#8239;");
    }
    return digits;
}

std::string one_decimal(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value);
    return text;
}

std::string duration(std::chrono::milliseconds time)
{
    const double ms = static_cast<double>(time.count());
    if (ms < 1000)
        return std::to_string(time.count()) + " ms";
    if (ms < 120'000)
        return one_decimal(ms / 1000) + " s";
    if (ms < 7'200'000)
        return one_decimal(ms / 60'000) + " min";
    return one_decimal(ms / 3'600'000) + " h";
}

std::string clock_time(bulk::wall_time time)
{
    return iso_time(time, true).substr(11, 8);
}

std::string date_and_time(bulk::wall_time time)
{
    const std::string text = iso_time(time, true);
    return text.substr(0, 10) + ' ' + text.substr(11, 8) + " UTC";
}

} // namespace useapi::cli::page
