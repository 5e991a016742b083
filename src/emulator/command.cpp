#include "emulator/command.hpp"

#include "emulator/server/private_file.hpp"
#include "emulator/server/server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <exception>
#include <ostream>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <utility>

namespace useapi::emulator {
namespace {

// Each connection needs a descriptor, and a load test opens more than the usual limit of 1024.
void raise_descriptor_limit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::string start_failure(const boost::system::system_error& error, const options& settings)
{
    return "cannot listen on 127.0.0.1:" + std::to_string(settings.port()) + ": " + error.code().message();
}

options with_log(options settings, std::ostream& out)
{
    if (settings.verbose())
        settings.log([&out](std::string_view line) { out << line << std::endl; });
    return settings;
}

} // namespace

void serve(boost::asio::io_context& context, const options& settings, relay to,
           const std::filesystem::path& port_file, std::ostream& out)
{
    raise_descriptor_limit();
    // Waits for signals first, so that an early signal ends the run in order as well.
    boost::asio::signal_set signals(context, SIGINT, SIGTERM);
    server running(context, with_log(settings, out), std::move(to));
    try {
        running.start();
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error(start_failure(error, settings));
    }
    signals.async_wait([&context](const boost::system::error_code&, int) { context.stop(); });
    out << "base URL " << running.base_url() << "\nCA file  " << running.ca_file().string() << std::endl;
    if (!port_file.empty())
        write_private_file(port_file, std::to_string(running.port()) + "\n");
    context.run();
}

int run_command(const options& settings, const std::filesystem::path& port_file, std::ostream& out,
                std::ostream& err)
{
    try {
        boost::asio::io_context context(1);
        serve(context, settings, relay(), port_file, out);
        return 0;
    } catch (const std::exception& error) {
        err << "useapi emulator: " << error.what() << std::endl;
        return 2;
    }
}

} // namespace useapi::emulator
