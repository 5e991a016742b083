#include "cli/report/report_charts.hpp"

#include "cli/report/page_text.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

namespace useapi::cli::page {
namespace {

constexpr int chart_width = 960;
constexpr int chart_height = 220;
constexpr int left_margin = 52;
constexpr int bottom_margin = 24;
constexpr int top_margin = 10;

/** The next round number that is not smaller. The round numbers are close enough to each other that little of
    a chart stays empty. */
std::uint64_t round_up(std::uint64_t value)
{
    for (std::uint64_t unit = 1;; unit *= 10) {
        for (const std::uint64_t times : {1U, 2U, 3U, 4U, 6U, 8U}) {
            if (unit * times >= value)
                return unit * times;
        }
    }
}

std::string rectangle(double x, double y, double width, double height, std::string_view fill,
                      const std::string& title)
{
    char place[128];
    std::snprintf(place, sizeof place, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" ", x, y,
                  width, height);
    return std::string(place) + "fill=\"var(--" + std::string(fill) + ")\"><title>" + title +
           "</title></rect>\n";
}

std::string label(double x, double y, std::string_view anchor, const std::string& text)
{
    char place[96];
    std::snprintf(place, sizeof place, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"", x, y);
    return std::string(place) + std::string(anchor) + "\">" + text + "</text>\n";
}

std::string axes(std::uint64_t highest, const std::string& what, int width)
{
    std::string svg = "<svg viewBox=\"0 0 " + std::to_string(width) + ' ' + std::to_string(chart_height) +
                      "\" role=\"img\" aria-label=\"" + what + "\">\n";
    const double height = chart_height - bottom_margin - top_margin;
    for (int i = 0; i <= 2; ++i) {
        const double y = chart_height - bottom_margin - height * i / 2;
        char line[128];
        std::snprintf(line, sizeof line,
                      "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n", left_margin,
                      width, y, y);
        svg += line;
        if (i == 1 && highest % 2 != 0)
            continue; // half of an odd number is not a count
        svg += label(left_margin - 6, y + 4, "end", grouped(highest * static_cast<std::uint64_t>(i) / 2));
    }
    return svg;
}

/** The height of a bar. It is never too small to see one refused account among thousands. */
double height_of(std::uint64_t count, std::uint64_t highest)
{
    constexpr double whole = chart_height - bottom_margin - top_margin;
    return std::max(2.0, whole * static_cast<double>(count) / static_cast<double>(highest));
}

/** The upper bound of a class of latencies in seconds, short enough to fit below its bar. */
std::string bound_name(std::size_t index)
{
    if (index == latencies::bounds_ms.size())
        return "more";
    char text[16];
    std::snprintf(text, sizeof text, "%g", latencies::bounds_ms[index] / 1000.0);
    return text;
}

/** `connection_lost` as people write it. */
std::string in_words(std::string reason)
{
    std::replace(reason.begin(), reason.end(), '_', ' ');
    return reason;
}

} // namespace

std::string timeline_chart(const timeline& shown)
{
    const auto all = shown.intervals();
    std::uint64_t most = 1;
    for (const auto& [begin, counts] : all)
        most = std::max(most, counts.total());
    const std::uint64_t highest = round_up(most);
    std::string svg = axes(highest, "Outcomes over time", chart_width);
    const double step =
        double(chart_width - left_margin) / static_cast<double>(std::max<std::size_t>(all.size(), 12));
    for (std::size_t i = 0; i < all.size(); ++i) {
        double y = chart_height - bottom_margin;
        for (const bulk::row_state state : charted_outcomes) {
            const std::uint64_t count = all[i].second[state];
            if (count == 0)
                continue;
            const double tall = height_of(count, highest);
            y -= tall;
            svg += rectangle(
                left_margin + step * static_cast<double>(i) + step * .1, y, step * .8, tall, to_string(state),
                clock_time(all[i].first) + ": " + std::to_string(count) + ' ' + std::string(word_for(state)));
        }
    }
    const std::size_t every = std::max<std::size_t>(1, (std::max<std::size_t>(all.size(), 12) + 7) / 8);
    constexpr double half_a_label = 36;
    for (std::size_t i = 0; i < all.size(); i += every) {
        const double x = left_margin + step * (static_cast<double>(i) + .5);
        if (x + half_a_label <= chart_width)
            svg += label(x, chart_height - 6, "middle", clock_time(all[i].first));
    }
    return svg + "</svg>\n";
}

std::string latency_chart(const latencies& shown)
{
    constexpr int width = 470;
    const auto& classes = shown.classes();
    const std::uint64_t highest =
        round_up(std::max<std::uint64_t>(1, *std::max_element(classes.begin(), classes.end())));
    std::string svg = axes(highest, "How long rows took", width);
    const double step = double(width - left_margin) / static_cast<double>(classes.size());
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const double x = left_margin + step * static_cast<double>(i);
        const double tall = height_of(classes[i], highest);
        if (classes[i] != 0)
            svg += rectangle(
                x + step * .08, chart_height - bottom_margin - tall, step * .84, tall, "bar",
                (i == latencies::bounds_ms.size() ? "more than 120 s: " : "up to " + bound_name(i) + " s: ") +
                    std::to_string(classes[i]));
        svg += label(x + step / 2, chart_height - 6, "middle", bound_name(i));
    }
    return svg + "</svg>\n";
}

std::string retry_chart(const bulk::retry_counts& retries)
{
    std::vector<std::pair<std::string, unsigned>> all(retries.begin(), retries.end());
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    if (all.empty())
        return "<p class=\"soft\">No request was made twice.</p>\n";
    std::string table = "<table>\n";
    for (const auto& [reason, times] : all) {
        const double share = 100.0 * times / all.front().second;
        table += "<tr><td>" + escaped(in_words(reason)) + "</td><td class=\"n\">" + grouped(times) +
                 "</td><td style=\"width:55%\"><div class=\"share bar\" "
                 "style=\"margin-top:.35rem;background:none\">"
                 "<i style=\"--c:var(--bar);width:" +
                 one_decimal(share) + "%\"></i></div></td></tr>\n";
    }
    return table + "</table>\n";
}

} // namespace useapi::cli::page
