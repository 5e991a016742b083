#ifndef USEAPI_SRC_CLI_OUTPUT_TERMINAL_AREA_HPP
#define USEAPI_SRC_CLI_OUTPUT_TERMINAL_AREA_HPP

#include <cstddef>
#include <string>
#include <vector>

namespace useapi::cli {

/** The last lines of a terminal, which are drawn again and again. It makes the texts, but does not write
    them.

    The cursor stays at the end of the last line. If the terminal was made narrower, it has broken the drawn
    lines: they are counted as it shows them now.
*/
class terminal_area
{
public:
    /** The text that replaces the lines on the screen by these.
        @param width  the present width of the terminal; no line is longer */
    [[nodiscard]] std::string draw(const std::vector<std::string>& lines, std::size_t width);

    /** The text that removes the lines from the screen. */
    [[nodiscard]] std::string erase(std::size_t width);

private:
    std::vector<std::size_t> drawn_; ///< the lengths of the lines on the screen
};

} // namespace useapi::cli

#endif
