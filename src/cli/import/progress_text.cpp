#include "cli/import/progress_text.hpp"

#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"

#include <algorithm>

namespace useapi::cli {
namespace {

constexpr std::chrono::milliseconds bar_period{200};
constexpr std::chrono::seconds line_period{10};
constexpr std::chrono::seconds json_period{1};

} // namespace

progress_form shown_form(progress_form asked, verbosity how, bool on_terminal) noexcept
{
    if (asked == progress_form::json || asked == progress_form::none)
        return asked;
    if (how == verbosity::quiet)
        return progress_form::none;
    if (asked != progress_form::automatic)
        return asked;
    return on_terminal && how != verbosity::verbose ? progress_form::bar : progress_form::lines;
}

std::chrono::milliseconds period_of(progress_form form) noexcept
{
    if (form == progress_form::bar)
        return bar_period;
    return form == progress_form::json ? json_period : line_period;
}

std::vector<std::string> bar_lines(const bulk::progress& seen, std::size_t columns, std::size_t rows,
                                   bool has_colors)
{
    // One column stays free, because some terminals wrap as soon as the last column is filled.
    const std::size_t width = std::max<std::size_t>(columns, 2) - 1;
    const std::size_t height = std::max<std::size_t>(rows, 2) - 1;
    std::vector<std::string> lines = seen.screen(width, height);
    if (has_colors) {
        const bool is_good = seen.failed + seen.rejected == 0;
        lines.front() = colored(lines.front(), is_good ? color::green : color::yellow);
    }
    return lines;
}

std::string progress_line(const bulk::progress& seen, progress_form form)
{
    return (form == progress_form::json ? valid_utf8(seen.json()) : seen.line()) + '\n';
}

bulk::progress printable_progress(bulk::progress seen)
{
    for (auto& each : seen.failures)
        each.first = printable(each.first);
    return seen;
}

} // namespace useapi::cli
