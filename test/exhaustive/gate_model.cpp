#include "exhaustive/retry_models.hpp"
#include "retry/origin_gate.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <sstream>

namespace useapi::exhaustive::gates {
namespace {

using namespace std::chrono_literals;
using retry::origin_gate;
using time_point = origin_gate::time_point;

enum class gate_event : std::uint8_t
{
    told_to_wait, ///< by an answer
    asked,        ///< by a call that comes
    asked_again,  ///< by the call that was held back last, when it was told to
    time,
    reopened ///< since the service took the probe
};

constexpr std::array waits{0ms, 40ms, 90'000ms, 200'000ms};
constexpr std::array pauses{10s, 59s};
constexpr unsigned most_told = 2;

promise open_passes{"every call passes an open gate"};
promise closed_holds{"no call passes a closed gate except as the probe"};
promise one_probe{"a closed gate lets one call a minute through at most"};
promise probe_comes{"a gate that stays closed for a minute lets a call through"};
promise later_end_wins{"a gate is closed until the latest end that it was told, and no longer"};
promise spread_is_short{
    "a call is told to come at the end of the wait, or within a quarter of it and two seconds"};
promise asks_later{
    "a call that is held back is told to ask again later, before the gate opens at the latest"};
promise word_is_kept{
    "a call that asks again when it was told to passes, unless the wait became longer or another "
    "call was the probe"};
promise opens_again{"a gate that is told nothing more opens, when it says"};

const std::array promises{&open_passes,     &closed_holds, &one_probe,    &probe_comes, &later_end_wins,
                          &spread_is_short, &asks_later,   &word_is_kept, &opens_again};

constexpr std::array faults{
    planted_fault{"not_extended", "a closed gate opens when it was first told to"},
    planted_fault{"shorter_wait_wins", "the last end counts, also where it is earlier"},
    planted_fault{"every_call_is_the_probe", "the gate forgets that it let a probe through"},
    planted_fault{"probe_held_back", "no call is let through while the gate is closed"},
    planted_fault{"late_by_the_wait", "a call is told to come after as long as the spread again"}};

class gate_model final : public model
{
public:
    explicit gate_model(std::string_view fault) : fault_(fault) {}

    std::unique_ptr<model> copy() const override { return std::make_unique<gate_model>(*this); }

    std::vector<event> next() const override
    {
        std::vector<event> events;
        const auto add = [&](gate_event kind, std::size_t count) {
            for (std::size_t i = 0; i != count; ++i)
                events.push_back({static_cast<std::uint8_t>(kind), static_cast<std::uint8_t>(i)});
        };
        add(gate_event::told_to_wait, told_ == most_told ? 0 : waits.size());
        add(gate_event::asked, 2);
        add(gate_event::asked_again, held_back_ ? 1 : 0);
        add(gate_event::time, is_closed() ? pauses.size() : 0);
        add(gate_event::reopened, probe_is_out_ ? 1 : 0);
        return events;
    }

    void play(event what) override
    {
        switch (static_cast<gate_event>(what.kind)) {
        case gate_event::told_to_wait:
            tell(waits[what.whom]);
            break;
        case gate_event::asked:
            ask(what.whom == 0 ? 0 : 0.999);
            break;
        case gate_event::asked_again:
            ask_again();
            break;
        case gate_event::time:
            now_ += pauses[what.whom];
            break;
        case gate_event::reopened:
            gate_.reopen();
            until_ = {};
            probe_is_out_ = false;
            excused_ = true;
            break;
        }
        require(gate_.is_closed(now_) == is_closed(), later_end_wins);
    }

    std::string state() const override
    {
        std::ostringstream text;
        text << told_ << probe_is_out_;
        if (is_closed())
            text << ' ' << (until_ - now_).count() << ' ' << wait_.count() << ' '
                 << std::max((probe_at_ - now_).count(), time_point::rep(0));
        if (held_back_)
            text << ' ' << std::max((held_back_->ask_again - now_).count(), time_point::rep(-1)) << excused_;
        return text.str();
    }

    void end_well() override
    {
        const auto left = gate_.stays_closed_for(now_);
        require(left <= 200s, opens_again);
        now_ += left;
        require(!gate_.is_closed(now_) && gate_.ask(now_, 0.5).passes, opens_again);
    }

    std::string text_of(event what) const override
    {
        static constexpr std::array names{"told to wait", "asked", "asked again", "time", "reopened"};
        std::string text = names[what.kind];
        if (what.kind == static_cast<std::uint8_t>(gate_event::told_to_wait))
            text += ' ' + std::to_string(waits[what.whom].count()) + " ms";
        if (what.kind == static_cast<std::uint8_t>(gate_event::time))
            text += ' ' + std::to_string(pauses[what.whom].count()) + " s";
        return text;
    }

private:
    bool has(std::string_view fault) const noexcept { return fault_ == fault; }

    bool is_closed() const noexcept { return now_ < until_; }

    void tell(std::chrono::milliseconds wait)
    {
        ++told_;
        if (has("shorter_wait_wins"))
            gate_.reopen();
        if (!has("not_extended") || !is_closed())
            gate_.close_for(now_, wait);
        if (now_ + wait <= until_)
            return;
        if (!is_closed())
            probe_at_ = now_ + 60s;
        until_ = now_ + wait;
        wait_ = wait;
        excused_ = true;
    }

    origin_gate::answer ask(double random)
    {
        origin_gate forgetful = gate_;
        origin_gate::answer given =
            has("every_call_is_the_probe") ? forgetful.ask(now_, random) : gate_.ask(now_, random);
        if (has("probe_held_back") && given.is_probe)
            given = {false, false, until_, now_ + 1s};
        if (has("late_by_the_wait") && !given.passes)
            given.opens += wait_ / 4 + 1s;
        if (!is_closed()) {
            require(given.passes && !given.is_probe, open_passes);
            held_back_.reset();
            return given;
        }
        require(given.passes == given.is_probe, closed_holds);
        if (given.passes)
            require(now_ >= probe_at_, one_probe);
        if (now_ >= probe_at_)
            require(given.passes, probe_comes);
        if (given.passes) {
            probe_is_out_ = true;
            probe_at_ = now_ + 60s;
            excused_ = true;
            return given;
        }
        require(given.opens >= until_ &&
                    given.opens <= until_ + std::min<std::chrono::milliseconds>(wait_ / 4, 2s),
                spread_is_short);
        require(given.ask_again > now_ && given.ask_again <= given.opens, asks_later);
        held_back_ = given;
        excused_ = false;
        return given;
    }

    void ask_again()
    {
        now_ = std::max(now_, held_back_->ask_again);
        held_back_.reset();
        const bool may_wait = excused_;
        const origin_gate::answer given = ask(0.999);
        require(given.passes || may_wait, word_is_kept);
    }

    const std::string_view fault_;
    origin_gate gate_;
    time_point now_{1h};
    // What the gate should know, kept in the plainest way.
    time_point until_{};
    time_point probe_at_{};
    std::chrono::milliseconds wait_{};
    unsigned told_ = 0;
    bool probe_is_out_ = false;
    std::optional<origin_gate::answer> held_back_;
    bool excused_ = false; ///< something happened since that may hold this call back for longer
};

} // namespace

subject make_subject()
{
    return {"gate that is told to wait twice",
            [](std::string_view fault) { return std::make_unique<gate_model>(fault); }, promises, faults};
}

} // namespace useapi::exhaustive::gates
