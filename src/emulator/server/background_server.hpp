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

/** A server with an `io_context` and a thread of its own, for tests.
    It serves as soon as it is constructed, and until it is destroyed:
    @code
    useapi::emulator::background_server service(useapi::emulator::options().add_fault("status=503,nth=1"));
    connect_to(service.base_url(), service.ca_file());
    @endcode
    @par Thread safety  distinct objects: safe; shared object: `accounts()`, `statistics()` and what does not
    change only
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

    /// Drops the listener and every connection; when it returns, connections to the port are refused. Does
    /// nothing if stopped.
    void stop();
    /// Serves again after `stop()`: same port, same certificates, same accounts and counts; the connection
    /// counts of `statistics()` begin anew. Does nothing if it runs.
    void restart();

    [[nodiscard]] std::map<std::string, account> accounts(std::string_view token) const;
    /// After `stop()`: as it was then.
    [[nodiscard]] server_statistics statistics() const;
    [[nodiscard]] std::shared_ptr<store> state() const;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

} // namespace useapi::emulator

#endif
