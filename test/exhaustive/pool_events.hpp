#ifndef USEAPI_TEST_EXHAUSTIVE_POOL_EVENTS_HPP
#define USEAPI_TEST_EXHAUSTIVE_POOL_EVENTS_HPP

#include "exhaustive/model.hpp"
#include "http/pool/pool_core.hpp"

#include <cstdint>

namespace useapi::exhaustive {

enum class pool_event : std::uint8_t
{
    // Of a call.
    acquire,
    cancel,
    // Of a connection.
    connected,
    connect_failed,
    served,                   ///< the call ends, and the connection can be used again
    served_for_the_last_time, ///< the same, but the server says that it keeps the connection for no time
    unused,                   ///< the call ended before it sent anything
    broken,                   ///< the call ends, and so does the connection
    stale,                    ///< the connection was found closed before it was used; the call asks again
    dead,                     ///< the same, but only its use showed it; the call wants a fresh one
    readable,
    // Of the pool.
    sweep,
    closed,
    pause,
    stop,
    resize,
    limit_leases,
    warm_up
};

namespace pool_promises {

inline promise within_limit{"there are never more connections than the limit"};
inline promise within_connecting{"no more connections are made at a time than allowed"};
inline promise within_leases{"no connection is granted beyond the limit of leases"};
inline promise one_lease{"a connection has one lease at most"};
inline promise granted_waits{"a connection is granted only to a call that waits"};
inline promise in_order{
    "calls are served first come, first served, those that need a fresh connection first"};
inline promise fresh_is_fresh{"a call that needs a fresh connection gets one that was never used"};
inline promise not_expired{"no connection is granted that was idle, or has lived, for too long"};
inline promise newest_first{"the idle connection that was used last is granted first"};
inline promise no_idle_beside_waiter{"no call waits beside an idle connection that it would take"};
inline promise no_idle_keeps_out{"no idle connection keeps out one that is needed fresh"};
inline promise no_room_beside_waiter{"no call waits while a connection could be made for it"};
inline promise refused_full{"a call is refused only where there is no room to wait"};
inline promise stopped_refuses{"a call is refused as one of a closed pool only where the pool is closed"};
inline promise waiting_can_be_cancelled{"a call that waits can always be cancelled"};
inline promise ends_once{"every call ends exactly once"};
inline promise broken_is_closed{"a broken connection is closed at once"};
inline promise counts_agree{"the counts of the core are those of the connections that there are"};
inline promise stopped_is_empty{"a closed pool has no call that waits and no idle connection"};
inline promise stopped_begins_nothing{"a closed pool begins no connection"};
inline promise idle_is_swept{"a sweep is due while a connection is idle"};
inline promise watched_is_idle{"a connection is watched only while it is idle, and once at a time"};
inline promise all_end{"once all that is under way has ended, no call waits"};
inline promise warm_up_ends{"a warm-up ends once all that is under way has ended"};

} // namespace pool_promises

/** A fault: puts a call that waits before all others. */
void serve_last_first(http::pool_core& core, http::pool_waiter& who);

} // namespace useapi::exhaustive

#endif
