#ifndef USEAPI_TEST_EXHAUSTIVE_MODEL_HPP
#define USEAPI_TEST_EXHAUSTIVE_MODEL_HPP

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace useapi::exhaustive {

/** A sentence that must be true, and how often it was checked. */
struct promise
{
    const char* sentence;
    std::uint64_t checks = 0;
};

/** Something that may happen next. The meaning of both numbers is the model's. */
struct event
{
    std::uint8_t kind = 0;
    std::uint8_t whom = 0;
};

/** A small system around the code under test: which events may come next, and which promises hold.

    Made anew, it is in its first state. The same events always lead to the same state. */
class model
{
public:
    model& operator=(const model&) = delete;
    virtual ~model() = default;

    /** Another one in the same state; null where the code under test cannot be copied. */
    virtual std::unique_ptr<model> copy() const { return nullptr; }

    /** Every event that may come next. Of events that are alike, one is enough. */
    virtual std::vector<event> next() const = 0;

    virtual void play(event what) = 0;

    /** What the future depends on. Two states with equal texts go on alike. */
    virtual std::string state() const = 0;

    /** Plays what must come in the end, and checks what must be so then. */
    virtual void end_well() = 0;

    virtual std::string text_of(event what) const = 0;

    /** The promise that was broken first; null if all were kept. */
    const promise* broken() const noexcept { return broken_; }

    /** Promises are checked from here on; before, the events only lead to a state that is known. */
    void check_from_now_on() noexcept { checks_ = true; }

protected:
    model() = default;
    model(const model&) = default;

    bool is_checked() const noexcept { return checks_; }

    void require(bool holds, promise& which) noexcept
    {
        if (!checks_)
            return;
        ++which.checks;
        if (!holds && !broken_)
            broken_ = &which;
    }

private:
    bool checks_ = false;
    const promise* broken_ = nullptr;
};

/** A fault that can be put into a model, to see that its promises find it. */
struct planted_fault
{
    std::string_view name;
    std::string_view what;
};

/** Makes a model in its first state.
    @param fault  the name of one that is put in; empty: none is. */
using model_maker = std::function<std::unique_ptr<model>(std::string_view fault)>;

/** A kind of model. */
struct subject
{
    std::string name;
    model_maker make;
    std::span<promise* const> promises;
    std::span<const planted_fault> faults; ///< those that are looked for in it
};

std::vector<subject> pool_subjects();
std::vector<subject> retry_subjects();
std::vector<subject> turn_subjects();
std::vector<subject> ledger_subjects();

} // namespace useapi::exhaustive

#endif
