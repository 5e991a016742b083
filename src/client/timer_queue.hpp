#ifndef USEAPI_SRC_CLIENT_TIMER_QUEUE_HPP
#define USEAPI_SRC_CLIENT_TIMER_QUEUE_HPP

#include "http/connector.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace useapi {

/** The deadlines and waits of all calls of a client, on one alarm.

    A deadline is nearly always removed before it passes. So adding and removing do not use a timer of the
    operating system: the alarm is set anew only if an entry is due before it rings.

    @par Thread safety
    shared objects: safe.
*/
class timer_queue : public std::enable_shared_from_this<timer_queue>
{
public:
    using time_point = http::connector::time_point;

    class entry
    {
    public:
        entry() = default;
        entry(const entry&) = delete;
        entry& operator=(const entry&) = delete;

        /** Keeps the object alive that the entry is part of. Called under the queue's lock, while the entry
            is queued. */
        virtual std::shared_ptr<void> hold() = 0;

        /** Called when the time has come, under no lock, on a thread of the `io_context`. */
        virtual void on_due() noexcept = 0;

    protected:
        ~entry() = default;

    private:
        friend class timer_queue;

        static constexpr std::size_t not_queued = static_cast<std::size_t>(-1);

        time_point due_{};
        std::size_t index_ = not_queued;
    };

    explicit timer_queue(std::shared_ptr<http::connector> clock);

    /** Queues an entry, or changes its time if it is queued already. */
    void set(entry& what, time_point due);

    /** Removes an entry. Returns false if it is not queued: it was never queued, or its time has come and
        `on_due` is being called or about to be. */
    bool remove(entry& what) noexcept;

    /** Cancels the alarm if no entry is queued, so that `io_context::run()` can return. It is not a part of
        `remove`, since the next call commonly begins as soon as one ends. */
    void settle() noexcept;

    /** The `io_context` is being destroyed: gives up the alarm and every entry. */
    void abandon() noexcept;

private:
    void ring();
    void arm();
    void place(std::size_t index, entry* moved) noexcept;
    void sift_up(std::size_t index) noexcept;
    void sift_down(std::size_t index) noexcept;
    void take_out(std::size_t index) noexcept;

    std::shared_ptr<http::connector> clock_;
    std::mutex mutex_;
    std::unique_ptr<http::alarm> alarm_;
    std::vector<entry*> heap_;          ///< a binary heap; each entry knows its index
    std::atomic<bool> is_empty_ = true; ///< written under the lock
    bool armed_ = false;
    time_point rings_at_{};
};

} // namespace useapi

#endif
