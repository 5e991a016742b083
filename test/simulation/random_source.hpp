#ifndef USEAPI_TEST_SIMULATION_RANDOM_SOURCE_HPP
#define USEAPI_TEST_SIMULATION_RANDOM_SOURCE_HPP

#include "simulation/choices.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace useapi::simulation {

class chooser;

/** Makes all choices of one history: draws them from a seed, or replays choices that were kept.

    Each choice has a name and a plain value, the one with the least consequences. A replay takes the plain
   value for each choice that it was not given: so a history stays possible whatever is left out of its
   choices.
*/
class random_source
{
public:
    explicit random_source(std::uint64_t seed) : engine_(seed) {}

    /** Replays, and keeps the choices that were used. */
    explicit random_source(const choices& given);

    /** Keeps the choices from now on. */
    void keep_choices() noexcept { keeps_ = true; }

    /** Keeps them, and calls `listener` with each one that is not plain, as it is made. */
    void keep_choices(std::function<void(const choice&)> listener)
    {
        keeps_ = true;
        listener_ = std::move(listener);
    }

    /** The choices that were not plain. */
    const choices& kept() const noexcept { return kept_; }

    /** What makes the choices about this part of the history. */
    chooser about(const subject& part) noexcept;

private:
    friend class chooser;

    struct question
    {
        std::uint64_t least;
        std::uint64_t most;
        std::uint64_t plain;
    };

    double fraction() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

    /** Keeps what was drawn, or replaces it by what a replay was given. */
    std::uint64_t settle(std::uint64_t drawn, const question& asked, const subject& part,
                         std::string_view what);

    std::mt19937_64 engine_;
    bool replays_ = false;
    bool keeps_ = false;
    std::unordered_map<std::string, std::uint64_t> given_;
    std::unordered_map<std::string, unsigned> asked_; ///< how often, by name
    choices kept_;
    std::function<void(const choice&)> listener_;
};

/** Makes the choices about one part of a history.

    It has its own distributions: those of the standard library differ between libraries, but a seed must mean
   the same history everywhere. `what` names the choice.
*/
class chooser
{
public:
    chooser(random_source& source, const subject& part) noexcept : source_(source), part_(part) {}

    /** From [least, most]; plain is the least. */
    std::uint64_t between(std::uint64_t least, std::uint64_t most, std::string_view what) const
    {
        return choose([&] { return least + source_.engine_() % (most - least + 1); }, {least, most, least},
                      what);
    }

    std::chrono::milliseconds between(std::chrono::milliseconds least, std::chrono::milliseconds most,
                                      std::string_view what) const
    {
        return std::chrono::milliseconds(between(static_cast<std::uint64_t>(least.count()),
                                                 static_cast<std::uint64_t>(most.count()), what));
    }

    /** From [0, bound); plain is 0. */
    std::uint64_t below(std::uint64_t bound, std::string_view what) const
    {
        return bound == 0 ? 0 : between(0, bound - 1, what);
    }

    /** @param plain  the answer of least consequence. */
    bool chance(double probability, std::string_view what, bool plain = false) const
    {
        const auto draw = [&] { return static_cast<std::uint64_t>(source_.fraction() < probability); };
        // A replay lets nothing happen that could not have been drawn.
        const std::uint64_t most = probability > 0;
        return choose(draw, {0, most, most & static_cast<std::uint64_t>(plain)}, what) != 0;
    }

    /** A probability. It is no choice: a replay needs no more than that it is not 0. */
    double fraction() const { return source_.replays_ ? 0.5 : source_.fraction(); }

    /** How many digits a random number below a million has; plain is 6. */
    std::uint64_t length_of_number(std::string_view what) const
    {
        const auto draw = [&] { return std::to_string(source_.engine_() % 1'000'000).size(); };
        return choose(draw, {1, 6, 6}, what);
    }

    /** Whether this part of the history is there: always, unless a replay leaves it out. */
    bool is_present() const
    {
        return choose([] { return std::uint64_t{1}; }, {0, 1, 0}, "made") != 0;
    }

private:
    template <class Draw>
    std::uint64_t choose(Draw draw, const random_source::question& asked, std::string_view what) const
    {
        if (!source_.keeps_)
            return draw();
        return source_.settle(source_.replays_ ? asked.plain : draw(), asked, part_, what);
    }

    random_source& source_;
    subject part_;
};

inline chooser random_source::about(const subject& part) noexcept
{
    return {*this, part};
}

} // namespace useapi::simulation

#endif
