#ifndef USEAPI_SRC_CLI_COMMAND_LINE_SHELL_WORDS_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_SHELL_WORDS_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

/** The command line that gives these words when it is typed at a POSIX shell. */
[[nodiscard]] std::string shell_line(const std::vector<std::string>& words);

/** Splits a line into words at blanks, except blanks in single or double quotes or after a backslash. Within
    double quotes, a backslash escapes only `"` and `\`. Nothing is expanded.
    @return nothing if a quote is not closed or a backslash ends the line
*/
[[nodiscard]] std::optional<std::vector<std::string>> split_words(std::string_view line);

} // namespace useapi::cli

#endif
