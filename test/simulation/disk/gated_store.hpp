#ifndef USEAPI_TEST_SIMULATION_DISK_GATED_STORE_HPP
#define USEAPI_TEST_SIMULATION_DISK_GATED_STORE_HPP

#include "bulk/ledger/ledger_writer.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace useapi::disk_simulation {

/** Makes the thread of a `ledger_writer` take turns with the thread of the history, so that a seed determines
    which rows share a commit.

    A flush makes the writer commit nothing. The store keeps it there until the turn of the writer. */
class writer_turns
{
public:
    /** Has the writer wait for its turn. */
    void hold(bulk::ledger_writer& writer);

    /** Lets the writer commit everything that was gathered, and has it wait again.
        @return whether there was anything */
    bool give_turn(bulk::ledger_writer& writer);

    /** The writer waits no more. */
    void end();

    /** Whether the thread of the writer has ended. */
    bool has_ended();

private:
    friend class gated_store;
    friend class end_of_thread;

    void wait_for_turn();
    void note_commit();

    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_held_ = false;
    bool has_turn_ = false;
    bool has_committed_ = false;
    bool is_over_ = false;
    bool has_ended_ = false;
};

/** A ledger whose commits are made at the turn of its writer. */
class gated_store final : public bulk::ledger_store
{
public:
    using outcomes = std::vector<bulk::ledger_outcome>;
    using claims = std::vector<bulk::ledger_claim>;
    using admissions = std::vector<bulk::admission>;

    struct listener
    {
        std::function<void(const outcomes&, const claims&)> on_begun;
        std::function<void(const admissions&)> on_done;
    };

    gated_store(std::unique_ptr<bulk::ledger_store> store, writer_turns& turns, listener told)
        : store_(std::move(store)), turns_(turns), told_(std::move(told))
    {
    }

    const bulk::ledger_salt& salt() const noexcept override { return store_->salt(); }

    admissions commit(const outcomes& settled, const claims& wanted) override;

    void change(const std::function<bool(const bulk::row_key&)>&,
                const std::function<bulk::ledger_row(bulk::ledger_row)>&) override
    {
    }

private:
    const std::unique_ptr<bulk::ledger_store> store_;
    writer_turns& turns_;
    const listener told_;
};

} // namespace useapi::disk_simulation

#endif
