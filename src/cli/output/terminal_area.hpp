#ifndef USEAPI_SRC_CLI_OUTPUT_TERMINAL_AREA_HPP
#define USEAPI_SRC_CLI_OUTPUT_TERMINAL_AREA_HPP

#include <cstddef>
#include <string>
#include <vector>

namespace useapi::cli {

/** The last lines of a terminal, which are drawn anew again and again. Makes texts, and writes none.

    The cursor stays behind the last line. A terminal that was made narrower has broken the lines that were
   drawn before it: they are counted as it shows them now.
*/
class terminal_area
{
public:
    /** The text that replaces the lines on the screen by these.
        @param width  of the terminal, now; a line is no longer than that */
    [[nodiscard]] std::string draw(const std::vector<std::string>& lines, std::size_t width);

    /** The text that takes them off the screen. */
    [[nodiscard]] std::string erase(std::size_t width);

private:
    std::vector<std::size_t> drawn_; ///< how long the lines are that stand there
};

} // namespace useapi::cli

#endif
