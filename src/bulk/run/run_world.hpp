#ifndef USEAPI_SRC_BULK_RUN_RUN_WORLD_HPP
#define USEAPI_SRC_BULK_RUN_RUN_WORLD_HPP

#include "bulk/input/row.hpp"

#include <useapi/error.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace useapi::bulk {

/** The outcome of one call. */
class call_outcome
{
public:
    explicit call_outcome(std::optional<error> why) : failure(std::move(why)) {}

    std::optional<error> failure; ///< unset if the row was applied
    unsigned attempts = 0;
    unsigned busy_signals = 0;
    int status = 0; ///< of the last answer
    std::chrono::milliseconds elapsed{};
    std::map<std::string, unsigned> retries; ///< repeated attempts, by the reason
};

/** The world of a run: calls, and one clock with one alarm. */
class run_world
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    class running_call
    {
    public:
        virtual ~running_call() = default;
        virtual void cancel() noexcept = 0;
    };

    virtual ~run_world() = default;

    /** @param attempt_failed  called for each failed attempt that another attempt follows
        @param done            called once, after these, and never inside this function. */
    virtual std::shared_ptr<running_call> start(const input_row& row,
                                                std::function<void(const error&)> attempt_failed,
                                                std::function<void(call_outcome)> done) = 0;

    virtual time_point now() const = 0;

    /** Replaces what was set before. */
    virtual void wake_at(time_point when, std::function<void()> ring) = 0;

    virtual void cancel_wake() noexcept = 0;

    /** How much longer the service asked calls to wait; 0: it did not ask. */
    virtual std::chrono::milliseconds held_back() const { return {}; }
};

} // namespace useapi::bulk

#endif
