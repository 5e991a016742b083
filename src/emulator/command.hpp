#ifndef USEAPI_SRC_EMULATOR_COMMAND_HPP
#define USEAPI_SRC_EMULATOR_COMMAND_HPP

#include "emulator/options.hpp"
#include "emulator/server/relay.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <iostream>

namespace useapi::emulator {

/** Serves on 127.0.0.1 until SIGTERM or SIGINT comes or the `io_context` is stopped. Prints a line with the
   base URL and one with the authority's file, then, with `options::verbose()`, one a request.
    @param context    is run here, by this thread alone; it is stopped afterwards
    @param to         answers the requests; without a function in it the stand-in does
    @param port_file  gets the port number and a newline once the server listens, and never half of it; empty:
   none
    @throws std::runtime_error with one line that says why it could not start
*/
void serve(boost::asio::io_context& context, const options& settings, relay to,
           const std::filesystem::path& port_file, std::ostream& out);

/** Runs the emulator until SIGTERM or SIGINT: the command `useapi emulator`. Prints a line with the base URL
    and a line with the authority's file. With `options::verbose()` it then prints a line for each request.
    @param settings   what to serve
    @param port_file  gets the port number and a newline once the server listens, in one step; empty: no file
    @param out        for the lines above
    @param err        for the one line that says why it could not start
    @return 0 after a signal, 2 if it could not start
*/
int run_command(const options& settings, const std::filesystem::path& port_file, std::ostream& out,
                std::ostream& err = std::cerr);

} // namespace useapi::emulator

#endif
