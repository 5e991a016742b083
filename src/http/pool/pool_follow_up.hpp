#ifndef USEAPI_SRC_HTTP_POOL_POOL_FOLLOW_UP_HPP
#define USEAPI_SRC_HTTP_POOL_POOL_FOLLOW_UP_HPP

#include "http/pool/lease_slot.hpp"
#include "http/pool/pool.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace useapi::http {

struct pool::follow_up
{
    struct closing
    {
        std::unique_ptr<slot> what;
        close_reason why;
    };

    struct watch
    {
        std::shared_ptr<http::connection> connection; ///< the slot may be destroyed by then
        slot* which;
        std::uint64_t number;
        std::uint64_t uses;
    };

    pool_actions actions;
    std::vector<closing> closed;
    std::vector<watch> watches;
    std::vector<slot*> connecting;
    std::vector<warm_handler> warm;
    std::size_t open = 0; ///< open connections at the end of the warm-ups
    error failure;        ///< for the waiters and warm-ups that fail
};

} // namespace useapi::http

#endif
