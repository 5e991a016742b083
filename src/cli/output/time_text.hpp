#ifndef USEAPI_SRC_CLI_OUTPUT_TIME_TEXT_HPP
#define USEAPI_SRC_CLI_OUTPUT_TIME_TEXT_HPP

#include <chrono>
#include <string>

namespace useapi::cli {

/** A time in the form of ISO 8601, in UTC: `2024-12-22T09:09:58Z`, or `2024-12-22T09:09:58.598Z` with
    milliseconds. A year before 0 or after 9999 is shown as the nearest time that has four digits of a year.
    */
[[nodiscard]] std::string iso_time(std::chrono::sys_time<std::chrono::milliseconds> when,
                                   bool with_milliseconds);

} // namespace useapi::cli

#endif
