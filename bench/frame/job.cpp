#include "frame/job.hpp"

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace bench {
namespace {

[[noreturn]] void refuse(std::string_view what)
{
    std::cerr << "bench: " << what << '\n'
              << "usage: --port P --ca FILE --connections N --requests R [--warm-up W] [--rate R/S]\n"
                 "       [--threads T] [--reconnect full|resumed] [--unobserved] [--rest]\n";
    std::exit(2);
}

std::size_t count(const std::string& text)
{
    char* end = nullptr;
    const unsigned long long value = std::strtoull(text.c_str(), &end, 10);
    if (text.empty() || *end != '\0')
        refuse("not a count: " + text);
    return static_cast<std::size_t>(value);
}

} // namespace

job::job(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        if (name == "--unobserved") {
            observed = false;
            continue;
        }
        if (name == "--rest") {
            rests = true;
            continue;
        }
        if (++i == argc)
            refuse("no value for " + std::string(name));
        const std::string value = argv[i];
        if (name == "--port")
            port = static_cast<std::uint16_t>(count(value));
        else if (name == "--ca")
            ca_file = value;
        else if (name == "--connections")
            connections = count(value);
        else if (name == "--warm-up")
            warm_up = count(value);
        else if (name == "--requests")
            requests = count(value);
        else if (name == "--rate")
            rate = static_cast<double>(count(value));
        else if (name == "--threads")
            threads = static_cast<unsigned>(count(value));
        else if (name == "--reconnect" && value == "full")
            reconnect = handshakes::full;
        else if (name == "--reconnect" && value == "resumed")
            reconnect = handshakes::resumed;
        else
            refuse("unknown: " + std::string(name) + ' ' + value);
    }
    if (port == 0 || ca_file.empty() || connections == 0 || threads == 0)
        refuse("--port and --ca are needed, and a connection and a thread at least");
}

} // namespace bench
