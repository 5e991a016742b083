#include "exhaustive/retry_models.hpp"
#include "retry/budget.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <sstream>
#include <vector>

namespace useapi::exhaustive::budgets {
namespace {

using namespace std::chrono_literals;
using retry::budget;

enum class budget_event : std::uint8_t
{
    call,
    retry,
    time
};

constexpr std::array pauses{3s, 4s};
constexpr std::size_t most_calls = 2;
constexpr std::size_t most_retries = 4;
constexpr double ratio = 0.5;
constexpr unsigned least = 1;

promise bounded{"the retries of ten seconds are no more than the floor and their part of the calls"};
promise granted{"a retry that there is room for is granted"};

const std::array promises{&bounded, &granted};

constexpr std::array faults{
    planted_fault{"calls_count_twice", "each call makes room for twice as many retries"},
    planted_fault{"retries_are_forgotten", "a retry that was granted is not counted"},
    planted_fault{"window_too_long", "what happened 12 s ago still counts"}};

class budget_model final : public model
{
public:
    explicit budget_model(std::string_view fault)
        : fault_(fault), budget_(retry_options().budget_ratio(ratio).budget_floor(least))
    {
    }

    std::unique_ptr<model> copy() const override { return std::make_unique<budget_model>(*this); }

    std::vector<event> next() const override
    {
        std::vector<event> events;
        if (calls_.size() != most_calls)
            events.push_back({static_cast<std::uint8_t>(budget_event::call), 0});
        if (asked_ != most_retries)
            events.push_back({static_cast<std::uint8_t>(budget_event::retry), 0});
        const bool is_something_recent = recent(calls_) + recent(retries_) != 0;
        for (std::size_t i = 0; is_something_recent && i != pauses.size(); ++i)
            events.push_back({static_cast<std::uint8_t>(budget_event::time), static_cast<std::uint8_t>(i)});
        return events;
    }

    void play(event what) override
    {
        switch (static_cast<budget_event>(what.kind)) {
        case budget_event::call:
            calls_.push_back(now_);
            budget_.on_call(time());
            if (fault_ == "calls_count_twice")
                budget_.on_call(time());
            break;
        case budget_event::retry:
            ask();
            break;
        case budget_event::time:
            now_ += pauses[what.whom];
            break;
        }
    }

    std::string state() const override
    {
        std::ostringstream text;
        text << calls_.size() << asked_;
        for (const auto& all : {calls_, retries_}) {
            text << ' ';
            for (const auto& each : all)
                text << std::min<std::chrono::seconds>(now_ - each, 10s).count() << ',';
        }
        return text.str();
    }

    void end_well() override {}

    std::string text_of(event what) const override
    {
        static constexpr std::array names{"a call", "a retry", "time"};
        std::string text = names[what.kind];
        if (what.kind == static_cast<std::uint8_t>(budget_event::time))
            text += ' ' + std::to_string(pauses[what.whom].count()) + " s";
        return text;
    }

private:
    std::size_t recent(const std::vector<std::chrono::seconds>& all) const
    {
        return static_cast<std::size_t>(
            std::count_if(all.begin(), all.end(), [this](auto each) { return now_ - each < 10s; }));
    }

    budget::time_point time() const
    {
        return budget::time_point(fault_ == "window_too_long" ? now_ * 10 / 12 : now_);
    }

    void ask()
    {
        ++asked_;
        const double most = least + ratio * static_cast<double>(recent(calls_));
        budget forgetful = budget_;
        const bool is_granted =
            fault_ == "retries_are_forgotten" ? forgetful.try_retry(time()) : budget_.try_retry(time());
        const auto with_this_one = static_cast<double>(recent(retries_) + 1);
        require(!is_granted || with_this_one <= most, bounded);
        require(is_granted || with_this_one > most, granted);
        if (is_granted)
            retries_.push_back(now_);
    }

    const std::string_view fault_;
    budget budget_;
    std::chrono::seconds now_{1000};
    std::vector<std::chrono::seconds> calls_;
    std::vector<std::chrono::seconds> retries_; ///< that were granted
    std::size_t asked_ = 0;
};

} // namespace

subject make_subject()
{
    return {"budget of 2 calls and 4 retries",
            [](std::string_view fault) { return std::make_unique<budget_model>(fault); }, promises, faults};
}

} // namespace useapi::exhaustive::budgets
