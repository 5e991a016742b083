#ifndef USEAPI_TESTING_MEMORY_NETWORK_HPP
#define USEAPI_TESTING_MEMORY_NETWORK_HPP

#include <useapi/client/client.hpp>
#include <useapi/testing/connect_outcome.hpp>
#include <useapi/testing/received_request.hpp>
#include <useapi/testing/reply.hpp>
#include <useapi/testing/virtual_clock.hpp>

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace useapi::testing {

class access;
class network_state;

/** A network with no socket and no real time, whose far end is a function. Clients that it makes are real in
    everything else: pool, retry, deadlines, limits and parsing of answers.

    Where it is destroyed before its clients, they find themselves with no network: every connection breaks,
    and no other can be made. Where the `io_context` is destroyed in mid-call, the call never completes and
    its handler is destroyed, as with sockets.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe, their clients included. Use one thread for the
    `io_context`, the clock, the network and its clients.
*/
class memory_network
{
public:
    /** Called inside `virtual_clock::run` for every request that arrived whole, retries included; tells what
        to do with it. What it throws leaves `run`, so the checks of a test may stand in it. */
    using server = std::function<reply(const received_request& request)>;

    /** @param context  runs the clients.
        @param clock    every time-out and wait of the clients goes by it.
        @param far_end  the service; all requests go to it, whatever host a client's base URL names. */
    memory_network(boost::asio::io_context& context, virtual_clock& clock, server far_end);
    ~memory_network();

    memory_network(const memory_network&) = delete;
    memory_network& operator=(const memory_network&) = delete;

    /** Makes a client on this network. Call it as often as there are clients; each has a pool of its own.

        @param options  as for any client. `ca_file` is not read: there is no TLS here. Give it a `seed` where
                        a test depends on how long a back-off takes.
        @throws useapi::exception  `errc::invalid_argument` as the constructor of `client`. */
    client make_client(client_options options);

    /** The outcomes of the next attempts to connect, in order; afterwards they succeed at once. Replaces what
       is left of earlier ones. */
    void expect_connects(std::vector<connect_outcome> outcomes);

    /** The far end reads only so many bytes of the next request, and answers what it has by then, as a server
        does that refuses a request early. What is longer is not written to its end before the stream ends. */
    void take_only(std::size_t size);

    /** Ends all connections that are open, as a server does that is restarted. Requests on them stay
        unanswered. @param how  `keep_open` does nothing */
    void close_all(reply::ending how);

    /** The far end of every connection sends bytes without a request. */
    void send_to_all(const std::string& bytes);

    /** Everything that arrived, in order, retries included. */
    const std::vector<received_request>& requests() const noexcept;

    /** Connections that the clients have not closed. */
    std::size_t open() const noexcept;

    /** The most that were open at a time. */
    std::size_t peak_open() const noexcept;

    /** Connections that were made, failed attempts not counted. */
    std::size_t connects() const noexcept;

private:
    friend class access;

    const std::shared_ptr<network_state> state_;
};

} // namespace useapi::testing

#endif
