#include "client/timer_queue.hpp"

#include <boost/container/small_vector.hpp>

#include <utility>

namespace useapi {

timer_queue::timer_queue(std::shared_ptr<http::connector> clock) : clock_(std::move(clock)) {}

void timer_queue::set(entry& what, time_point due)
{
    const std::lock_guard lock(mutex_);
    what.due_ = due;
    if (what.index_ == entry::not_queued) {
        heap_.push_back(&what);
        what.index_ = heap_.size() - 1;
        is_empty_.store(false, std::memory_order_relaxed);
    }
    sift_up(what.index_);
    sift_down(what.index_);
    arm();
}

bool timer_queue::remove(entry& what) noexcept
{
    const std::lock_guard lock(mutex_);
    if (what.index_ == entry::not_queued)
        return false;
    take_out(what.index_);
    return true;
}

void timer_queue::settle() noexcept
{
    // Not empty yet: the caller that removes the last entry calls this again.
    if (!is_empty_.load(std::memory_order_relaxed))
        return;
    const std::lock_guard lock(mutex_);
    if (heap_.empty() && armed_) {
        armed_ = false;
        alarm_->cancel();
    }
}

void timer_queue::abandon() noexcept
{
    const std::lock_guard lock(mutex_);
    // The entries are destroyed next. An entry that is part of a suspended call does not remove itself.
    for (entry* const queued : heap_)
        queued->index_ = entry::not_queued;
    heap_.clear();
    is_empty_.store(true, std::memory_order_relaxed);
    armed_ = false;
    alarm_.reset();
}

void timer_queue::ring()
{
    boost::container::small_vector<std::pair<std::shared_ptr<void>, entry*>, 16> due;
    {
        const std::lock_guard lock(mutex_);
        armed_ = false;
        const time_point now = clock_->now();
        while (!heap_.empty() && heap_.front()->due_ <= now) {
            entry* const first = heap_.front();
            due.emplace_back(first->hold(), first);
            take_out(0);
        }
        arm();
    }
    for (const auto& [holder, what] : due)
        what->on_due();
}

void timer_queue::arm()
{
    if (heap_.empty() || (armed_ && rings_at_ <= heap_.front()->due_))
        return;
    if (!alarm_)
        alarm_ = clock_->make_alarm([self = weak_from_this()] {
            if (const auto queue = self.lock())
                queue->ring();
        });
    armed_ = true;
    rings_at_ = heap_.front()->due_;
    alarm_->set(rings_at_);
}

void timer_queue::place(std::size_t index, entry* moved) noexcept
{
    heap_[index] = moved;
    moved->index_ = index;
}

void timer_queue::sift_up(std::size_t index) noexcept
{
    entry* const moved = heap_[index];
    while (index != 0) {
        const std::size_t parent = (index - 1) / 2;
        if (heap_[parent]->due_ <= moved->due_)
            break;
        place(index, heap_[parent]);
        index = parent;
    }
    place(index, moved);
}

void timer_queue::sift_down(std::size_t index) noexcept
{
    entry* const moved = heap_[index];
    for (;;) {
        std::size_t child = 2 * index + 1;
        if (child >= heap_.size())
            break;
        if (child + 1 < heap_.size() && heap_[child + 1]->due_ < heap_[child]->due_)
            ++child;
        if (moved->due_ <= heap_[child]->due_)
            break;
        place(index, heap_[child]);
        index = child;
    }
    place(index, moved);
}

void timer_queue::take_out(std::size_t index) noexcept
{
    heap_[index]->index_ = entry::not_queued;
    entry* const last = heap_.back();
    heap_.pop_back();
    is_empty_.store(heap_.empty(), std::memory_order_relaxed);
    if (index == heap_.size())
        return;
    place(index, last);
    sift_up(index);
    sift_down(last->index_);
}

} // namespace useapi
