#ifndef USEAPI_SRC_CLI_COMMAND_LINE_VERSION_HPP
#define USEAPI_SRC_CLI_COMMAND_LINE_VERSION_HPP

#include <string>
#include <string_view>

namespace useapi::cli {

/** The command's version on the first line, then a line for each library that it runs with. */
[[nodiscard]] std::string version_text();

/** `{"version":"1.2.3","libraries":{"Boost":"1.81.0",...}}` */
[[nodiscard]] std::string version_json();

/** The day on which the command was built, `2024-12-21`; `SOURCE_DATE_EPOCH` of the build decides it. */
[[nodiscard]] std::string manual_date();

} // namespace useapi::cli

#endif
