#ifndef USEAPI_HTTP_CLOSE_REASON_HPP
#define USEAPI_HTTP_CLOSE_REASON_HPP

#include <useapi/config.hpp>

#include <string_view>

namespace useapi {

/** Why a connection was closed. */
enum class close_reason
{
    exchange_failed, ///< Or was cancelled, with a byte of it exchanged.
    not_reusable,    ///< By its last answer, such as one with `Connection: close`; or the transport was
                     ///< reloaded.
    found_dead,      ///< When it was wanted or used again.
    sibling_dead,    ///< Along with one of the same age that was found dead.
    idle_timeout,    ///< It was not used for as long as an idle connection is kept.
    idle_readable,   ///< The peer closed it while it was idle, or sent bytes without a request.
    max_age,         ///< It lived for as long as a connection may.
    makes_room,      ///< For a fresh one that a call insists on.
    stopped          ///< The client is closed, or drained.
};

/** The name of a reason, such as `"idle_timeout"`. */
USEAPI_API std::string_view name_of(close_reason value) noexcept;

} // namespace useapi

#endif
