#pragma once

#include "cli/command_line/arguments.hpp"

namespace useapi::cli {

class console;

/** `accounts import --dry-run`: shows the rows that an import would send. Sends nothing, writes nothing, and
   needs no API token.
    @throws usage_error  where that cannot be told
*/
[[nodiscard]] exit_code run_dry(const arguments& given, console& out);

} // namespace useapi::cli
