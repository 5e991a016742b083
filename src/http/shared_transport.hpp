#ifndef USEAPI_SRC_HTTP_SHARED_TRANSPORT_HPP
#define USEAPI_SRC_HTTP_SHARED_TRANSPORT_HPP

#include "http/connect/name_lookup.hpp"
#include "http/tls/tls_context.hpp"

#include <useapi/http/transport.hpp>

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>

namespace useapi::http {

/** The state that the handles of a transport share. @par Thread safety shared objects: safe. */
class shared_transport
{
public:
    /** @throws useapi::exception  as `transport` does. */
    explicit shared_transport(tls_options options);

    static const std::shared_ptr<shared_transport>& of(const transport& handle) noexcept
    {
        return handle.shared_;
    }

    /** The TLS context for connections that are made from now on. */
    std::shared_ptr<tls_context> tls() const;

    /** @see transport::reload
        @param options  nothing: keeps the former ones. */
    void reload(std::optional<tls_options> options);

    std::uint64_t epoch() const noexcept { return epoch_.load(std::memory_order_relaxed); }

    /** The addresses of a host, for connections on this `io_context`, from the system's resolver. */
    std::shared_ptr<host_addresses> addresses(boost::asio::io_context& context, const std::string& host,
                                              std::uint16_t port);

private:
    using place = std::tuple<const boost::asio::io_context*, std::string, std::uint16_t>;

    std::mutex reloading_; ///< taken before the other one; guards `options_`
    tls_options options_;
    mutable std::mutex mutex_;
    std::shared_ptr<tls_context> tls_;
    std::atomic<std::uint64_t> epoch_ = 1;
    /** Only connectors hold the addresses. Addresses that outlive their `io_context` may be found by
        connectors of another `io_context` at the same address in memory. This does no harm: they have no
        look-up under way, and use the `io_context` at that address. */
    std::map<place, std::weak_ptr<host_addresses>> addresses_;
};

} // namespace useapi::http

#endif
