#ifndef USEAPI_SRC_EMULATOR_SERVER_SERVER_HPP
#define USEAPI_SRC_EMULATOR_SERVER_SERVER_HPP

#include "emulator/options.hpp"
#include "emulator/server/relay.hpp"
#include "emulator/service/store.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace useapi::emulator {

/** Counts of a server. The store counts requests: a second server on the same store continues the count.
 */
struct server_statistics
{
    std::uint64_t connections = 0;        ///< TCP connections accepted by this server
    std::uint64_t open_connections = 0;   ///< connections that are open now
    std::uint64_t peak_connections = 0;   ///< the most that were open at once
    std::uint64_t resumed_handshakes = 0; ///< TLS handshakes that resumed a session
    request_counts requests;
};

/** A stand-in for the accounts API, on 127.0.0.1 over TLS. The `io_context` must outlive the server. Any
    number of threads may run it: each connection has its own strand, and the store has a lock.
    @par Thread safety
    distinct objects: safe; shared object: safe once `start()` has returned
*/
class server
{
public:
    server(boost::asio::io_context& context, options settings);
    /// A server with a store that was filled before, or that outlives the server.
    server(boost::asio::io_context& context, options settings, std::shared_ptr<store> state);
    /// That answers nothing itself.
    server(boost::asio::io_context& context, options settings, relay to);
    server(const server&) = delete;
    server& operator=(const server&) = delete;
    /// Does the same as `stop()`.
    ~server();

    /** Makes the certificates and listens.
        @throws boost::system::system_error if the port is taken
        @throws std::runtime_error if the certificates cannot be made or written
    */
    void start();

    /// The port listened on; 0 before `start()`.
    [[nodiscard]] std::uint16_t port() const;
    /// "https://127.0.0.1:PORT/v1/runwayml", or with the path of the relay.
    [[nodiscard]] std::string base_url() const;
    /// The certificate of the authority that a client must trust.
    [[nodiscard]] std::filesystem::path ca_file() const;

    /** Closes the listener and every connection, in the middle of a request or not. It is posted to the
        `io_context`, and done once that has run. Several calls do no harm.
    */
    void stop();

    [[nodiscard]] std::map<std::string, account> accounts(std::string_view token) const;
    [[nodiscard]] server_statistics statistics() const;
    /// The accounts of the server, to read, to fill, to clear, or to share with another server.
    [[nodiscard]] std::shared_ptr<store> state() const;

private:
    class impl;
    std::shared_ptr<impl> impl_;
};

} // namespace useapi::emulator

#endif
