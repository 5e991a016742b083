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

    A deadline is nearly always taken back before it passes, so adding and removing touch no timer of the
    operating system: the alarm is set anew only when something is due earlier than it rings.

    @par Thread safety  shared objects: safe.
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

        /** Keeps alive what the entry is part of. Called under the queue's lock, while it is queued. */
        virtual std::shared_ptr<void> hold() = 0;

        /** Called once the time came, under no lock, on a thread of the `io_context`. */
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

    /** Queues an entry, or moves it to another time where it is queued already. */
    void set(entry& what, time_point due);

    /** False if it is not queued: it was never, or its time came and `on_due` is called or about to be. */
    bool remove(entry& what) noexcept;

    /** Takes the alarm back where nothing is queued, so that `io_context::run()` can return. Not part of
        `remove`, since the next call commonly begins as soon as one ends. */
    void settle() noexcept;

    /** Gives up the alarm and every entry for good: the `io_context` is being destroyed. */
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
