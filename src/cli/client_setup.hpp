#pragma once

#include "cli/arguments.hpp"

#include <useapi/client/client_options.hpp>

namespace useapi::cli {

/** What the command line says of the client; all else as the library has it. */
[[nodiscard]] client_options make_client_options(const connection_arguments& connection, secret token);

} // namespace useapi::cli
