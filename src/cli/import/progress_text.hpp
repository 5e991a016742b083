#ifndef USEAPI_SRC_CLI_IMPORT_PROGRESS_TEXT_HPP
#define USEAPI_SRC_CLI_IMPORT_PROGRESS_TEXT_HPP

#include "cli/command_line/arguments.hpp"

#include <useapi/bulk/progress.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace useapi::cli {

/** The form in which progress is shown; never `automatic`. Only JSON is shown with `--quiet`, because it is
    for programs.
    @param on_terminal  whether standard error is a terminal that can move its cursor */
[[nodiscard]] progress_form shown_form(progress_form asked, verbosity how, bool on_terminal) noexcept;

/** The time from one picture of the progress to the next one. */
[[nodiscard]] std::chrono::milliseconds period_of(progress_form form) noexcept;

/** The lines of the bar, for a terminal of so many columns and rows. At least one line. */
[[nodiscard]] std::vector<std::string> bar_lines(const bulk::progress& seen, std::size_t columns,
                                                 std::size_t rows, bool has_colors);

/** The progress as a line with its end: for people, or one JSON object for programs. */
[[nodiscard]] std::string progress_line(const bulk::progress& seen, progress_form form);

/** The progress with the service's texts made printable. */
[[nodiscard]] bulk::progress printable_progress(bulk::progress seen);

} // namespace useapi::cli

#endif
