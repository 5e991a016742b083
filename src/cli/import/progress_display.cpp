#include "cli/import/progress_display.hpp"

#include "cli/import/progress_text.hpp"
#include "cli/output/console.hpp"

#include <cstddef>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace useapi::cli {
namespace {

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

verbosity verbosity_of(const console& out) noexcept
{
    return out.is_quiet() ? verbosity::quiet : out.is_verbose() ? verbosity::verbose : verbosity::normal;
}

} // namespace

progress_display::progress_display(boost::asio::io_context& context, const console& out, progress_form form,
                                   std::function<bulk::progress()> ask)
    : timer_(context), ask_(std::move(ask)),
      form_(shown_form(form, verbosity_of(out), is_capable_terminal(STDERR_FILENO))),
      has_colors_(out.colors_notes())
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
    if (form_ != progress_form::bar) {
        write_standard_error(progress_line(seen, form_));
        return;
    }
    // Reads the size at each drawing, so that the bar fits a terminal that was resized.
    const terminal_size size = size_now();
    write_standard_error(area_.draw(bar_lines(seen, size.columns, size.rows, has_colors_), size.columns));
}

bulk::progress progress_display::take()
{
    bulk::progress seen = printable_progress(ask_());
    seen.recent_rate = meter_.add(seen.elapsed, seen.worked());
    return seen;
}

} // namespace useapi::cli
