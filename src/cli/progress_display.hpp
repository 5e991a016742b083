#pragma once

#include <useapi/bulk/report.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>

namespace useapi::cli {

class console;

/** Shows how far an import is, on standard error: a bar that is drawn anew on a terminal, a line now and then
    elsewhere, and where `--verbose` writes lines in between. With `--quiet`, nothing. */
class progress_display
{
public:
    /** @param ask  called on the `io_context`, until `end()` */
    progress_display(boost::asio::io_context& context, const console& out,
                     std::function<bulk::progress()> ask);
    progress_display(const progress_display&) = delete;
    progress_display& operator=(const progress_display&) = delete;

    void begin();

    /// Takes the bar off the screen, so that a line can be written; it comes back.
    void make_room() noexcept;

    void end() noexcept;

private:
    void wait();
    void show();

    boost::asio::steady_timer timer_;
    std::function<bulk::progress()> ask_;
    bool enabled_;
    bool draws_bar_;
    bool bar_is_shown_ = false;
};

} // namespace useapi::cli
