#ifndef USEAPI_SRC_CLI_COMMAND_LINE_MAN_PAGE_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_MAN_PAGE_HPP

#include "cli/command_line/command_description.hpp"

#include <string>
#include <string_view>

namespace useapi::cli {

/** The manual of `root` as roff with the man macros, section 1.
    @param date  of the manual, `2024-12-21` */
[[nodiscard]] std::string man_page(const command_description& root, std::string_view version,
                                   std::string_view date);

} // namespace useapi::cli

#endif
