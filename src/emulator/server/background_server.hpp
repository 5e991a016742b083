#ifndef USEAPI_SRC_EMULATOR_SERVER_BACKGROUND_SERVER_HPP
#define USEAPI_SRC_EMULATOR_SERVER_BACKGROUND_SERVER_HPP

#include "emulator/options.hpp"
#include "emulator/server/server.hpp"
#include "emulator/service/store.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace useapi::emulator {

/** A server with its own `io_context` and thread, for tests. It serves from its construction to its
    destruction:
    @code
    useapi::emulator::background_server service(useapi::emulator::options().add_fault("status=503,nth=1"));
    connect_to(service.base_url(), service.ca_file());
    @endcode
    @par Thread safety  distinct objects: safe; shared object: only `accounts()`, `statistics()` and functions
                        whose result never changes
*/
class background_server
{
public:
    /// Starts. @throws as `server::start()`
    explicit background_server(options settings);
    background_server(options settings, std::shared_ptr<store> state);
    background_server(const background_server&) = delete;
    background_server& operator=(const background_server&) = delete;
    /// Stops, and joins the thread.
    ~background_server();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::string base_url() const;
    [[nodiscard]] std::filesystem::path ca_file() const;

    /// Closes the listener and every connection. Connections to the port are refused after it returns. Does
    /// nothing if stopped.
    void stop();
    /// Serves again after `stop()`: same port, same certificates, same accounts and counts; the connection
    /// counts of `statistics()` begin anew. Does nothing if it runs.
    void restart();

    [[nodiscard]] std::map<std::string, account> accounts(std::string_view token) const;
    /// After `stop()`: the counts at that time.
    [[nodiscard]] server_statistics statistics() const;
    [[nodiscard]] std::shared_ptr<store> state() const;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

} // namespace useapi::emulator

#endif
