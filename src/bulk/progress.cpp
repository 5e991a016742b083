#include <useapi/bulk/progress.hpp>

#include "bulk/clock_text.hpp"
#include "bulk/json_text.hpp"
#include "bulk/plural.hpp"
#include "vocabulary/utf8.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace useapi::bulk {

namespace json = boost::json;

namespace {

constexpr std::size_t widest_bar = 30;
constexpr std::size_t narrowest_bar = 5;

// A login takes some seconds: after this time one of several should have ended.
constexpr std::chrono::seconds worth_telling{15};

/** `6/12 50 %`; the share is rounded down, so that 100 % is the end. */
std::string counts_of(const progress& seen)
{
    std::string text = std::to_string(seen.done());
    if (seen.total)
        text += '/' + std::to_string(*seen.total);
    if (seen.total && *seen.total != 0)
        text += ' ' + std::to_string(std::min(seen.done(), *seen.total) * 100 / *seen.total) + " %";
    return text;
}

std::string slowed_text(const progress& seen)
{
    return "slowed from " + std::to_string(seen.full_limit) + ": the service is busy";
}

std::string time_left(const progress& seen)
{
    const auto left = seen.left();
    return left ? clock_text(*left) + " left" : std::string();
}

std::string rate_text(const progress& seen)
{
    char text[32];
    const double rate = seen.rate();
    std::snprintf(text, sizeof text, rate > 0 && rate < 9.95 ? "%.1f/s" : "%.0f/s", rate);
    return text;
}

/** The text cut to at most so many characters. A UTF-8 character is never cut in two. */
std::string shortened(const std::string& text, std::size_t width)
{
    if (count_characters(text) <= width)
        return text;
    constexpr std::string_view more = "...";
    std::size_t kept = width > more.size() ? width - more.size() : 0;
    std::size_t end = 0;
    for (; end < text.size(); ++end)
        if (begins_character(text[end]) && kept-- == 0)
            break;
    return text.substr(0, end) + std::string(more.substr(0, std::min(width, more.size())));
}

} // namespace

void progress::note_failure(const std::string& error, std::uint64_t times)
{
    const auto place = std::find_if(failures.begin(), failures.end(),
                                    [times](const auto& each) { return each.second < times; });
    failures.emplace(place, error, times);
    if (failures.size() > listed_failures)
        failures.pop_back();
}

double progress::rate() const noexcept
{
    if (recent_rate)
        return *recent_rate;
    const double seconds = static_cast<double>(elapsed.count()) / 1000;
    return seconds > 0 ? static_cast<double>(worked()) / seconds : 0;
}

std::optional<std::chrono::milliseconds> progress::left() const noexcept
{
    constexpr double longest = 1e12;
    const double speed = rate();
    if (!total || speed <= 0 || done() > *total)
        return std::nullopt;
    const double milliseconds = static_cast<double>(*total - done()) / speed * 1000;
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::min(milliseconds, longest)));
}

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
    // Adds parts in the order of their importance; parts that do not fit are left out.
    if (stopping)
        add("stopping");
    else if (!outage.empty())
        add("waiting for the service");
    else if (paused)
        add("paused");
    add(counts_of(*this));
    if (failed + rejected != 0)
        add(std::to_string(failed + rejected) + " not registered");
    add(rate_text(*this));
    if (!stopping && outage.empty())
        add(time_left(*this));
    add(clock_text(elapsed) + " elapsed");
    add(std::to_string(in_flight) + "/" + std::to_string(limit) + " in flight");
    if (retried != 0)
        add(plural(retried, "retry", "retries"));
    if (waiting_again != 0)
        add(std::to_string(waiting_again) + " wait");

    if (!total || *total == 0 || text.size() + narrowest_bar + 4 > width)
        return text;
    const std::size_t size = std::min(widest_bar, width - text.size() - 4);
    const double part = std::min(1.0, static_cast<double>(done()) / static_cast<double>(*total));
    const auto filled = static_cast<std::size_t>(part * static_cast<double>(size));
    return '[' + std::string(filled, '#') + std::string(size - filled, '.') + "]  " + text;
}

std::vector<std::string> progress::screen(std::size_t width, std::size_t height) const
{
    std::vector<std::string> lines{bar(width)};
    const auto add = [&](const std::string& text) {
        if (lines.size() < height)
            lines.push_back(shortened(text, width));
    };
    // Uses two lines if one would be cut, because its end says when the run gives up.
    const std::string away = outage_text();
    const std::size_t half = away.size() > width ? away.find("; ") : std::string::npos;
    if (!away.empty())
        add(away.substr(0, half));
    if (half != std::string::npos)
        add(away.substr(half + 2));
    if (held_back > std::chrono::milliseconds::zero())
        add("the service asked to wait: " + clock_text(held_back) + " to go");
    if (const std::string silence = silence_text(); !silence.empty())
        add(silence);
    if (is_slowed())
        add(slowed_text(*this));
    for (const auto& [error, times] : failures)
        add(std::to_string(times) + " x " + error);
    return lines;
}

std::string progress::silence_text() const
{
    return unanswered_for < worth_telling ? std::string() : "no answer for " + clock_text(unanswered_for);
}

std::string progress::outage_text() const
{
    if (outage.empty())
        return {};
    const std::string what = service_is_silent ? std::string("the service does not answer")
                                               : "the service cannot be reached (" + outage + ')';
    const std::string next = next_try_in == std::chrono::milliseconds::zero()
                                 ? std::string("trying now")
                                 : "next try in " + clock_text(next_try_in);
    return what + " for " + clock_text(outage_for) + "; " + next + "; gives up " +
           (gives_up_at.empty() ? "in " + clock_text(gives_up_in) : "at " + gives_up_at);
}

std::string progress::json() const
{
    json::object by_error;
    for (const auto& [error, times] : failures)
        by_error[view(error)] = times;
    const auto time = left();
    const json::object object = {
        {"event", "progress"},
        {"elapsed_ms", elapsed.count()},
        {"total", total ? json::value(*total) : json::value(nullptr)},
        {"done", done()},
        {"registered", applied + unchanged},
        {"refused", rejected},
        {"failed", failed - unknown},
        {"unknown", unknown},
        {"pending", skipped},
        {"unchanged", unchanged},
        {"from_ledger", from_ledger},
        {"retries", retried},
        {"in_flight", in_flight},
        {"limit", limit},
        {"full_limit", full_limit},
        {"waiting_again", waiting_again},
        {"rate", nullptr},
        {"left_ms", time ? json::value(time->count()) : json::value(nullptr)},
        {"held_back_ms", held_back.count()},
        {"unanswered_ms", unanswered_for.count()},
        {"stopping", stopping},
        {"paused", paused},
        {"outage", outage.empty() ? json::value(nullptr) : json::value(json::string(outage))},
        {"outage_ms", outage_for.count()},
        {"next_try_ms", next_try_in.count()},
        {"gives_up_ms", gives_up_in.count()},
        {"failures", std::move(by_error)}};
    return with_number(json::serialize(object), "rate", rate());
}

std::string progress::line() const
{
    std::string text = counts_of(*this) + " done, " + std::to_string(applied + unchanged) + " registered, " +
                       std::to_string(rejected) + " refused, " + std::to_string(failed - unknown) +
                       " failed, " + (unknown != 0 ? std::to_string(unknown) + " unknown, " : std::string()) +
                       (unchanged != 0 ? std::to_string(unchanged) + " unchanged, " : std::string()) +
                       plural(retried, "retry", "retries") + ", " + std::to_string(in_flight) +
                       " in flight (limit " + std::to_string(limit) + "), " + rate_text(*this);
    const std::string left = time_left(*this);
    text += ", " + clock_text(elapsed) + " elapsed";
    if (!left.empty())
        text += ", " + left;
    if (is_slowed())
        text += ", " + slowed_text(*this);
    if (held_back > std::chrono::milliseconds::zero())
        text += ", held back for " + clock_text(held_back);
    if (const std::string silence = silence_text(); !silence.empty())
        text += ", " + silence;
    if (!outage.empty())
        text += ", " + outage_text();
    if (paused && !stopping)
        text += ", paused";
    if (stopping)
        text += ", stopping";
    return text;
}

} // namespace useapi::bulk
