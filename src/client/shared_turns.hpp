#ifndef USEAPI_SRC_CLIENT_SHARED_TURNS_HPP
#define USEAPI_SRC_CLIENT_SHARED_TURNS_HPP

#include "client/turn_order.hpp"

#include <boost/container/small_vector.hpp>

#include <memory>
#include <mutex>
#include <string_view>

namespace useapi::detail {

/** A `turn_order` for calls on several threads. It resumes no call under its lock.

    @par Thread safety
    shared objects: safe.
*/
class shared_turns
{
public:
    using turn = turn_order::turn;

    /** @see turn_order::enter */
    bool enter(turn& mine, std::string_view subject)
    {
        const std::lock_guard lock(mutex_);
        return order_.enter(mine, subject);
    }

    /** Ends a turn, and tells the calls that go on or end because of it. */
    void leave(turn& mine, bool shares)
    {
        turn_order::successors next;
        boost::container::small_vector<std::shared_ptr<void>, 4> held;
        {
            const std::lock_guard lock(mutex_);
            order_.leave(mine, shares, next);
            for (turn& each : next.sharing)
                held.push_back(each.hold());
            if (next.goes)
                held.push_back(next.goes->hold());
        }
        while (!next.sharing.empty()) {
            turn& sharing = next.sharing.front();
            next.sharing.pop_front();
            sharing.on_shared(mine);
        }
        if (next.goes)
            next.goes->on_turn();
    }

    /** @see turn_order::give_up */
    bool give_up(turn& mine) noexcept
    {
        const std::lock_guard lock(mutex_);
        return order_.give_up(mine);
    }

    /** @see turn_order::forget */
    void forget(turn& mine) noexcept
    {
        const std::lock_guard lock(mutex_);
        order_.forget(mine);
    }

private:
    std::mutex mutex_;
    turn_order order_;
};

} // namespace useapi::detail

#endif
