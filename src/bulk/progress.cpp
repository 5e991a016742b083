#include <useapi/bulk/report.hpp>

#include <algorithm>
#include <cstdio>

namespace useapi::bulk {
namespace {

constexpr std::size_t widest_bar = 30;
constexpr std::size_t narrowest_bar = 5;

double rate_of(const progress& seen)
{
    const double seconds = static_cast<double>(seen.elapsed.count()) / 1000;
    return seconds > 0 ? static_cast<double>(seen.done()) / seconds : 0;
}

std::string clock_text(double seconds)
{
    const auto whole = static_cast<std::uint64_t>(seconds + 0.5);
    char text[32];
    if (whole >= 3600)
        std::snprintf(text, sizeof text, "%llu:%02llu:%02llu", static_cast<unsigned long long>(whole / 3600),
                      static_cast<unsigned long long>(whole / 60 % 60),
                      static_cast<unsigned long long>(whole % 60));
    else
        std::snprintf(text, sizeof text, "%llu:%02llu", static_cast<unsigned long long>(whole / 60),
                      static_cast<unsigned long long>(whole % 60));
    return text;
}

std::string counts_of(const progress& seen)
{
    std::string text = std::to_string(seen.done());
    if (seen.total)
        text += '/' + std::to_string(*seen.total);
    return text;
}

std::string rate_text(const progress& seen)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.0f/s", rate_of(seen));
    return text;
}

std::string time_left(const progress& seen)
{
    const double rate = rate_of(seen);
    if (!seen.total || rate <= 0 || seen.done() > *seen.total)
        return {};
    return clock_text(static_cast<double>(*seen.total - seen.done()) / rate) + " left";
}

} // namespace

std::string progress::bar(std::size_t width) const
{
    std::string text;
    const auto add = [&](const std::string& part) {
        if (part.empty())
            return;
        const std::size_t gap = text.empty() ? 0 : 2;
        if (text.size() + gap + part.size() <= width)
            text.append(gap, ' ').append(part);
    };
    // In the order of their worth: what does not fit any more is left out.
    if (stopping)
        add("stopping");
    add(counts_of(*this));
    if (failed + rejected != 0)
        add(std::to_string(failed + rejected) + " not ok");
    add(rate_text(*this));
    if (!stopping)
        add(time_left(*this));
    add(std::to_string(in_flight) + "/" + std::to_string(limit) + " in flight");
    if (retried != 0)
        add(std::to_string(retried) + " retries");
    if (waiting_again != 0)
        add(std::to_string(waiting_again) + " wait");

    if (!total || *total == 0 || text.size() + narrowest_bar + 4 > width)
        return text;
    const std::size_t size = std::min(widest_bar, width - text.size() - 4);
    const double part = std::min(1.0, static_cast<double>(done()) / static_cast<double>(*total));
    const auto filled = static_cast<std::size_t>(part * static_cast<double>(size));
    return '[' + std::string(filled, '#') + std::string(size - filled, '.') + "]  " + text;
}

std::string progress::line() const
{
    std::string text = counts_of(*this) + " done, " + std::to_string(applied) + " applied, " +
                       std::to_string(rejected) + " rejected, " + std::to_string(failed) + " failed, " +
                       (unchanged != 0 ? std::to_string(unchanged) + " unchanged, " : std::string()) +
                       std::to_string(retried) + " retries, " + std::to_string(in_flight) +
                       " in flight (limit " + std::to_string(limit) + "), " + rate_text(*this);
    const std::string left = time_left(*this);
    if (!left.empty())
        text += ", " + left;
    if (stopping)
        text += ", stopping";
    return text;
}

} // namespace useapi::bulk
