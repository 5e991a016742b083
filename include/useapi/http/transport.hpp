#ifndef USEAPI_HTTP_TRANSPORT_HPP
#define USEAPI_HTTP_TRANSPORT_HPP

#include <useapi/config.hpp>
#include <useapi/http/tls_options.hpp>

#include <cstdint>
#include <memory>

namespace useapi::http {

class shared_transport;

/** The state that several clients share: certificate authorities and client certificate, the TLS sessions of
    each origin, and the addresses of each host. Pass it to a client with `client_options::transport`. Such a
    client costs some microseconds and kilobytes, however many authorities there are.

    Connections are not shared: each client has a pool of its own, with its own limits and its own
   `io_context`. All clients of one origin share the sessions, even if their API tokens differ: the service
   can see that they come from one place. Addresses are shared by the clients of one `io_context`.

    A client without a transport makes its own. Such clients share only the parsed authorities: if their
    options for authorities are equal, as long as one of the clients lives and the files are unchanged.

    A cheap handle: copies share everything. The shared state lives as long as a copy or a client.

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

        @param options  the TLS options of all its clients. Default: the system's authorities.
        @throws useapi::exception  `errc::invalid_argument` if a file cannot be read, has other content, or
                                   does not match the other files; the message names the file. */
    explicit transport(tls_options options = tls_options());

    /** Reads the same files again, on the calling thread, and begins the next epoch. Connections that are
        made from now on use the files' new content. An older connection ends after the answer that it waits
        for; an idle one ends when a call would have got it. So no call fails. Sessions of earlier epochs are
        not resumed, since a resumed session is not verified anew. Files that did not change are not parsed
        again.

        Call it after the files were replaced: on a signal, on a timer, or from a watch of their folder. Call
        it on a thread that may wait. If several threads call it, the calls run one after the other.

        @throws useapi::exception like the constructor; the epoch stays as it was.
        @par Thread safety may be called from any thread. */
    void reload() const;

    /** Does the same with other options, such as a certificate from memory.

        @param options  replace the former ones.
        @throws useapi::exception like the constructor; epoch and options stay as they were.
        @par Thread safety may be called from any thread. */
    void reload(tls_options options) const;

    /** The number of the epoch: 1 at first, one more after each `reload`.

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
