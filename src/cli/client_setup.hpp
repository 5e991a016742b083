#ifndef USEAPI_SRC_CLI_CLIENT_SETUP_HPP
#define USEAPI_SRC_CLI_CLIENT_SETUP_HPP

#include "cli/command_line/arguments.hpp"

#include <useapi/client/client_options.hpp>

namespace useapi::cli {

class console;

/** The options of the command line for the client; all else as the library has it. With `--verbose`, a log of
   what the client does goes to standard error. */
[[nodiscard]] client_options make_client_options(const connection_arguments& connection, secret token,
                                                 const console& out);

/** Warns of words of NO_PROXY that mean nothing here, where a proxy is in force.
    @throws usage_error  where HTTPS_PROXY has quotes around its value */
void look_at_proxies(const connection_arguments& connection, const console& out);

} // namespace useapi::cli

#endif
