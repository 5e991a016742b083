#ifndef USEAPI_SRC_EMULATOR_SERVER_SERVER_HPP
#define USEAPI_SRC_EMULATOR_SERVER_SERVER_HPP

#include "emulator/options.hpp"
#include "emulator/service/store.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace useapi::emulator {

/** Counts of a server. The requests are the store's: a second server on the same store goes on counting.
 */
struct server_statistics
{
    std::uint64_t connections = 0;        ///< TCP connections accepted by this server
    std::uint64_t open_connections = 0;   ///< of them, open now
    std::uint64_t peak_connections = 0;   ///< the most that were open at once
    std::uint64_t resumed_handshakes = 0; ///< TLS handshakes that took up an earlier session
    request_counts requests;
};

/** A stand-in for the accounts API, on 127.0.0.1 over TLS.
    The `io_context` must outlive the server; one thread may run it, or many: each connection lives on a
   strand of its own, and the store locks.
    @par Thread safety  distinct objects: safe; shared object: safe once `start()` has returned
*/
class server
{
public:
    server(boost::asio::io_context& context, options settings);
    /// With a store that was filled before, or outlives the server.
    server(boost::asio::io_context& context, options settings, std::shared_ptr<store> state);
    server(const server&) = delete;
    server& operator=(const server&) = delete;
    /// As `stop()`.
    ~server();

    /** Makes the certificates and listens.
        @throws boost::system::system_error if the port is taken
        @throws std::runtime_error if the certificates cannot be made or written
    */
    void start();

    /// The port listened on; 0 before `start()`.
    [[nodiscard]] std::uint16_t port() const;
    /// "https://127.0.0.1:PORT/v1/runwayml".
    [[nodiscard]] std::string base_url() const;
    /// The certificate of the authority that a client must trust.
    [[nodiscard]] std::filesystem::path ca_file() const;

    /** Closes the listener and every connection, in the middle of a request or not.
        The closing is posted to the `io_context`: it is done once that has run. More than one call does no
       harm.
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
