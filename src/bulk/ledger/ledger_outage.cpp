#include "bulk/ledger/ledger_outage.hpp"

#include <algorithm>
#include <cstdio>

namespace useapi::bulk {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_pause_of_outage = 100ms;
constexpr std::chrono::milliseconds longest_pause_of_outage = 5s;

std::string in_seconds(std::chrono::milliseconds time)
{
    char text[32];
    const auto tenths = time.count() / 100;
    std::snprintf(text, sizeof text, "%g s", static_cast<double>(tenths) / 10);
    return text;
}

} // namespace

std::optional<ledger_outage::time_point> ledger_outage::on_failure(time_point now, bool at_the_end)
{
    if (!began_)
        began_ = now;
    if (at_the_end && !end_began_)
        end_began_ = now;
    const time_point limit =
        end_began_ ? std::min(*began_ + patience, *end_began_ + patience_at_the_end) : *began_ + patience;
    if (now >= limit)
        return std::nullopt;
    pause_ = pause_ == 0ms ? first_pause_of_outage : std::min(longest_pause_of_outage, 2 * pause_);
    return std::min(limit, now + pause_);
}

std::optional<std::chrono::milliseconds> ledger_outage::on_success(time_point now)
{
    if (!began_)
        return std::nullopt;
    const auto lasted = std::chrono::floor<std::chrono::milliseconds>(now - *began_);
    *this = ledger_outage();
    return lasted;
}

std::string text_of_outage(const std::string& why)
{
    return why + "; it is asked again for up to " + in_seconds(ledger_outage::patience);
}

std::string text_of_return(std::chrono::milliseconds lasted)
{
    return "the ledger answers again, after " + in_seconds(lasted);
}

std::string text_of_giving_up(const std::string& why, std::chrono::milliseconds lasted)
{
    return why + "; it was out of reach for " + in_seconds(lasted);
}

} // namespace useapi::bulk
