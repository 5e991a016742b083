#pragma once

#include "cli/progress_display.hpp"

#include <useapi/bulk/import.hpp>
#include <useapi/client/client.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <chrono>
#include <optional>

namespace useapi::cli {

class console;

/** An import on this thread, with its progress on the screen, which SIGINT and SIGTERM end: the first one in
    order, the second one at once, the third one together with the process. */
class import_run
{
public:
    /// @throws useapi::exception  where an option, the input or the results file is not usable
    import_run(client_options for_client, const bulk::import_options& for_import, console& out);
    import_run(const import_run&) = delete;
    import_run& operator=(const import_run&) = delete;
    ~import_run();

    /// Reads the whole input, and nothing else. @throws useapi::exception  where it cannot be read
    [[nodiscard]] bulk::check_report check() { return import_.check(); }

    /// Sends the rows, and returns at the end of the run. Once only.
    [[nodiscard]] bulk::import_summary finish();

private:
    void wait_for_signal();
    void on_signal();

    // The order matters: what lives on the io_context goes before it does.
    boost::asio::io_context context_{1};
    boost::asio::signal_set signals_;
    client client_;
    bulk::import import_;
    progress_display display_;
    console& out_;
    std::chrono::milliseconds grace_;
    bool stopping_ = false;
    std::optional<bulk::import_summary> summary_;
};

} // namespace useapi::cli
