#ifndef USEAPI_SRC_CLI_OUTPUT_FAILURE_REPORT_HPP
#define USEAPI_SRC_CLI_OUTPUT_FAILURE_REPORT_HPP

#include "cli/exit_code.hpp"

#include <string_view>

namespace useapi::cli {

class console;

/** Tells why a call failed, and what can be done about it: to people on standard error, and as JSON on
    standard output where JSON was asked for.
    @param subject  what the call was about, such as the email; may be empty
    @param advice   what to do where it is not known what the service did
    @return the exit code for it
*/
exit_code report_failure(console& out, const error& failure, std::string_view subject,
                         std::string_view advice);

/** The same of what kept the command from making a call. @return `exit_code::usage` */
exit_code report_misuse(console& out, std::string_view message);

/** The same for a failure that has no message of its own, such as memory that ran out. @return
 * `exit_code::failed` */
exit_code report_breakdown(console& out, std::string_view message);

} // namespace useapi::cli

#endif
