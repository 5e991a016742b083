#include "unit/http/pool/pool_play.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

// What the pool promises, checked at each step of a play.

namespace useapi::testing {

void pool_play::note_grant(waiter& taker, connection& taken)
{
    BOOST_TEST(!stopped_);
    BOOST_TEST((taken.now != phase::leased));
    if (taken.now == phase::idle) {
        BOOST_TEST(!taker.wants_fresh());
        BOOST_TEST((now_ < idle_until(taken) || taken.idle_since == now_));
        BOOST_TEST((now_ < taken.retires_at));
        for (const auto& [number, other] : connections_)
            if (other.now == phase::idle && now_ < idle_until(other))
                BOOST_TEST(other.idle_order <= taken.idle_order, "the newest idle connection goes first");
    }
    const auto queued = std::find(queue_.begin(), queue_.end(), &taker);
    if (queued != queue_.end()) {
        // No call that would take this connection may wait in front of the one that gets it.
        const bool is_used = taken.now == phase::idle;
        const auto passed_over = std::find_if(
            queue_.begin(), queued, [is_used](const waiter* w) { return !is_used || !w->wants_fresh(); });
        BOOST_TEST((passed_over == queued));
        queue_.erase(queued);
    }
    BOOST_TEST(taken.slot.reused() == (taken.is_used || taken.now == phase::idle));
    taken.now = phase::leased;
    taken.is_used = true;
}

void pool_play::dequeue(const waiter& gone)
{
    const auto queued = std::find(queue_.begin(), queue_.end(), &gone);
    BOOST_TEST_REQUIRE((queued != queue_.end()));
    queue_.erase(queued);
}

void pool_play::check_promises() const
{
    const std::size_t idle = in(phase::idle).size();
    const std::size_t underway = connecting().size();
    BOOST_TEST(core_.connections() == connections_.size() + closing_);
    BOOST_TEST((was_shrunk_ || core_.connections() <= options_.max_connections));
    BOOST_TEST(core_.idle_connections() == idle);
    BOOST_TEST(core_.waiting() == queue_.size());
    if (stopped_) {
        BOOST_TEST(queue_.empty());
        BOOST_TEST(idle == 0U);
        return;
    }
    const std::size_t leases = leased().size();
    const bool has_lease = leases + underway < lease_limit_;
    const bool may_begin = has_lease && underway < options_.max_connecting;
    // A call that waits has a connection coming, or no more can be begun for it.
    if (queue_.size() > underway && may_begin)
        BOOST_TEST(core_.connections() >= options_.max_connections);
    if (queue_.size() > underway + closing_ && may_begin && lease_limit_ > options_.max_connections &&
        !was_shrunk_)
        BOOST_TEST(idle == 0U);
    for (const auto& [number, known] : connections_)
        if (known.now == phase::idle) {
            BOOST_TEST_REQUIRE(sweep_at_.has_value());
            const auto looked_after =
                known.watched
                    ? idle_until(known)
                    : std::min(idle_until(known), known.idle_since + http::pool_core::trusted_idle_time);
            BOOST_TEST((*sweep_at_ <= std::max(looked_after, now_)));
        }
    if (idle != 0 && leases < lease_limit_)
        for (const waiter* queued : queue_)
            BOOST_TEST(queued->wants_fresh());
}

} // namespace useapi::testing
