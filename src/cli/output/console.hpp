#ifndef USEAPI_SRC_CLI_OUTPUT_CONSOLE_HPP
#define USEAPI_SRC_CLI_OUTPUT_CONSOLE_HPP

#include "cli/exit_code.hpp"
#include "cli/output/standard_streams.hpp"

#include <string>
#include <string_view>

namespace useapi::cli {

enum class output_format
{
    text,
    json
};

enum class verbosity
{
    quiet,
    normal,
    verbose
};

/** The settings of a command's output. */
struct console_settings
{
    output_format format = output_format::text;
    cli::verbosity verbosity = cli::verbosity::normal;
    bool colors_allowed = true; ///< even then, they are used only on terminals
};

enum class color
{
    none,
    bold,
    red,
    green,
    yellow
};

/** The text with the terminal's codes around it. */
[[nodiscard]] std::string colored(std::string_view text, color value);

/** Whether it is a terminal that can move its cursor. */
[[nodiscard]] bool is_capable_terminal(int descriptor) noexcept;

/** Writes results to standard output, and everything else to standard error. With JSON, standard output gets
    nothing but JSON. */
class console
{
public:
    explicit console(const console_settings& settings);

    [[nodiscard]] bool is_json() const noexcept { return settings_.format == output_format::json; }

    [[nodiscard]] bool is_quiet() const noexcept { return settings_.verbosity == verbosity::quiet; }

    [[nodiscard]] bool is_verbose() const noexcept { return settings_.verbosity == verbosity::verbose; }

    /// Whether text for standard output may be coloured.
    [[nodiscard]] bool colors_output() const noexcept { return colors_output_; }

    /// Whether text for standard error may be coloured.
    [[nodiscard]] bool colors_notes() const noexcept { return colors_notes_; }

    /** Prints the result: text, or a line of JSON. */
    void print(std::string_view text) { output_.write(text); }

    /** Flushes, so that printed text comes before the next message. */
    void flush() { output_.flush(); }

    /** A confirmation: to standard output, except with `--quiet` or JSON. */
    void confirm(std::string_view line);

    /** A note: to standard error, except with `--quiet`. */
    void note(std::string_view line) const;

    /** Writes to standard error, only with `--verbose`. */
    void detail(std::string_view line);

    /** The same as `note()`, marked as a warning. */
    void warn(std::string_view line) const;

    /** The reason why the command failed: always to standard error. */
    void complain(std::string_view line);

    /** Writes pending output, and complains if standard output did not take it.
        @return `code`, or `exit_code::failed` in place of `done` if output was lost */
    [[nodiscard]] exit_code finish(exit_code code);

private:
    console_settings settings_;
    bool colors_output_;
    bool colors_notes_; ///< the same for standard error
    standard_output output_;
};

} // namespace useapi::cli

#endif
