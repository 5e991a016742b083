#ifndef USEAPI_SRC_CLI_CLIENT_SETUP_HPP
#define USEAPI_SRC_CLI_CLIENT_SETUP_HPP

#include "cli/command_line/arguments.hpp"

#include <useapi/client/client_options.hpp>

namespace useapi::cli {

class console;

/** The client options of the command line; all others keep the library's defaults. With `--verbose` the
    client logs its events to standard error. */
[[nodiscard]] client_options make_client_options(const connection_arguments& connection, secret token,
                                                 const console& out);

/** If a proxy is used, warns of entries of NO_PROXY that have no effect.
    @throws usage_error  if HTTPS_PROXY has quotes around its value */
void look_at_proxies(const connection_arguments& connection, const console& out);

} // namespace useapi::cli

#endif
