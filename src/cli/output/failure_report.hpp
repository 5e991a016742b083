#ifndef USEAPI_SRC_CLI_OUTPUT_FAILURE_REPORT_HPP
#define USEAPI_SRC_CLI_OUTPUT_FAILURE_REPORT_HPP

#include "cli/exit_code.hpp"

#include <string_view>

namespace useapi::cli {

class console;

/** Tells why a call failed, and what to do about it: to people on standard error, and as JSON on standard
    output if JSON was asked for.
    @param subject  the subject of the call, such as the email; may be empty
    @param advice   what to do if the effect is unknown
    @return the exit code for the failure
*/
exit_code report_failure(console& out, const error& failure, std::string_view subject,
                         std::string_view advice);

/** Reports a problem that kept the command from making a call. @return `exit_code::usage` */
exit_code report_misuse(console& out, std::string_view message);

/** Reports a failure that has no message of its own, such as a lack of memory.
    @return `exit_code::failed` */
exit_code report_breakdown(console& out, std::string_view message);

} // namespace useapi::cli

#endif
