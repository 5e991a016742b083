#include "cli/progress_display.hpp"

#include "cli/clean_text.hpp"
#include "cli/console.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <sys/ioctl.h>
#include <utility>

namespace useapi::cli {
namespace {

constexpr std::chrono::milliseconds bar_period{200};
constexpr std::chrono::seconds line_period{10};
constexpr std::string_view erase_line = "\r\x1b[2K";

std::size_t terminal_width() noexcept
{
    winsize size{};
    const bool is_known = ::ioctl(2, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return is_known ? size.ws_col : 80;
}

} // namespace

progress_display::progress_display(boost::asio::io_context& context, const console& out,
                                   std::function<bulk::progress()> ask)
    : timer_(context), ask_(std::move(ask)), enabled_(!out.is_quiet()),
      draws_bar_(is_capable_terminal(2) && !out.is_verbose())
{
}

void progress_display::begin()
{
    if (enabled_)
        wait();
}

void progress_display::make_room() noexcept
{
    if (std::exchange(bar_is_shown_, false))
        write_standard_error(erase_line);
}

void progress_display::end() noexcept
{
    enabled_ = false;
    timer_.cancel();
    make_room();
}

void progress_display::wait()
{
    timer_.expires_after(draws_bar_ ? bar_period : line_period);
    timer_.async_wait([this](const boost::system::error_code& failure) {
        if (failure || !enabled_)
            return;
        show();
        wait();
    });
}

void progress_display::show()
{
    if (!draws_bar_) {
        write_standard_error(printable(ask_().line()) + '\n');
        return;
    }
    // One column is left free: some terminals wrap as soon as the last one is filled.
    const std::size_t width = std::max<std::size_t>(terminal_width(), 2) - 1;
    write_standard_error(fmt::format("{}{}", erase_line, ask_().bar(width)));
    bar_is_shown_ = true;
}

} // namespace useapi::cli
