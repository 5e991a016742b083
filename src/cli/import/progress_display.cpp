#include "cli/import/progress_display.hpp"

#include "cli/output/console.hpp"
#include "cli/output/printable_text.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace useapi::cli {
namespace {

constexpr std::chrono::milliseconds bar_period{200};
constexpr std::chrono::seconds line_period{10};
constexpr std::chrono::seconds json_period{1};

struct terminal_size
{
    std::size_t columns = 80;
    std::size_t rows = 24;
};

terminal_size size_now() noexcept
{
    terminal_size found;
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0)
        return found;
    if (size.ws_col > 0)
        found.columns = size.ws_col;
    if (size.ws_row > 0)
        found.rows = size.ws_row;
    return found;
}

progress_form choose(progress_form asked, const console& out)
{
    if (asked == progress_form::json || asked == progress_form::none)
        return asked;
    if (out.is_quiet())
        return progress_form::none;
    if (asked != progress_form::automatic)
        return asked;
    return is_capable_terminal(STDERR_FILENO) && !out.is_verbose() ? progress_form::bar
                                                                   : progress_form::lines;
}

std::chrono::milliseconds period_of(progress_form form)
{
    if (form == progress_form::bar)
        return bar_period;
    return form == progress_form::json ? json_period : line_period;
}

} // namespace

progress_display::progress_display(boost::asio::io_context& context, const console& out, progress_form form,
                                   std::function<bulk::progress()> ask)
    : timer_(context), ask_(std::move(ask)), form_(choose(form, out)), has_colors_(out.colors_notes())
{
}

void progress_display::begin()
{
    if (form_ == progress_form::none)
        return;
    static_cast<void>(take());
    wait();
}

void progress_display::make_room() noexcept
{
    write_standard_error(area_.erase(size_now().columns));
}

void progress_display::end() noexcept
{
    timer_.cancel();
    make_room();
    form_ = progress_form::none;
}

void progress_display::wait()
{
    timer_.expires_after(period_of(form_));
    timer_.async_wait([this](const boost::system::error_code& failure) {
        if (failure || form_ == progress_form::none)
            return;
        show();
        wait();
    });
}

void progress_display::show()
{
    const bulk::progress seen = take();
    // Does not write a line that the reader cannot take now: it would be out of date when it is read.
    if (unhurried_standard_error::is_behind())
        return;
    if (form_ == progress_form::json) {
        write_standard_error(valid_utf8(seen.json()) + '\n');
    } else if (form_ == progress_form::lines) {
        write_standard_error(seen.line() + '\n');
    } else {
        // Reads the size at each drawing, so that the bar fits a terminal that was resized. One column stays
        // free, because some terminals wrap as soon as the last column is filled.
        const terminal_size size = size_now();
        const std::size_t width = std::max<std::size_t>(size.columns, 2) - 1;
        const std::size_t height = std::max<std::size_t>(size.rows, 2) - 1;
        std::vector<std::string> lines = seen.screen(width, height);
        if (has_colors_) {
            const bool is_good = seen.failed + seen.rejected == 0;
            lines.front() = colored(lines.front(), is_good ? color::green : color::yellow);
        }
        write_standard_error(area_.draw(lines, size.columns));
    }
}

bulk::progress progress_display::take()
{
    bulk::progress seen = ask_();
    seen.recent_rate = meter_.add(seen.elapsed, seen.worked());
    // The failures contain texts of the service.
    for (auto& each : seen.failures)
        each.first = printable(each.first);
    return seen;
}

} // namespace useapi::cli
