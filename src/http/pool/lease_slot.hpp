#ifndef USEAPI_SRC_HTTP_POOL_LEASE_SLOT_HPP
#define USEAPI_SRC_HTTP_POOL_LEASE_SLOT_HPP

#include "http/connector.hpp"
#include "http/pool/lease.hpp"
#include "http/pool/pool_core.hpp"

#include <cstdint>
#include <memory>

namespace useapi::http {

/** The slot of a connection in its pool, which a lease holds. */
class lease::slot : public pool_slot
{
public:
    explicit slot(std::uint64_t which) : number(which) {}

    const std::uint64_t number; ///< distinguishes it from an earlier slot at the same address
    std::shared_ptr<http::connection> connection;
    std::shared_ptr<connector::attempt> attempt;
};

} // namespace useapi::http

#endif
