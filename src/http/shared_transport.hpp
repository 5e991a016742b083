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

/** What the handles of a transport refer to. @par Thread safety  shared objects: safe. */
class shared_transport
{
public:
    /** @throws useapi::exception  as `transport` does. */
    explicit shared_transport(tls_options options);

    static const std::shared_ptr<shared_transport>& of(const transport& handle) noexcept
    {
        return handle.shared_;
    }

    /** What a connection is made with from now on. */
    std::shared_ptr<tls_context> tls() const;

    /** @see transport::reload
        @param options  nothing: those before. */
    void reload(std::optional<tls_options> options);

    std::uint64_t epoch() const noexcept { return epoch_.load(std::memory_order_relaxed); }

    /** The addresses of a host, for connections on this `io_context`, looked up as the system does. */
    std::shared_ptr<host_addresses> addresses(boost::asio::io_context& context, const std::string& host,
                                              std::uint16_t port);

private:
    using place = std::tuple<const boost::asio::io_context*, std::string, std::uint16_t>;

    std::mutex reloading_; ///< taken before the other one; guards `options_`
    tls_options options_;
    mutable std::mutex mutex_;
    std::shared_ptr<tls_context> tls_;
    std::atomic<std::uint64_t> epoch_ = 1;
    /** Held by the connectors alone. One that outlives its `io_context` may be found by those of another one
       at the same place in memory: it holds no question any more, and looks up on what is at that place. */
    std::map<place, std::weak_ptr<host_addresses>> addresses_;
};

} // namespace useapi::http

#endif
