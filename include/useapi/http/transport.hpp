#ifndef USEAPI_HTTP_TRANSPORT_HPP
#define USEAPI_HTTP_TRANSPORT_HPP

#include <useapi/config.hpp>
#include <useapi/http/tls_options.hpp>

#include <cstdint>
#include <memory>

namespace useapi::http {

class shared_transport;

/** What several clients have in common: certificate authorities and client certificate, the TLS sessions of
   each origin, and the addresses of each host. A client that is given one with `client_options::transport`
   costs some microseconds and kilobytes to make, whatever the number of authorities.

    Connections are not shared: each client has a pool of its own, with its own limits and its own
   `io_context`. Sessions are shared by all clients of one origin, also if their API tokens differ; the
   service can tell that they come from one place. Addresses are shared by the clients of one `io_context`.

    A client without a transport has one of its own. Only the parsed authorities are shared by all clients of
   a process whose options for them are equal, as long as one of them lives and the files are unchanged.

    A cheap handle: copies share everything. What they share lives as long as a copy or a client does.

    @par Thread safety
    Distinct objects: safe, also if they are copies of each other. Shared objects: safe to call `const`
   members of, unsafe to assign to. Clients of any number of `io_context`s and threads may use one transport.

    @par fork
    A child process must not use a transport of its parent. It may destroy it.
*/
class USEAPI_API transport
{
public:
    /** Reads the authorities, the client certificate and its key, and the revocation lists, on the calling
       thread. For the system's authorities that takes about 40 ms: make the transport when the program
       starts, before it serves, or on a thread that may wait.

        @param options  of the connections of all its clients. Default: the system's authorities.
        @throws useapi::exception  `errc::invalid_argument` if a file cannot be read, holds something else, or
       does not belong to the others; the message names it. */
    explicit transport(tls_options options = tls_options());

    /** Reads the same files again, on the calling thread, and takes the next epoch from them: connections
       that are made from now on trust and show what they hold now. One that was made before ends with the
       answer that it waits for, or unused, when a call would have got it. So no call fails. Sessions of
       earlier epochs are not resumed, since a resumed session is not verified anew. Files that did not change
       are not parsed again.

        Call it when the files were replaced: on a signal, on a timer, or by a watch of their folder; on a
       thread that may wait. Several calls at a time follow each other.

        @throws useapi::exception  as the constructor; the epoch stays the one that it is.
        @par Thread safety may be called from any thread. */
    void reload() const;

    /** The same with other options, such as a certificate from memory.

        @param options  in place of those before.
        @throws useapi::exception  as the constructor; the epoch, and the options before, stay.
        @par Thread safety may be called from any thread. */
    void reload(tls_options options) const;

    /** Which reading is used: 1 at first, one more after each `reload`.

        @par Thread safety may be called from any thread. */
    std::uint64_t epoch() const noexcept;

    /** Another handle of the same transport. */
    transport(const transport&) = default;

    /** A handle of the same transport as `other`. */
    transport& operator=(const transport& other) = default;

    ~transport() = default;

private:
    friend class shared_transport;

    std::shared_ptr<shared_transport> shared_;
};

} // namespace useapi::http

#endif
