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

/** How a command talks to its user. */
struct console_settings
{
    output_format format = output_format::text;
    cli::verbosity verbosity = cli::verbosity::normal;
    bool colors_allowed = true; ///< they are used on terminals only, all the same
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

/** Whether it is a terminal that can do more than print one line below the other. */
[[nodiscard]] bool is_capable_terminal(int descriptor) noexcept;

/** Keeps apart what was asked for, which goes to standard output, from what is said beside it, which goes to
    standard error. With JSON, nothing but JSON reaches standard output. */
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

    /** A confirmation: standard output, not with `--quiet` and not beside JSON. */
    void confirm(std::string_view line);

    /** Something to know: standard error, not with `--quiet`. */
    void note(std::string_view line) const;

    /** Writes to standard error, only with `--verbose`. */
    void detail(std::string_view line);

    /** As `note()`, marked as a warning. */
    void warn(std::string_view line) const;

    /** Why the command failed: standard error, always. */
    void complain(std::string_view line);

    /** Writes what is pending, and complains where standard output took it not.
        @return `code`, or `exit_code::failed` in place of `done` where output was lost */
    [[nodiscard]] exit_code finish(exit_code code);

private:
    console_settings settings_;
    bool colors_output_;
    bool colors_notes_; ///< the same of standard error
    standard_output output_;
};

} // namespace useapi::cli

#endif
