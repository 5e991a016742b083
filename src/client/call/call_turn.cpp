#include "client/call/call.hpp"
#include "client/client_core.hpp"

#include <typeinfo>

namespace useapi::detail {

// By now the timer queue has let go of `deadline_entry_`.
call::~call()
{
    // An abandoned call has not ended its turn.
    if (turn_.has_place())
        core_->turns().forget(turn_);
}

bool call::joins(const call& earlier) const noexcept
{
    // Calls with their own options may ask for something else.
    return core_->options().join_equal_logins() && may_share(options_.get()) &&
           may_share(earlier.options_.get()) && typeid(*this) == typeid(earlier) && asks_the_same_as(earlier);
}

void call::adopt(const call& ended)
{
    was_joined_ = true;
    succeeded_ = ended.succeeded_;
    failure = ended.failure;
    last_status_ = ended.last_status_;
    if (succeeded_)
        copy_value(ended);
}

void call::end_turn()
{
    if (turn_.has_place())
        core_->turns().leave(turn_, !failure || is_shared_by_equal_calls(*failure));
}

} // namespace useapi::detail
