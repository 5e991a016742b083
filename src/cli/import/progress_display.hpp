#ifndef USEAPI_SRC_CLI_IMPORT_PROGRESS_DISPLAY_HPP
#define USEAPI_SRC_CLI_IMPORT_PROGRESS_DISPLAY_HPP

#include "cli/command_line/arguments.hpp"
#include "cli/import/rate_meter.hpp"
#include "cli/output/terminal_area.hpp"

#include <useapi/bulk/progress.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>

namespace useapi::cli {

class console;

/** Shows how far an import is, on standard error. On a terminal it is a bar that is drawn anew. Without a
    terminal, or with `--verbose`, it is a line now and then. For programs it is one JSON object per second.
    With `--quiet` only these objects are shown, if they are asked for. */
class progress_display
{
public:
    /** @param ask  called on the `io_context`, until `end()` */
    progress_display(boost::asio::io_context& context, const console& out, progress_form form,
                     std::function<bulk::progress()> ask);
    progress_display(const progress_display&) = delete;
    progress_display& operator=(const progress_display&) = delete;

    void begin();

    /// Removes the bar from the screen, so that a line can be written. The bar comes back later.
    void make_room() noexcept;

    void end() noexcept;

private:
    void wait();
    void show();
    [[nodiscard]] bulk::progress take();

    boost::asio::steady_timer timer_;
    std::function<bulk::progress()> ask_;
    progress_form form_; ///< never `automatic`
    bool has_colors_;
    rate_meter meter_;
    terminal_area area_;
};

} // namespace useapi::cli

#endif
