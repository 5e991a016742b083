#ifndef USEAPI_SRC_CLI_COMMAND_LINE_SHELL_WORDS_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_SHELL_WORDS_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::cli {

/** A command line as it is typed at a POSIX shell to give these words. */
[[nodiscard]] std::string shell_line(const std::vector<std::string>& words);

/** The words of a line: blanks part them, unless they stand in single or double quotes or behind a backslash
    (within double quotes it escapes `"` and `\` only). Nothing is expanded.
    @return nothing if a quote is not closed or a backslash ends the line
*/
[[nodiscard]] std::optional<std::vector<std::string>> split_words(std::string_view line);

} // namespace useapi::cli

#endif
