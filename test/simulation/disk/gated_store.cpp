#include "simulation/disk/gated_store.hpp"

namespace useapi::disk_simulation {

/** Tells that the thread has ended, and so has handed over all completions. */
class end_of_thread
{
public:
    ~end_of_thread()
    {
        if (turns == nullptr)
            return;
        const std::lock_guard lock(turns->mutex_);
        turns->has_ended_ = true;
        turns->changed_.notify_all();
    }

    writer_turns* turns = nullptr;
};

void writer_turns::hold(bulk::ledger_writer& writer)
{
    writer.flush([] {});
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_held_ || has_ended_; });
}

bool writer_turns::give_turn(bulk::ledger_writer& writer)
{
    // In the same batch as everything that was gathered so far.
    writer.flush([] {});
    std::unique_lock lock(mutex_);
    has_committed_ = false;
    is_held_ = false;
    has_turn_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return is_held_ || has_committed_ || has_ended_; });
    if (!has_committed_ || has_ended_)
        return has_committed_;
    lock.unlock();
    hold(writer);
    return true;
}

void writer_turns::end()
{
    const std::lock_guard lock(mutex_);
    is_over_ = true;
    changed_.notify_all();
}

bool writer_turns::has_ended()
{
    const std::lock_guard lock(mutex_);
    return has_ended_;
}

void writer_turns::wait_for_turn()
{
    std::unique_lock lock(mutex_);
    is_held_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return has_turn_ || is_over_; });
    has_turn_ = false;
}

void writer_turns::note_commit()
{
    const std::lock_guard lock(mutex_);
    has_committed_ = true;
    changed_.notify_all();
}

gated_store::admissions gated_store::commit(const outcomes& settled, const claims& wanted)
{
    thread_local end_of_thread mark;
    mark.turns = &turns_;
    if (settled.empty() && wanted.empty()) {
        turns_.wait_for_turn();
        return {};
    }
    // After a failure the thread of the writer ends.
    told_.on_begun(settled, wanted);
    admissions answers = store_->commit(settled, wanted);
    told_.on_done(answers);
    turns_.note_commit();
    return answers;
}

} // namespace useapi::disk_simulation
