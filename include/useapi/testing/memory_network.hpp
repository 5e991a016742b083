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

/** A network without sockets and without real time, whose far end is a function. Everything else of its
    clients is real: pool, retry, deadlines, limits and parsing of answers.

    If the network is destroyed before its clients, every connection breaks, and no other can be made. If the
    `io_context` is destroyed during a call, the call never completes and its handler is destroyed, as with
    sockets.

    @par Thread safety
    Distinct objects: safe. Shared objects: unsafe, their clients included. Use one thread for the
    `io_context`, the clock, the network and its clients.
*/
class memory_network
{
public:
    /** Returns the reply to a request. It is called inside `virtual_clock::run` for every complete request,
        retries included. Its exceptions leave `run`, so it may hold the checks of a test. */
    using server = std::function<reply(const received_request& request)>;

    /** @param context  runs the clients.
        @param clock    the clock for every time-out and wait of the clients.
        @param far_end  the service. All requests go to it, whatever host a client's base URL names. */
    memory_network(boost::asio::io_context& context, virtual_clock& clock, server far_end);
    ~memory_network();

    memory_network(const memory_network&) = delete;
    memory_network& operator=(const memory_network&) = delete;

    /** Makes a client on this network. Call it once for each client; each has a pool of its own.

        @param options  as for any client. `ca_file` is not read: there is no TLS here. Set a `seed` if a test
                        depends on how long a back-off takes.
        @throws useapi::exception  `errc::invalid_argument` as the constructor of `client`. */
    client make_client(client_options options);

    /** Sets the outcomes of the next attempts to connect, in order. Attempts after these succeed at once. The
        outcomes replace those that are left of an earlier call. */
    void expect_connects(std::vector<connect_outcome> outcomes);

    /** Has the far end read only so many bytes of the next request and reply to these, as a server does that
        refuses a request early. If the request is longer, its write is not complete before the stream
        ends. */
    void take_only(std::size_t size);

    /** Ends all open connections, as a server does that restarts. Requests on them stay unanswered.
        @param how  `keep_open` does nothing */
    void close_all(reply::ending how);

    /** Has the far end of every connection send bytes without a request. */
    void send_to_all(const std::string& bytes);

    /** All requests that arrived, in order, retries included. */
    const std::vector<received_request>& requests() const noexcept;

    /** The number of connections that the clients have not closed. */
    std::size_t open() const noexcept;

    /** The highest number of connections that were open at a time. */
    std::size_t peak_open() const noexcept;

    /** The number of connections that were made, without failed attempts. */
    std::size_t connects() const noexcept;

private:
    friend class access;

    const std::shared_ptr<network_state> state_;
};

} // namespace useapi::testing

#endif
