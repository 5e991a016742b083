#ifndef USEAPI_HTTP_CLOSE_REASON_HPP
#define USEAPI_HTTP_CLOSE_REASON_HPP

#include <useapi/config.hpp>

#include <string_view>

namespace useapi {

/** Why a connection was closed. */
enum class close_reason
{
    exchange_failed, ///< An exchange failed, or was cancelled after its first byte.
    not_reusable,    ///< The last answer ended it, such as one with `Connection: close`; or the transport was
                     ///< reloaded.
    found_dead,      ///< It was dead when a call wanted it.
    sibling_dead,    ///< A connection of the same age was found dead.
    idle_timeout,    ///< It was unused for as long as an idle connection is kept.
    idle_readable,   ///< The peer closed it while it was idle, or sent bytes without a request.
    max_age,         ///< It reached the age that a connection may have.
    makes_room,      ///< A call needs a fresh connection, and there is no room for a further one.
    stopped          ///< The client is closed, or drained.
};

/** The name of a reason, such as `"idle_timeout"`. */
USEAPI_API std::string_view name_of(close_reason value) noexcept;

} // namespace useapi

#endif
